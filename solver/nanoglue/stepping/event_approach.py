"""Search for the place of an event that a step has passed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nanoglue.case.event_types import EventType
from nanoglue.observables import Observation
from nanoglue.stepping.events import EventAt, distances

Distances = Mapping[EventAt, float]
"""Quantities that fall to zero, or below it, at events."""

TimeAndDistances = tuple[float, Distances]
"""End of a step [s] and the distances there."""

BISECTIONS = 5
"""One attempt in so many halves the interval that holds the event, whatever is expected."""


@dataclass(slots=True)
class EventApproach:
    """Time at which an event is expected, from distances before and beyond it.

    A distance that is negative beyond the event is interpolated; one that stays at zero is
    extrapolated from the last two steps before it, and one that was zero from two steps beyond it.
    """

    before: tuple[TimeAndDistances, ...] = ()  # of the last two accepted steps
    beyond: TimeAndDistances | None = None  # of the step that has passed the events sought
    further: TimeAndDistances | None = None  # of the one that had passed them before
    attempts: int = 0  # since an event was passed
    longest: float = 0.0  # accepted step since then [s]
    advanced: bool = False  # whether the last attempt was accepted

    @property
    def state(self) -> tuple[Any, ...]:
        """State that a restart needs."""
        passed = [_to_list(one) for one in (self.beyond, self.further) if one is not None]
        search = self.attempts, self.longest, self.advanced
        return [_to_list(one) for one in self.before], passed, *search

    @classmethod
    def of(cls, state: Sequence[Any]) -> "EventApproach":
        """Return the approach with a state."""
        before, passed, *search = state
        beyond, further, *_ = [*(_from_list(one) for one in passed), None, None]
        return cls(tuple(_from_list(one) for one in before), beyond, further, *search)

    def accept(self, time: float, dt: float, observed: Observation) -> None:
        """Note the end of an accepted step [s], its length [s] and its distances."""
        self.before = (*self.before[-1:], (time, distances(observed)))
        if self.beyond is not None:
            self.attempts += 1
            self.longest, self.advanced = max(self.longest, dt), True

    def meet(self, time: float, observed: Observation, events: Sequence[EventAt]) -> None:
        """Note the end of a step [s] that has passed events.

        Nothing is expected where one of them has no distance.
        """
        found, sought = distances(observed), _without_consequences(events)
        known = all(event in found for event in sought)
        self.further = self.beyond
        self.beyond = time, {event: found[event] for event in sought} if known else {}
        self.attempts, self.advanced = self.attempts + 1, False

    def end(self) -> None:
        """End the search."""
        self.further = None
        self.beyond, self.attempts, self.longest, self.advanced = None, 0, 0.0, False

    @property
    def is_on(self) -> bool:
        """Whether a step has passed an event whose place is sought.

        An extrapolated opening might already be beyond it, and lead past it.
        """
        return self.beyond is not None

    def expected(self) -> float | None:
        """Return the time [s] at which the first event is expected, None if it is unknown.

        An event that is expected later than a long step has met it may not be in shorter ones:
        after an accepted one, the end of the long step is tried.
        """
        if self.beyond is None or self.attempts % BISECTIONS == 0:
            return None
        end, after = self.beyond
        times = [self._crossing(event, (end, distance)) for event, distance in after.items()]
        known = [time for time in times if time is not None]
        if len(known) < len(times) or not known:
            return None
        first = min(known)
        return first if first < end else end if self.advanced else None

    def _crossing(self, event: EventAt, after: tuple[float, float]) -> float | None:
        """Return the time [s] from the last step on at which a distance is zero, or None."""
        points = [(time, values[event]) for time, values in self.before if event in values]
        if not points:
            return None
        last, first, second = points[-1], points[0], points[-1]
        if after[1] < 0:
            first, second = last, after
        if last[1] == 0 > after[1]:
            end, further = self.further or (after[0], {})
            first, second = after, (end, further.get(event, 0.0))
        if first[1] <= second[1]:
            return None
        time = first[0] + first[1] / (first[1] - second[1]) * (second[0] - first[0])
        return time if last[0] < time else None


def _without_consequences(events: Sequence[EventAt]) -> list[EventAt]:
    """Return the events without the interruption of a current by a detachment among them."""
    detaches = any(kind is EventType.DETACHED for kind, _ in events)
    follows = EventType.CURRENT_INTERRUPTED if detaches else None
    return [event for event in events if event[0] is not follows]


def _to_list(end: TimeAndDistances) -> list[Any]:
    time, values = end
    return [time, [[kind.value, where, value] for (kind, where), value in values.items()]]


def _from_list(state: Sequence[Any]) -> TimeAndDistances:
    time, values = state
    return time, {(EventType(kind), where): value for kind, where, value in values}
