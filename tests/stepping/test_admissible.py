"""States that satisfy the equations but are not accepted."""

import csv

import pytest
from tests.command_line import in_process

import nanoglue as ng
from nanoglue.case import columns
from nanoglue.solvers.outcome import StopReason

BLOCK = """\
title: A block of a small-strain law pushed down
coordinates: plane_strain
geometry: {recipe: slab, thickness: 1 um, height: 1 um, elements_through: 2}
bodies:
  slab:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}
boundaries:
  front: {symmetry: true}
  bottom: {symmetry: true}
  back: {displacement: {x: {expression: -1.5*t, unit: um}}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false}
"""
PLATING = """\
title: Fast plating from a dilute electrolyte
coordinates: plane_strain
geometry: {recipe: slab, thickness: 20 um, height: 0.5 um, elements_through: 80, order: 1}
bodies:
  slab:
    elasticity: {model: linear, youngs_modulus: 1 MPa, poissons_ratio: 0.3}
    phase_field:
      well_height: 1 J/cm^3
      gradient_energy: 0.5 pJ/um
      mobility: 100 um^3/pJ/s
      initial: {expression: "(1 - tanh(x - 6))/2"}
      deposition:
        reaction_rate: 0.3 /s
        transfer_coefficient: 0.4
        metal_concentration: 76.4 mol/L
        ion_concentration: 1 mol/L
        diffusivity: 100 um^2/s
        metal_diffusivity: 1 um^2/s
        conductivity: 1e7 S/m
        metal_conductivity: 1e7 S/m
boundaries:
  front: {symmetry: true, potential: -0.2 V}
  back: {ion_fraction: 1, potential: -0.2 V}
  bottom: {symmetry: true}
time: {end: 40 s}
stepping: {first: 0.01 s, largest: 0.5 s}
output: {fields: none, pictures: false, fronts: [bottom]}
"""


@pytest.fixture
def problem_of(tmp_path):
    def build(text):
        from nanoglue.case.read import read
        from nanoglue.mesh.domain import Domain
        from nanoglue.runtime.fenics import MPI
        from nanoglue.runtime.timers import Timers
        from nanoglue.stepping.problem import Problem

        file = tmp_path / "case.yaml"
        file.write_text(text)
        case = read(file)
        return Problem(case, Domain.from_case(case, MPI.COMM_SELF), Timers())

    return build


def test_a_linear_block_is_not_pushed_through_itself(problem_of):
    """At 0.6 s the block has a tenth of its height; at 1 s it would have minus a half."""
    problem = problem_of(BLOCK)
    assert problem.advance(0.6, 0.6).converged
    outcome = problem.advance(1.0, 1.0)
    assert outcome.reason is StopReason.INVERTED
    assert not outcome.converged
    assert "det F = -0.5 in slab" in outcome.detail


def test_a_step_with_a_collapsed_element_is_not_accepted(problem_of):
    """At 0.664 s the block would have 0.004 of its height."""
    problem = problem_of(BLOCK)
    outcome = problem.advance(0.664, 0.664)
    assert outcome.reason is StopReason.COLLAPSED
    assert "det F = 0.004 in slab" in outcome.detail


def test_a_body_may_shrink_as_far_as_its_stress_free_volume(march_case):
    """To 0.5 % of its volume, without stress."""
    settings = "bodies.particle.growth={expression: 1 - 0.995*t}", "output.points={}"
    sphere = march_case("free_swelling", *settings, "output.probes={}")
    ratio = 1 + sphere.last["volume_expansion_deformed [-]"]
    assert ratio == pytest.approx(0.005, rel=1e-6)


UNLIMITED = PLATING.replace(
    "        reaction_rate", "        depletion_limit: 0\n        reaction_rate"
)


def test_a_step_with_a_negative_ion_fraction_is_not_accepted(problem_of):
    problem = problem_of(UNLIMITED)
    outcome = problem.advance(0.01, 0.01)
    assert outcome.reason is StopReason.IONS_DEPLETED
    assert "in slab" in outcome.detail


def test_depleted_ions_end_a_run_without_a_limit_with_an_event(tmp_path):
    """The run keeps its last state, in which no ion fraction is negative."""
    file, folder = tmp_path / "case.yaml", tmp_path / "out"
    file.write_text(UNLIMITED.replace("largest: 0.5 s", "largest: 0.5 s, smallest: 1e-3 s"))
    done = in_process("run", file, "-o", folder)
    assert done.returncode == 3, done.stderr[-2000:]
    assert "the ions are depleted" in done.stderr
    assert "a larger diffusivity" in done.stderr
    with (folder / "events.csv").open() as events:
        assert ["ions_depleted", "slab"] in [row[:2] for row in csv.reader(events)]


@pytest.mark.parametrize(
    "change",
    [("", ""), ("ion_concentration: 1 ", "ion_concentration: 0.3 ")],
    ids=["as reported", "more dilute"],
)
def test_growth_of_a_front_with_depleted_ions_is_limited_by_diffusion(tmp_path, change):
    """Ions stay positive, and their inflow tends to D c0/L over the distance L from the front.

    The metal takes the ions in within a front of finite width, a part of which lies before its
    middle, from which L is measured, and a part behind it.
    """
    file = tmp_path / "case.yaml"
    file.write_text(PLATING.replace(*change))
    simulation = ng.Simulation(ng.load(file), output=tmp_path / "out")
    lowest, rows = 1.0, []
    while not simulation.finished:
        seen = simulation.step().observed
        lowest = min(lowest, seen[columns.ION_FRACTION_MIN.at("slab")])
        rows.append((simulation.time, seen))
    assert 0 < lowest < 0.005
    assert simulation.time == pytest.approx(40)
    (before, old), (after, new) = rows[-2:]
    inflow = columns.SPECIES_INFLOW.at("slab")
    concentration = 300.0 if "0.3" in change[1] else 1000.0  # [amol/um^3]
    distance = 20 - new[columns.FRONT_POSITION.at("bottom")]
    limited = 100 * concentration / distance * 0.5
    assert (new[inflow] - old[inflow]) / (after - before) == pytest.approx(limited, rel=0.12)
    assert max(seen[columns.SPECIES_BALANCE_ERROR.at("slab")] for _, seen in rows) < 1e-10
    assert ng.open(tmp_path / "out").events["event"].to_list() == ["ions_depleted"]
