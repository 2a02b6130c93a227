"""Control of the length of a step."""

from dataclasses import dataclass, field
from math import floor, sqrt
from typing import Any

from nanoglue.solvers.outcome import NotConverged, Outcome, StopReason
from nanoglue.stepping.event_approach import EventApproach
from nanoglue.stepping.events import EventAt
from nanoglue.stepping.stage_limits import LimitApproach
from nanoglue.stepping.step import Step

EASY, HARD = 8, 14
"""Significant increments of a step up to which the next is longer, and above which shorter."""

FINEST = 1e-11
"""Shortest step over the time at its start [-], well above the rounding of times."""


@dataclass(slots=True)
class StepSizeController:
    """Length of the next step [s], from how the last ones went."""

    settings: Any
    dt: float = 0.0
    event_at: float | None = None  # end of a step known to hold an event: close in, do not run past
    event_dt: float = 0.0  # length of a step that tells the event's place well enough
    search: EventApproach = field(default_factory=EventApproach)
    length_before: float = 0.0  # of the steps before the event was met
    error_before: float = 0.0  # of the last step [-], 0 without one
    approach: LimitApproach = field(default_factory=LimitApproach)
    smallest: float = 0.0  # step allowed at the present time

    def __post_init__(self) -> None:
        """Start with the first step of the case."""
        self.dt = self.settings.fixed or self.settings.first
        self.smallest = self.settings.smallest

    @property
    def state(self) -> tuple[Any, ...]:
        """State that a restart needs."""
        event = self.event_at, self.event_dt, self.search.state, self.length_before
        return self.dt, *event, self.approach.state, self.error_before

    @state.setter
    def state(self, state: tuple[Any, ...]) -> None:
        self.dt, self.event_at, self.event_dt, search, self.length_before = state[:5]
        self.search, self.approach = EventApproach.of(search), LimitApproach.of(state[5])
        self.error_before = state[6]

    def next(self, time: float, breakpoints: list[float]) -> float:
        """Length of the next step from ``time``.

        Ending exactly at the next of the breakpoints where it is near.
        """
        self.smallest = max(self.settings.smallest, FINEST * time)
        dt = max(self.dt, self.smallest)
        if self.settings.fixed:  # back onto its multiples after a cut
            number = floor(time / self.settings.fixed + 1e-9) + 1
            dt = min(dt, number * self.settings.fixed - time)
        if self.event_at is not None and self.event_at > time * (1 + 1e-14):
            longest = max(dt, self.length_before)  # a step that long has converged beyond the event
            dt = min(longest, max(self._towards_event(time), self.event_dt))
        if self.approach.dt is not None and not self.settings.fixed:
            dt = max(min(dt, self.approach.dt), self.smallest)
        left = min(stop - time for stop in breakpoints if stop > time * (1 + 1e-12))
        if left <= dt * (1 + 1e-6):
            return left
        return left / 2 if left < 1.5 * dt and not self.settings.fixed else dt

    def _towards_event(self, time: float) -> float:
        """Length of the step that ends just before or after the event where it is expected."""
        assert self.event_at is not None
        expected = self.search.expected()
        if expected is None:
            return (self.event_at - time) / 2
        left = expected - time
        return left - self.event_dt / 2 if left > self.event_dt else self.event_dt

    def meet(self, step: Step, events: list[EventAt], located: float) -> None:
        """Note events in a step that is too long for them.

        Args:
            step: the step.
            events: that it has passed.
            located: length of the step over that at which an event is located [-].
        """
        self.event_at, self.event_dt = step.time, 0.9 * step.dt / max(located, 1.0)
        self.search.meet(step.time, step.observed, events)
        self.length_before = max(self.length_before, step.dt)

    def resume_length(self, step: Step, expansion: float, located: bool) -> None:
        """Return to the length of the steps before an event, once a step has ``located`` it.

        Where steps have passed the place at which a longer one had met the event, and have not met
        it, the longest of them is resumed.
        """
        refuted = self.event_at is not None and step.time >= self.event_at
        length = self.length_before if located else self.search.longest if refuted else 0.0
        if length == 0 or self.settings.fixed:
            return
        limits = [length]
        for grown, allowed in (
            (expansion, self.settings.expansion),
            (step.observed.damage_growth, self.settings.damage),
        ):
            if grown > 0:
                limits.append(step.dt * 0.9 * allowed / grown)
        if self.settings.error and step.outcome.error > 0:
            limits.append(step.dt * 0.9 * self._error_factor(step.outcome.error, 0.0))
        self.dt = max(self.dt, min(limits))
        self.event_at, self.error_before = None, 0.0
        self.length_before = 0.0 if located else self.length_before
        self.search.end()

    def adapt(self, step: Step, expansion: float, turned: bool = False) -> None:
        """Lengthen or shorten by the increments that were needed.

        Expansion, damage growth and the step's error against what is allowed; where a stage of the
        protocol has ended, the next begins with the care of the first step, and the search for an
        event ends.
        """
        if turned:
            self.event_at, self.length_before = None, 0.0
            self.search.end()
        if self.settings.fixed:
            self.dt = self.settings.fixed
            return
        effort = step.outcome.effort
        factor = 1.5 if effort <= EASY else 1.0 if effort <= HARD else 0.7
        for grown, allowed in (
            (expansion, self.settings.expansion),
            (step.observed.damage_growth, self.settings.damage),
        ):
            if grown > 0:
                factor = min(factor, max(0.9 * allowed / grown, 0.2))
        if self.settings.error and step.outcome.error > 0:
            allowed = self._error_factor(step.outcome.error, self.error_before)
            factor = min(factor, max(0.9 * allowed, 0.2))
        self.error_before = step.outcome.error
        longest = self.settings.first if turned else self.settings.largest
        self.dt = min(max(step.dt * factor, self.smallest), longest)

    def restart(self, kinked: bool) -> None:
        """Begin with at most the first step after a kink if the error sets the steps.

        The estimate for BDF2 needs the rates of the steps before, which do not hold after it.
        """
        settings = self.settings
        if kinked and settings.error and settings.method == "bdf2" and not settings.fixed:
            self.dt = min(self.dt, settings.first)

    def _error_factor(self, error: float, before: float) -> float:
        """Factor of the length at which the error [-] would be the allowed one.

        The error of a step of BDF2 is of third order. That of the step ``before``, if it has one,
        damps the control (PI control, Gustafsson 1991, doi:10.1145/210232.210242).
        """
        ratio = self.settings.error / error
        if self.settings.method == "backward_euler":
            return sqrt(ratio)
        if before == 0:
            return float(ratio ** (1 / 3))
        return float(ratio ** (0.7 / 3) * (before / self.settings.error) ** (0.4 / 3))

    def shortest(self, dt: float) -> bool:
        """Whether half of a step would be below the smallest allowed."""
        return bool(dt / 2 < self.smallest)

    def close_in(self, step: Step, stage: int, on_path: bool) -> None:
        """Shorten a step that has passed an event or a limit of its stage to where it met it."""
        limits = step.observed.limits
        if step.outcome.reason is not StopReason.LOCATING_EVENT or on_path:
            return
        self.dt = step.dt  # ``next`` shortens it to where the event is expected
        if self.approach.excess(limits) > 1:
            share = self.approach.share(stage, limits)
            self.dt = max(share * step.dt, self.smallest)
            self.approach.dt = self.dt  # also where an event is expected later

    def shorten(self, dt: float, outcome: Outcome) -> None:
        """Halve a step that failed.

        Raises:
            NotConverged: the half is below the smallest step allowed.
        """
        if self.shortest(dt):
            raise NotConverged(outcome)
        self.dt = dt / 2
        if outcome.reason is not StopReason.LOCATING_EVENT:
            self.length_before = min(self.length_before, self.dt)
