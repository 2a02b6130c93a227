"""Stages that end at a voltage, a capacity or an event of an interface."""

from types import SimpleNamespace

import numpy as np
import pytest

from nanoglue.case import columns
from nanoglue.case.event_types import EventType
from nanoglue.observables import LimitState
from nanoglue.stepping.stage_limits import LimitApproach, stage_limits

SPHERE = """\
title: A sphere is charged to a voltage and rests
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 150 nm, centre_size: 300 nm}
bodies:
  particle:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      host_molar_mass: 100 g/mol
      max_stoichiometry: 1
      initial: 0.2
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-14 m^2/s
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
protocol:
  - {model: galvanostatic, body: particle, through: surface, rate: 1 C, until: UNTIL}
  - {model: galvanostatic, body: particle, through: surface, rate: 0 C, until: {time: 60 s}}
time: {end: 1 hour}
stepping: {first: 2 s, largest: 100 s, expansion: 1}
output: {fields: none, pictures: false}
"""


def crank(time, rate=1 / 3600, x0=0.2, radius=1.0, diffusivity=0.01):
    """Surface stoichiometry of a sphere at a constant flux (Crank 1975, eq. 6.45)."""
    roots = np.array([(np.pi * (n + 0.5)) for n in range(1, 400)])
    for _ in range(20):  # tan(q) = q
        roots -= (np.tan(roots) - roots) / np.tan(roots) ** 2
    tau = diffusivity * time / radius**2
    series = 2 * np.sum(np.exp(-(roots**2) * tau) / roots**2)
    return x0 + rate * radius**2 / (3 * diffusivity) * (3 * tau + 0.2 - series)


def test_the_voltage_ends_a_stage_where_the_solution_meets_it(march_case):
    run = march_case(SPHERE.replace("UNTIL", "{voltage: 0.6 V}"))
    events = [event for step in run.steps for event in step.events]
    assert [event.event for event in events] == [EventType.VOLTAGE_LIMIT, EventType.REVERSAL]
    step = next(step for step in run.steps if step.events)
    voltage = step.observed[columns.VOLTAGE.at("particle")]
    assert 0.6 - 1e-4 <= voltage <= 0.6
    # U = 1 - x/2 at the surface; the mesh and the steps err by a few seconds of 2092 s
    assert crank(step.time) == pytest.approx(0.8, abs=1e-3)
    assert run.steps[-1].time == pytest.approx(step.time + 60)


def test_the_capacity_ends_a_stage_after_its_charge(march_case):
    run = march_case(SPHERE.replace("UNTIL", "{capacity: 50 mAh/g}"))
    capacity = 96485.33212 / 3.6 / 100  # mAh/g at x = 1
    assert run.last["stoichiometry:particle [-]"] == pytest.approx(0.2 + 50 / capacity, abs=1e-9)


@pytest.mark.parametrize(("rest", "first"), [(500, 0.1), (30000, 1e-3)])
def test_a_hold_lasts_its_time_also_after_a_stage_of_the_shortest_step(march_case, rest, first):
    """The overpotential of a current passes its limit at once; the hold must not end with it.

    The shortest step is 1e-6 of the first one, or, late in a run, 1e-11 of the time.
    """
    last = "rate: 0 C, until: {time: 60 s}"
    hold = "{model: potentiostatic, body: particle, through: surface, voltage: 0.85 V, until: END}"
    text = SPHERE.replace("rate: 1 C, until: UNTIL", "rate: 0 C, until: {time: REST s}")
    text = text.replace(last, "rate: 1 C, until: {voltage: 0.85 V}")
    text = text.replace("time: {end", f"  - {hold}\ntime: {{end").replace("END", "{time: 60 s}")
    kinetics = "{model: butler_volmer, exchange_current_density: 0.01 A/m^2}"
    run = march_case(
        text.replace("REST", str(rest)),
        f"bodies.particle.species.kinetics={kinetics}",
        f"stepping={{first: {first} s, largest: 10000 s, expansion: 1}}",
        "time.end=1 day",
        most=150,
    )
    events = [event.event for step in run.steps for event in step.events]
    assert events == [EventType.REVERSAL, EventType.VOLTAGE_LIMIT, EventType.REVERSAL]
    assert run.steps[-1].time == pytest.approx(rest + 60, abs=1e-3)


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ("{rate: 0.1 C}", "the current is constant"),
        ("{event: empty}", "event"),
    ],
)
def test_limits_that_a_stage_cannot_meet_are_refused(tmp_path, until, message):
    from nanoglue.case import read
    from nanoglue.case.text.errors import CaseError

    file = tmp_path / "case.yaml"
    file.write_text(SPHERE.replace("UNTIL", until))
    with pytest.raises(CaseError, match=message):
        read(file)


def tolerance(event_tolerance, **until):
    """Return the tolerance of the limit of a stage in a body of 1 amol."""
    ends = dict.fromkeys(("voltage", "rate", "stoichiometry", "volume_expansion", "capacity"))
    held = None if "voltage" in until else 0.6
    stage = SimpleNamespace(body="a", held_voltage=held, until=SimpleNamespace(**ends | until))
    case = SimpleNamespace(
        stepping=SimpleNamespace(event_tolerance=event_tolerance),
        bodies={
            "a": SimpleNamespace(
                species=SimpleNamespace(max_stoichiometry=1.0, source=None, film=None)
            )
        },
        interfaces={},
        boundaries={},
        names=SimpleNamespace(bodies=("a",), interfaces={}, boundaries={}),
    )
    (limit,) = stage_limits(SimpleNamespace(stage=stage, inflow=1.0), case, {"a": 1.0})
    return limit.tolerance / (limit.value if held else 1.0)


@pytest.mark.parametrize(
    ("event_tolerance", "volt", "current"),
    [(1e-5, 1e-5, 1e-4), (1e-4, 1e-4, 1e-3), (1e-3, 1e-3, 1e-2), (0.1, 1e-3, 1e-2)],
)
def test_a_loose_tolerance_of_events_does_not_loosen_a_cut_off(event_tolerance, volt, current):
    assert tolerance(event_tolerance, voltage=0.6) == pytest.approx(volt)
    assert tolerance(event_tolerance, rate=0.1) == pytest.approx(current)


def limits(*distances):
    return [LimitState(EventType.VOLTAGE_LIMIT, "body", distance) for distance in distances]


def test_a_step_that_passes_a_limit_is_shortened_to_the_secant():
    approach = LimitApproach()
    approach.accept(3, limits(100.0), 1.0)
    assert approach.dt is None
    assert approach.share(3, limits(-100.0)) == pytest.approx(100.5 / 200)
    assert approach.share(4, limits(-100.0)) == pytest.approx(0.1)  # another stage has begun
    approach.accept(3, limits(60.0), 1.0)
    assert approach.dt == pytest.approx(60.5 / 40)
    assert LimitApproach.of(approach.state) == approach


def test_a_voltage_that_moves_away_does_not_limit_the_step():
    approach = LimitApproach()
    approach.accept(0, limits(10.0), 1.0)
    approach.accept(0, limits(20.0), 1.0)
    assert approach.dt is None
