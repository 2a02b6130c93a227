"""Stages end at the limits of the stoichiometry and where the current is interrupted."""

import pytest
from tests.case_texts import CHARGED_BLOCKS, SPHERE, replaced

from nanoglue.case import CaseError, columns
from nanoglue.case.event_types import EventType
from nanoglue.observables import Observation
from nanoglue.physics.current_state import CurrentState
from nanoglue.stepping.events import shown
from nanoglue.stepping.time_loop import event_resolution

PARTICLE = (
    """
title: A particle is emptied and filled beyond its limits
"""
    + SPHERE
    + """\
protocol:
  - {model: galvanostatic, body: particle, through: surface, rate: -1 /hour, at_limit: CHOICE}
  - {model: galvanostatic, body: particle, through: surface, rate: 4 /hour}
time: {end: 2000 s}
stepping: {first: 1 s, largest: 50 s, expansion: 0.1}
output: {fields: none, pictures: false}
"""
)

BLOCKS = (
    """
title: The contact through which a body is charged breaks half way
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um, elements_up: 2}
"""
    + CHARGED_BLOCKS
    + """\
interfaces:
  top_bottom:
    law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1e17 Pa/m}
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face: {displacement: {x: 0 um, y: {time: [0 s, 3600 s], value: [0 um, 0.4 um]}}}
protocol:
  - {model: galvanostatic, body: top, through: top_bottom, rate: 1 /hour, on_interruption: CHOICE,
     until: {stoichiometry: 0.9}}
  - {model: galvanostatic, body: top, through: top_bottom, rate: 0 /hour, until: {time: 100 s}}
time: {end: 2 hour}
stepping: {first: 1 s, largest: 60 s, expansion: 1}
output: {fields: none, pictures: false}
"""
)


def happened(computed) -> list[tuple[str, str, float]]:
    """Names, places and times [s] of all events of a run."""
    events = [event for step in computed.steps for event in step.events]
    return [(str(event.event), event.where, event.time) for event in events]


def test_an_emptied_particle_stops_the_run(march_case):
    run = march_case(PARTICLE.replace("CHOICE", "stop"))
    ((event, where, time),) = happened(run)
    assert (event, where) == ("empty", "particle")
    surface = -0.001 + 100 / 15 / 3600  # mean + j R/(5 D), at a thousandth below zero
    assert time == pytest.approx(3600 * (0.2 - surface), abs=2)
    assert -0.0012 < run.steps[-1].observed[columns.STOICHIOMETRY_MIN.at("particle")] < -0.001


def test_an_emptied_particle_goes_on_to_the_next_stage(march_case):
    run = march_case(PARTICLE.replace("CHOICE", "next"))
    assert [event for event, _, _ in happened(run)] == ["empty", "reversal", "full"]
    seen = [step.observed.values for step in run.steps]
    assert min(v[columns.STOICHIOMETRY_MIN.at("particle")] for v in seen) > -0.0012
    assert max(v[columns.STOICHIOMETRY_MAX.at("particle")] for v in seen) < 1.0014
    assert max(v[columns.SPECIES_BALANCE_ERROR.at("particle")] for v in seen) < 1e-8


def test_a_lost_contact_stops_the_run_when_it_breaks(march_case):
    run = march_case(BLOCKS.replace("CHOICE", "stop"))
    assert happened(run)[-2:] == [
        ("detached", "top_bottom", run.steps[-1].time),
        ("current_interrupted", "top", run.steps[-1].time),
    ]
    assert run.steps[-1].time == pytest.approx(1800, abs=1)


def test_a_lost_contact_may_be_followed_by_a_rest(march_case):
    run = march_case(BLOCKS.replace("CHOICE", "next"))
    names = [event for event, _, _ in happened(run)]
    assert names[-3:] == ["detached", "current_interrupted", "reversal"]
    assert run.steps[-1].time == pytest.approx(1900, abs=1)


@pytest.mark.parametrize(
    ("inflow", "contents", "expected"),
    [
        (-1.0, (-0.1, 0.5, 0.3), [EventType.EMPTY]),
        (1.0, (-0.1, 0.5, 0.3), []),
        (1.0, (0.5, 2.1, 1.5), [EventType.FULL]),
        (0.0, (-0.1, 2.1, 1.5), []),
        (-1.0, (-1e-3, 1e-3, -1e-4), []),
        (-1.0, (-1e-3, 1e-3, -3e-4), [EventType.EMPTY]),
        (1.0, (1.999, 2.001, 2.0001), []),
        (1.0, (1.999, 2.001, 2.0003), [EventType.FULL]),
    ],
)
def test_a_limit_counts_in_the_direction_of_the_current(inflow, contents, expected):
    state = CurrentState("body", inflow, ("surface",), *contents, 2.0)
    assert [event for event, _ in shown(Observation(currents=(state,)), {})] == expected


def test_events_are_located_in_time_where_nothing_expands():
    class Case:
        class stepping:
            event_tolerance = 1e-4

        class time:
            end = 1000.0

    assert event_resolution(Case, 0.0, 1.0, False) == pytest.approx(10)
    assert event_resolution(Case, 1e-3, 1.0, False) == pytest.approx(10)
    assert event_resolution(Case, 0.0, 1.0, True) == 0.0


DAMAGED = BLOCKS.replace("CHOICE", "stop").replace(
    "rate: 1 /hour,", "current_density: 0.1 A/m^2,", 1
)


def damaged(share: float) -> str:
    """Two blocks at a current per area through a bond that is damaged from the start."""
    return DAMAGED.replace("  top_bottom:\n", f"  top_bottom:\n    initial_damage: {share}\n")


def test_a_current_per_area_counts_the_whole_area_of_a_damaged_bond(march_case):
    run = march_case(damaged(0.5), "stepping.fixed=10 s", most=1)
    change = 0.1 / 96485.33212 * 1e-5 / 1e-6 * 10  # j / F * molar volume / height * time
    assert run.last["stoichiometry:top [-]"] == pytest.approx(change, rel=1e-6)


def test_a_current_through_a_failed_bond_is_refused(march_case):
    with pytest.raises(CaseError, match="top_bottom has no bond") as caught:
        march_case(damaged(1.0), "stepping.fixed=10 s", most=3)
    assert caught.value.issues[0].path == ("protocol", 0, "through")


def test_a_surface_on_the_axis_has_no_area(march_case):
    rod = replaced(
        PARTICLE,
        ("CHOICE", "stop"),
        (
            "{recipe: sphere, radius: 1 um, surface_size: 200 nm, centre_size: 300 nm}",
            "{recipe: bar, width: 1 um, height: 1 um, elements_across: 2, elements_up: 2}",
        ),
        ("through: surface", "through: left"),
        ("{axis: {symmetry: true}, equator: {symmetry: true}}", "{bottom: {symmetry: true}}"),
    )
    with pytest.raises(CaseError, match="left has no area; name a surface") as caught:
        march_case(rod.replace("particle", "bar"))
    assert caught.value.issues[0].path == ("protocol", 0, "through")


def test_a_flux_that_fills_a_body_stops_the_run(march_case):
    """3 V_m flux/R = 3e-5 /s from 0.2; the surface is ahead of the mean by 2e-4.

    Formerly the run went on to a stoichiometry of 42.
    """
    start = PARTICLE.index("protocol:")
    text = PARTICLE[:start] + PARTICLE[PARTICLE.index("time: {end") :]
    overrides = ("boundaries.surface={flux: 1e-6 mol/m^2/s}", "time.end=100 hour")
    computed = march_case(text, *overrides, "stepping.largest=2000 s")
    last = computed.steps[-1]
    assert [(one.event, one.where) for one in last.events] == [(EventType.FULL, "particle")]
    assert last.time == pytest.approx((1.001 - 0.2 - 2e-4) / 3e-5, abs=100)
