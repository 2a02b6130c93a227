"""A run that was stopped within a stage of unknown length goes on to the same history."""

import pytest

STAGES = (
    "{model: galvanostatic, body: particle, through: surface, rate: 5 C, until: {voltage: 3.7 V}}",
    "{model: potentiostatic, body: particle, through: surface, voltage: 3.7 V, until: {rate: 1 C}}",
    "{model: galvanostatic, body: particle, through: surface, rate: -2 C, "
    "until: {stoichiometry: 0.5}}",
)
MEASURED = (
    "{model: galvanostatic, body: particle, through: surface, rate: 5 C, "
    "until: {volume_expansion: 0.004}}",
    "{model: potentiostatic, body: particle, through: surface, voltage: 3.7 V, "
    "until: {capacity: 20 mAh/g}}",
    "{model: potentiostatic, body: particle, through: surface, voltage: 4.1 V, "
    "until: {volume_expansion: 0.003}}",
)
"""Stages that end at a mean expansion by nonlinear swelling and at a charge beside a film."""
UNEVEN = (
    "bodies.particle.species.host_molar_mass=100 g/mol",
    "bodies.particle.species.swelling="
    "{model: piecewise_linear, points: [0, 0.5, 1], ratios: [1, 1.001, 1.02]}",
    "bodies.particle.species.film={thickness: 5 nm, conductivity: 5e-7 S/m, "
    "bound_concentration: 20 mol/L, growth: {model: parabolic, rate: 1e-20 m^2/s}}",
)
RESISTANCE = ("bodies.particle.species.kinetics.film_resistance=0.01 ohm*m^2",)
COARSE = (
    "geometry.surface_size=800 nm",
    "geometry.centre_size=1 um",
    "bodies.particle.species.stress_coupling=true",
    "stepping={method: bdf2, first: 10 s, largest: 60 s, expansion: 1}",
    "output.checkpoint.every=1",
)


@pytest.mark.parametrize(
    ("stages", "more", "within"),
    [(STAGES, RESISTANCE, 1), (MEASURED, UNEVEN, 0), (MEASURED, UNEVEN, 1), (MEASURED, UNEVEN, 2)],
)
def test_a_run_goes_on_within_a_stage_of_unknown_length(march_case, tmp_path, stages, more, within):
    from nanoglue.api import Simulation
    from nanoglue.case import find, read
    from nanoglue.output.tables import row
    from nanoglue.runtime.fenics import MPI

    changes = (*COARSE, *more, f"protocol=[{', '.join(stages)}]")

    def simulation(**modes):
        case = read(find("verification/single_particle"), changes)
        return Simulation(case, MPI.COMM_SELF, tmp_path / "results", **modes)

    whole = march_case("verification/single_particle", *changes)
    first, made = simulation(), 0
    while first.problem.stage.number != within:
        made = first.step().number
    made = first.step().number
    first.recorder.lock.release()
    first.recorder.close()

    second, later = simulation(resume=True), []
    assert second.run(lambda _, step: later.append(step)) == 0
    assert [step.number for step in later] == list(range(made + 1, len(whole.steps) + 1))
    for step, same in zip(later, whole.steps[made:], strict=True):
        assert step.time == pytest.approx(same.time, rel=1e-12)
        assert [e.event for e in step.events] == [e.event for e in same.events]
        for column, value in row(same.observed).items():
            if "error" not in column:  # rounding by nature
                assert row(step.observed)[column] == pytest.approx(value, rel=1e-9, abs=1e-12)
