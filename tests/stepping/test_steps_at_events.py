"""Lengths of steps towards events and after them, on made-up outcomes."""

from types import SimpleNamespace

import pytest
from tests.stepping.made_up_steps import controller, step

from nanoglue.case.event_types import EventType
from nanoglue.solvers.outcome import StopReason
from nanoglue.stepping.event_approach import EventApproach

ONSET = EventType.ONSET, "bond"


def test_a_located_event_is_approached_by_halves():
    pace = controller()
    pace.event_at, pace.event_dt = 1.0, 0.1
    assert pace.next(0.0, [100.0]) == pytest.approx(0.5)
    assert pace.next(0.9, [100.0]) == pytest.approx(0.1)


def met(pace, expected, dt=1.0, time=1.0, located=100.0):
    """Note an event in a step that ends at a time [s], and where it is expected."""
    found = step(dt=dt)
    found.time, found.outcome.reason = time, StopReason.LOCATING_EVENT
    found.observed.limits, found.observed.interfaces = (), {}
    pace.meet(found, [ONSET], located)
    if expected is not None:
        pace.search = EventApproach(
            ((-1.0, {ONSET: expected + 1}), (0.0, {ONSET: expected})),
            (time, {ONSET: 0.0}),
            attempts=1,
        )
    pace.shorten(dt, found.outcome)
    pace.close_in(found, 0, False)


def test_an_event_is_approached_from_where_it_is_expected():
    pace = controller(smallest=1e-6)
    met(pace, 0.3)
    before = pace.next(0.0, [100.0])
    assert before == pytest.approx(0.3 - 0.009 / 2)
    assert pace.next(before, [100.0]) == pytest.approx(0.009)  # across it, short enough


def test_a_limit_shortens_a_step_also_where_an_event_is_expected_later():
    pace = controller(smallest=1e-6)
    met(pace, 0.8)
    found = step()
    found.outcome.reason = StopReason.LOCATING_EVENT
    found.observed.limits = (SimpleNamespace(distance=-1000.0),)
    pace.close_in(found, 0, False)
    assert pace.next(0.0, [100.0]) == pytest.approx(0.1)


def test_the_search_for_an_event_ends_with_the_stage():
    pace = controller(smallest=1e-6)
    met(pace, 0.8, dt=9.0, time=9.0)
    pace.adapt(step(dt=9.0), 0.0, turned=True)
    assert not pace.search.is_on
    assert pace.next(0.5, [100.0]) == 1.0  # the first step of the case


def test_an_event_that_nothing_foretells_is_approached_by_halves():
    pace = controller(smallest=1e-6)
    met(pace, None)
    assert pace.next(0.0, [100.0]) == pytest.approx(0.5)


def test_steps_towards_an_event_are_as_long_as_those_that_have_passed_it():
    pace = controller(smallest=1e-6)
    met(pace, None, dt=4.0, time=4.0)
    pace.adapt(step(dt=0.05), 0.0)  # a short step that was accepted before the event
    assert pace.dt == pytest.approx(0.075)
    assert pace.next(0.1, [100.0]) == pytest.approx(3.9 / 2)


def test_a_step_towards_an_event_that_fails_is_halved():
    pace = controller(smallest=1e-6)
    met(pace, None, dt=4.0, time=4.0)
    failed = SimpleNamespace(reason=StopReason.DAMAGE_INCREMENT)
    for expected in (1.0, 0.5, 0.25):
        pace.shorten(pace.next(0.0, [100.0]), failed)
        assert pace.next(0.0, [100.0]) == pytest.approx(expected)


@pytest.mark.parametrize(("damage", "expected"), [(0.0, 1.0), (0.018, 0.1)])
def test_after_an_event_steps_are_as_long_as_before_it(damage, expected):
    pace = controller(smallest=1e-6)
    met(pace, 0.3)
    last = step(dt=0.01, damage=damage)
    pace.adapt(last, 0.0)
    pace.resume_length(last, 0.0, True)
    assert pace.dt == pytest.approx(expected)
    assert pace.event_at is None
    assert pace.search.expected() is None
    assert pace.error_before == 0.0  # short steps foretell nothing of the error of long ones


def passed(pace, *lengths):
    """Accept steps towards an event that was met at 1 s; return the last."""
    time = 0.0
    for dt in lengths:
        time += dt
        last = step(dt=dt)
        last.time, last.observed.interfaces = time, {}
        pace.search.accept(time, dt, last.observed)
        pace.adapt(last, 0.0)
        pace.resume_length(last, 0.0, False)
    return last


def test_where_steps_pass_an_event_without_meeting_it_the_longest_is_resumed():
    pace = controller(smallest=1e-6)
    met(pace, 0.3)
    passed(pace, 0.6, 0.35, 0.02)
    assert pace.event_at == 1.0
    passed(pace, 0.6, 0.35, 0.02, 0.05)
    assert pace.dt == pytest.approx(0.6)
    assert pace.event_at is None
    assert not pace.search.is_on
    assert pace.length_before == 1.0  # for the event that is still to come


@pytest.mark.parametrize(("error", "expected"), [(1e-12, 1.0), (1e-3, 0.009), (8e-3, 0.0045)])
def test_after_an_event_the_error_allows_the_length(error, expected):
    pace = controller(smallest=1e-6, method="bdf2", error=1e-3)
    met(pace, 0.3)
    last = step(dt=0.01, error=error)
    pace.dt = 0.0
    pace.resume_length(last, 0.0, True)
    assert pace.dt == pytest.approx(expected)


def test_a_step_that_has_met_no_event_does_not_end_the_search():
    pace = controller(smallest=1e-6)
    met(pace, 0.3)
    pace.resume_length(step(dt=0.01), 0.0, False)
    assert pace.event_at == 1.0


def test_the_state_of_a_search_is_kept_for_a_restart():
    pace, other = controller(smallest=1e-6), controller(smallest=1e-6)
    met(pace, 0.3)
    other.state = pace.state
    assert other == pace
