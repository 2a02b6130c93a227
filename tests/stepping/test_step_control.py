"""Step control reads typed observations, and reasons are members of an enumeration."""

from types import SimpleNamespace

import numpy as np
import pytest

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.case.event_types import EventType
from nanoglue.mesh.axis_vicinity import axis_distances
from nanoglue.mesh.domain import Domain
from nanoglue.observables import Observation
from nanoglue.physics.interface_state import InterfaceState
from nanoglue.solvers.outcome import NotConverged, Outcome, StopReason
from nanoglue.stepping.events import shown
from nanoglue.stepping.step_size import StepSizeController

FAILING = Observation(
    interfaces={"bond": InterfaceState(0.3, 0.2, 1.0, 0.2, 0.01, 5.0)}, chemical=0.1, deformed=0.1
)


def test_every_reason_has_a_message_of_its_own():
    messages = [reason.message for reason in StopReason]
    assert len(set(messages)) == len(messages)
    assert all(messages)


def test_a_reason_with_a_remedy_is_not_a_converged_one():
    assert not any(reason.remedy for reason in StopReason if reason.is_converged)


def test_an_outcome_states_its_reason_and_its_numbers():
    outcome = Outcome(StopReason.LOCATING_EVENT, 3, detail="onset at bond")
    assert str(outcome) == "locating an event: onset at bond"
    assert not outcome.converged
    assert outcome.reason.is_accuracy


def test_a_failed_smallest_step_raises_its_reason():
    class Settings:
        fixed, first, smallest = None, 1.0, 0.9

    with pytest.raises(NotConverged, match="the increments grow") as raised:
        StepSizeController(Settings()).shorten(1.0, Outcome(StopReason.INCREMENTS_GROW, 5))
    assert raised.value.outcome.reason is StopReason.INCREMENTS_GROW


def test_events_follow_from_the_state_of_the_interfaces():
    assert shown(FAILING, {"bond": 0.02}) == [
        (EventType.FIRST_DAMAGE, "bond"),
        (EventType.ONSET, "bond"),
        (EventType.BONDED_50PCT, "bond"),
        (EventType.FRONT_AT_AXIS, "bond"),
    ]


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e4])
@pytest.mark.parametrize(("inner", "expected"), [(1e-11, 0.2), (1e-3, None)])
def test_an_interface_meets_the_axis_within_rounding_of_its_size(size, inner, expected):
    radii = size * np.array([[0.5, 1.0], [inner, 0.2], [0.2, 0.5]])
    domain = SimpleNamespace(
        coordinates=SimpleNamespace(has_axis=True),
        interfaces={"bond": None},
        facet_points=lambda _: np.stack([radii, np.zeros_like(radii)], axis=2),
        size=lambda: size,
    )
    domain.axis_distance = lambda: Domain.axis_distance(domain)
    found = axis_distances(domain)
    assert found == ({} if expected is None else {"bond": pytest.approx(expected * size)})


def test_an_observation_without_a_quantity_of_step_control_is_an_error():
    values = {columns.EXPANSION_CHEMICAL: 0.0, columns.EXPANSION_DEFORMED: 0.0}
    with pytest.raises(KeyError):
        Observation.of({**values, columns.BONDED_FRACTION.at("bond"): 1.0})


PEELED = "verification/mode_I", "stepping={largest: 0.2 s, first: 0.1 s}"


def renamed(column: Column) -> str:
    """Heading that no reader expects."""
    return f"other_{column.quantity}_{column.place}"


def test_other_column_names_leave_the_steps_unchanged(march_case, monkeypatch):
    before = march_case(*PEELED)
    monkeypatch.setattr(Column, "name", property(renamed))
    after = march_case(*PEELED)
    assert [step.time for step in after.steps] == [step.time for step in before.steps]
    assert max(step.observed.damage_growth for step in after.steps) <= 0.2


SOFT_FROM_THE_START = {
    "exponential": "{model: exponential, strength: 50 MPa, toughness: 5 J/m^2}",
    "park_paulino_roesler": "{model: park_paulino_roesler, strength: 50 MPa, toughness: 5 J/m^2}",
    "xu_needleman": "{model: xu_needleman, strength: 50 MPa, toughness: 5 J/m^2}",
}


@pytest.mark.parametrize("law", SOFT_FROM_THE_START)
def test_damage_of_a_law_that_softens_from_the_start_begins_in_the_first_step(march_case, law):
    changes = [
        "stepping={fixed: 0.1 s}",
        "time.end=0.2 s",
        f"interfaces.top_bottom.law={SOFT_FROM_THE_START[law]}",
    ]
    steps = march_case("verification/mode_I", *changes).steps
    times = [e.time for step in steps for e in step.events if e.event is EventType.FIRST_DAMAGE]
    assert times == [pytest.approx(0.1)]
