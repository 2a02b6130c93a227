"""Marching in time: try a step, accept it, cut it back, or close in on an event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import floor, sqrt
from typing import Any, Protocol

from nanoglue.observables import CHEMICAL, DEFORMED
from nanoglue.solvers.newton import NotConverged, Outcome
from nanoglue.stepping.arc_length_switch import ArcLengthSwitch
from nanoglue.stepping.events import Event


@dataclass(slots=True)
class Step:
    """A step, tried or accepted.

    Number of accepted steps, attempt, end [s] and length [s], and how it went.
    """

    number: int
    attempt: int
    time: float
    dt: float
    outcome: Outcome
    observed: dict[str, float] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    pace: tuple[Any, ...] | None = None  # of the steps that follow

    @property
    def damage_growth(self) -> float:
        """Largest growth of damage [-] at any point of any interface."""
        return max(
            (v for name, v in self.observed.items() if name.startswith("damage_growth:")),
            default=0.0,
        )


class Listener(Protocol):
    """Who is told how the march goes."""

    def accepted(self, step: Step) -> bool:
        """Told of an accepted step; True ends the march."""

    def cut(self, step: Step, reason: str, last: Step) -> bool:
        """Told of a step tried again, shorter, from the last one; True ends the march."""


@dataclass(slots=True)
class StepSizeController:
    """Length of the next step [s], from how the last ones went."""

    settings: Any
    dt: float = 0.0
    event_at: float | None = None  # end of a step known to hold an event: close in, do not run past
    event_dt: float = 0.0  # length of a step that tells the event's place well enough

    def __post_init__(self) -> None:
        """Start with the first step of the case."""
        self.dt = self.settings.fixed or self.settings.first

    @property
    def state(self) -> tuple[float, float | None, float]:
        """What it takes to go on alike after a restart."""
        return self.dt, self.event_at, self.event_dt

    def next(self, time: float, breakpoints: list[float]) -> float:
        """Length of the next step from ``time``.

        Ending exactly at the next of the breakpoints where it is near.
        """
        dt = self.dt
        if self.settings.fixed:  # back onto its multiples after a cut
            number = floor(time / self.settings.fixed + 1e-9) + 1
            dt = min(dt, number * self.settings.fixed - time)
        if self.event_at is not None and self.event_at > time * (1 + 1e-14):
            dt = min(dt, max((self.event_at - time) / 2, self.event_dt))
        left = min(stop - time for stop in breakpoints if stop > time * (1 + 1e-12))
        if left <= dt * (1 + 1e-6):
            return left
        return left / 2 if left < 1.5 * dt and not self.settings.fixed else dt

    def adapt(self, step: Step, expansion: float, turned: bool = False) -> None:
        """Lengthen or shorten by iterations.

        Expansion, damage growth and the step's error against what is allowed; where a stage of the
        protocol has ended, the next begins with the care of the first step.
        """
        if self.settings.fixed:
            self.dt = self.settings.fixed
            return
        factor = (
            1.5 if step.outcome.iterations <= 10 else 1.0 if step.outcome.iterations <= 16 else 0.7
        )
        for grown, allowed in (
            (expansion, self.settings.expansion),
            (step.damage_growth, self.settings.damage),
        ):
            if grown > 0:
                factor = min(factor, max(0.9 * allowed / grown, 0.2))
        if self.settings.error and step.outcome.error > 0:
            factor = min(factor, max(0.9 * sqrt(self.settings.error / step.outcome.error), 0.2))
        longest = self.settings.first if turned else self.settings.largest
        self.dt = min(max(step.dt * factor, self.settings.smallest), longest)

    def shortest(self, dt: float) -> bool:
        """Whether half of a step would be below the smallest allowed."""
        return bool(dt / 2 < self.settings.smallest)

    def shorten(self, dt: float, reason: str) -> None:
        """Halve a step that failed.

        Raises:
            NotConverged: the half is below the smallest step allowed.
        """
        if self.shortest(dt):
            raise NotConverged(reason)
        self.dt = dt / 2


def run_time_loop(
    problem: Any,
    observables: Any,
    events: Callable[[dict[str, float]], list[tuple[str, str]]],
    follower: Listener,
    start: Step,
    breakpoints: Mapping[float, list[tuple[str, str]]],
) -> Step:
    """Advance a problem through its time.

    Args:
        problem: advances, commits, snapshots and restores.
        observables: columns of the present step; told when it is accepted.
        events: names and places of all events that columns show.
        follower: told of every step.
        start: the state to begin from.
        breakpoints: times [s] at which a step must end, with the events there; the last one is
            the end.

    Returns:
        The last accepted step.

    Raises:
        NotConverged: a step failed at the smallest length; fields and history are those of the last
            accepted step.
    """
    settings, last = problem.case.stepping, start
    tolerance = settings.event_tolerance
    detour = ArcLengthSwitch(problem)
    pace, known, attempt = StepSizeController(settings), set(events(start.observed)), start.attempt
    if start.pace is not None:
        pace.dt, pace.event_at, pace.event_dt = start.pace[:3]
        detour.state = tuple(start.pace[3:])
    detour.accepted(start)
    while last.time < max(breakpoints) * (1 - 1e-12):
        saved = problem.snapshot()
        dt = pace.next(last.time, list(breakpoints))
        attempt += 1
        stop = min(stop for stop in breakpoints if stop > last.time * (1 + 1e-12))
        time, outcome = detour.advance(last.time, dt, stop)
        step = Step(last.number + 1, attempt, time, time - last.time, outcome)
        reason = None if step.outcome.converged else step.outcome.reason
        if reason is None:
            step.observed = observables()
            expansion = abs(step.observed[CHEMICAL] - last.observed.get(CHEMICAL, 0.0))
            fresh = [event for event in events(step.observed) if event not in known]
            reason = _too_much(step, expansion, fresh, settings)
            if reason and fresh:
                pace.event_at = step.time
                pace.event_dt = 0.9 * dt * tolerance / max(expansion, tolerance)
        if reason is not None:
            problem.restore(saved)
            if follower.cut(step, reason, last):
                break
            try:
                detour.shorten(pace, dt, reason, outcome)
            except NotConverged as stuck:
                stuck.last = last
                raise
            continue
        problem.commit()
        detour.accepted(step)
        observables.accept()
        known.update(fresh)
        chemical, deformed = step.observed[CHEMICAL], step.observed[DEFORMED]
        planned = next(
            (found for time, found in breakpoints.items() if abs(time - step.time) < 1e-9 * time),
            [],
        )
        step.events = [
            Event(name, where, step.time, chemical, deformed) for name, where in (*fresh, *planned)
        ]
        if not detour.active:
            pace.adapt(step, expansion, bool(planned))
        step.pace = (*pace.state, *detour.state)
        last = step
        if follower.accepted(step):
            break
    return last


def _too_much(step: Step, expansion: float, fresh: list[Any], settings: Any) -> str | None:
    """Why a converged step must be tried shorter, if it must."""
    if settings.fixed:
        return None
    if fresh and expansion > settings.event_tolerance:
        return f"closing in on {fresh[0][0]} at {fresh[0][1]}"
    if step.dt <= 4 * settings.smallest:
        return None
    if step.damage_growth > 2 * settings.damage:
        return f"damage grew by {step.damage_growth:.2f}"
    if settings.error and step.outcome.error > 4 * settings.error:
        return f"the step errs by {step.outcome.error:.1e}"
    return None
