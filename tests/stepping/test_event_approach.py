"""Where an event is expected, from what is left of the bond before and beyond it."""

from types import SimpleNamespace

import pytest

from nanoglue.case.event_types import EventType
from nanoglue.stepping.event_approach import BISECTIONS, EventApproach

ONSET, LOAD = (EventType.ONSET, "bond"), (EventType.LOAD_BEARING_10PCT, "bond")
DAMAGE = EventType.FIRST_DAMAGE, "bond"


def observed(left, load_bearing=1.0, damage=0.0):
    state = SimpleNamespace(
        distances={EventType.ONSET: left}, load_bearing=load_bearing, damage_max=damage
    )
    return SimpleNamespace(interfaces={"bond": state})


def approach(*ends):
    """Return a search after accepted steps, given by their ends and what is left there."""
    search = EventApproach()
    for time, left in ends:
        search.accept(time, 1.0, observed(left, left))
    return search


def test_what_stays_at_zero_is_extrapolated_from_the_steps_before_it():
    search = approach((1.0, 0.8), (2.0, 0.4))
    search.meet(4.0, observed(0.0), [ONSET])
    assert search.expected() == pytest.approx(3.0)


def test_what_falls_below_zero_is_interpolated():
    search = approach((1.0, 0.9), (2.0, 0.4))
    search.meet(4.0, observed(0.0, load_bearing=0.0), [LOAD])
    assert search.expected() == pytest.approx(2.0 + 0.3 / 0.4 * 2.0)


def test_what_was_zero_is_extrapolated_from_two_steps_beyond_it():
    search = approach((1.0, 0.8), (2.0, 0.4))
    search.meet(6.0, observed(0.3, damage=0.8), [DAMAGE])
    assert search.expected() is None
    search.meet(4.0, observed(0.3, damage=0.2), [DAMAGE])
    assert search.expected() == pytest.approx(4.0 - 0.2 / 0.6 * 2.0)
    assert EventApproach.of(search.state) == search


def test_the_first_of_several_events_counts():
    search = approach((1.0, 0.8), (2.0, 0.4))
    search.meet(4.0, observed(0.0, load_bearing=0.0), [LOAD, ONSET])
    assert search.expected() == pytest.approx(3.0)


@pytest.mark.parametrize(
    "ends",
    [(), ((2.0, 0.4),), ((1.0, 0.4), (2.0, 0.4)), ((1.0, 0.5), (2.0, 0.4))],
    ids=["nothing", "one step", "no fall", "beyond the step"],
)
def test_nothing_is_expected_without_a_fall_to_zero_in_the_step(ends):
    search = approach(*ends)
    search.meet(4.0, observed(0.0), [ONSET])
    assert search.expected() is None


def test_nothing_is_expected_where_an_event_has_no_distance():
    search = approach((1.0, 0.8), (2.0, 0.4))
    search.meet(4.0, observed(0.0), [ONSET, (EventType.FRACTURE, "film")])
    assert search.expected() is None


def test_a_current_that_detachment_interrupts_is_not_sought():
    search = approach((1.0, 0.8), (2.0, 0.4))
    state = observed(0.0, load_bearing=0.0).interfaces["bond"]
    state.distances = {EventType.DETACHED: 0.0}
    for time, (_, values) in zip((1.0, 2.0), search.before, strict=True):
        values[EventType.DETACHED, "bond"] = 1.0 - time / 4
    events = [(EventType.DETACHED, "bond"), (EventType.CURRENT_INTERRUPTED, "particle")]
    search.meet(5.0, SimpleNamespace(interfaces={"bond": state}), events)
    assert search.expected() == pytest.approx(4.0)


def test_one_attempt_in_five_halves_what_is_left():
    search = approach((1.0, 0.8), (2.0, 0.4))
    expected = []
    for _ in range(BISECTIONS):
        search.meet(4.0, observed(0.0), [ONSET])
        expected.append(search.expected())
    assert expected == [*[pytest.approx(3.0)] * (BISECTIONS - 1), None]


def test_an_accepted_step_improves_what_is_expected():
    search = approach((1.0, 0.8), (2.0, 0.4))
    search.meet(4.0, observed(0.0), [ONSET])
    search.accept(2.9, 0.9, observed(0.1))
    assert search.expected() == pytest.approx(2.9 + 0.1 / 0.3 * 0.9)


def test_a_search_ends():
    search = approach((1.0, 0.8), (2.0, 0.4))
    search.meet(4.0, observed(0.0), [ONSET])
    search.end()
    assert search.expected() is None
    assert search.attempts == 0


def test_a_restart_continues_a_search():
    search = approach((1.0, 0.8), (2.0, 0.4))
    search.meet(4.0, observed(0.0), [ONSET])
    assert EventApproach.of(search.state) == search
    assert EventApproach.of(EventApproach().state) == EventApproach()


def test_where_an_event_comes_later_than_expected_the_end_of_the_long_step_is_tried():
    search = approach((1.0, 0.5), (2.0, 0.4))
    search.meet(4.0, observed(0.0), [ONSET])
    search.accept(3.0, 1.0, observed(0.3))
    assert search.expected() == 4.0
    search.meet(4.0, observed(0.0), [ONSET])  # it is there in the shorter step as well
    assert search.expected() is None


def test_only_a_search_remembers_its_longest_step():
    search = approach((1.0, 0.5), (2.0, 0.4))
    assert not search.is_on
    assert search.longest == 0.0
    search.meet(4.0, observed(0.0), [ONSET])
    for time, dt in ((2.5, 0.5), (3.2, 0.7), (3.3, 0.1)):
        search.accept(time, dt, observed(0.3))
    assert search.is_on
    assert search.longest == 0.7
    assert EventApproach.of(search.state) == search
    search.end()
    assert not search.is_on
    assert search.longest == 0.0
