"""Time loop: attempt a step, accept it, cut it back, or locate an event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import floor, sqrt
from typing import TYPE_CHECKING, Any, Protocol

from nanoglue.case.event_types import EventType
from nanoglue.case.schema.case import Case
from nanoglue.observables import Observables, Observation
from nanoglue.solvers.outcome import NotConverged, Outcome, StopReason
from nanoglue.stepping.arc_length_switch import ArcLengthSwitch
from nanoglue.stepping.events import Event, EventAt, crossing
from nanoglue.stepping.stage_limits import LimitApproach

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem

__all__ = ["Listener", "NotConverged", "Step", "StepSizeController", "run_time_loop"]


SLOW_EXPANSION = 1e-2
"""Volume expansion [-] over the whole run, at the rate of a step, that does not locate events."""


@dataclass(slots=True)
class Step:
    """Attempted or accepted step: number, attempt, end [s], size [s] and outcome."""

    number: int
    attempt: int
    time: float
    dt: float
    outcome: Outcome
    observed: Observation = field(default_factory=Observation)
    events: list[Event] = field(default_factory=list)
    pace: tuple[Any, ...] | None = None  # step-size control of the steps that follow

    def event(self, kind: EventType, where: str) -> Event:
        """Return an event at the end of this step."""
        return Event(kind, where, self.time, self.observed.chemical, self.observed.deformed)


class Listener(Protocol):
    """Callbacks of the time loop."""

    def accepted(self, step: Step) -> bool:
        """Process an accepted step; return True to end the time loop."""

    def cut(self, step: Step, last: Step) -> bool:
        """Process a step that is cut for the reason in its outcome; return True to end."""


@dataclass(slots=True)
class StepSizeController:
    """Length of the next step [s], from how the last ones went."""

    settings: Any
    dt: float = 0.0
    event_at: float | None = None  # end of a step known to hold an event: close in, do not run past
    event_dt: float = 0.0  # length of a step that tells the event's place well enough
    event_guess: float = 0.0  # time at which it is expected, 0 if nothing tells
    length_before: float = 0.0  # of the steps before the event was met
    error_before: float = 0.0  # of the last step [-], 0 without one
    approach: LimitApproach = field(default_factory=LimitApproach)

    def __post_init__(self) -> None:
        """Start with the first step of the case."""
        self.dt = self.settings.fixed or self.settings.first

    @property
    def state(self) -> tuple[Any, ...]:
        """State that a restart needs."""
        event = self.event_at, self.event_dt, self.event_guess, self.length_before
        return self.dt, *event, self.approach.state, self.error_before

    @state.setter
    def state(self, state: tuple[Any, ...]) -> None:
        self.dt, self.event_at, self.event_dt, self.event_guess, self.length_before = state[:5]
        self.approach, self.error_before = LimitApproach.of(state[5]), state[6]

    def next(self, time: float, breakpoints: list[float]) -> float:
        """Length of the next step from ``time``.

        Ending exactly at the next of the breakpoints where it is near.
        """
        dt = self.dt
        if self.settings.fixed:  # back onto its multiples after a cut
            number = floor(time / self.settings.fixed + 1e-9) + 1
            dt = min(dt, number * self.settings.fixed - time)
        if self.event_at is not None and self.event_at > time * (1 + 1e-14):
            dt = min(dt, max(self._towards_event(time), self.event_dt))
        if self.approach.dt is not None and not self.settings.fixed:
            dt = max(min(dt, self.approach.dt), float(self.settings.smallest))
        left = min(stop - time for stop in breakpoints if stop > time * (1 + 1e-12))
        if left <= dt * (1 + 1e-6):
            return left
        return left / 2 if left < 1.5 * dt and not self.settings.fixed else dt

    def _towards_event(self, time: float) -> float:
        """Length of the step that ends just before or after the event where it is expected."""
        assert self.event_at is not None
        if not time < self.event_guess < self.event_at:
            return (self.event_at - time) / 2
        left = self.event_guess - time
        return left - self.event_dt / 2 if left > self.event_dt else self.event_dt

    def meet(self, step: Step, share: float | None, located: float) -> None:
        """Note an event in a step that is too long for it.

        Args:
            step: the step.
            share: part of the step [-] after which the event is expected, if anything tells.
            located: length of the step over that at which the event is located [-].
        """
        self.event_at, self.event_dt = step.time, 0.9 * step.dt / max(located, 1.0)
        self.event_guess = 0.0
        if share is not None:
            self.event_guess = step.time - (1 - min(max(share, 0.05), 0.95)) * step.dt
        self.length_before = max(self.length_before, step.dt)

    def resume_length(self, step: Step, expansion: float, located: bool) -> None:
        """Return to the length of the steps before an event, once a step has ``located`` it."""
        if not located or self.length_before == 0 or self.settings.fixed:
            return
        limits = [self.length_before]
        for grown, allowed in (
            (expansion, self.settings.expansion),
            (step.observed.damage_growth, self.settings.damage),
        ):
            if grown > 0:
                limits.append(step.dt * 0.9 * allowed / grown)
        self.dt = max(self.dt, min(limits))
        self.event_at, self.length_before = None, 0.0

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
            (step.observed.damage_growth, self.settings.damage),
        ):
            if grown > 0:
                factor = min(factor, max(0.9 * allowed / grown, 0.2))
        if self.settings.error and step.outcome.error > 0:
            factor = min(factor, max(0.9 * self._error_factor(step.outcome.error), 0.2))
        self.error_before = step.outcome.error
        longest = self.settings.first if turned else self.settings.largest
        self.dt = min(max(step.dt * factor, self.settings.smallest), longest)

    def _error_factor(self, error: float) -> float:
        """Factor of the length at which the error [-] would be the allowed one.

        The error of a step of BDF2 is of third order. Its last value damps the control (PI control,
        Gustafsson 1991, doi:10.1145/210232.210242).
        """
        ratio = self.settings.error / error
        if self.settings.method == "backward_euler":
            return sqrt(ratio)
        if self.error_before == 0:
            return float(ratio ** (1 / 3))
        return float(ratio ** (0.7 / 3) * (self.error_before / self.settings.error) ** (0.4 / 3))

    def shortest(self, dt: float) -> bool:
        """Whether half of a step would be below the smallest allowed."""
        return bool(dt / 2 < self.settings.smallest)

    def close_in(self, step: Step, stage: int, on_path: bool) -> None:
        """Shorten a step that has passed an event or a limit of its stage to where it met it."""
        limits = step.observed.limits
        if step.outcome.reason is not StopReason.LOCATING_EVENT or on_path:
            return
        self.dt = step.dt  # ``next`` shortens it to where the event is expected
        if self.approach.excess(limits) > 1:
            share = self.approach.share(stage, limits)
            self.dt = max(share * step.dt, self.settings.smallest)

    def shorten(self, dt: float, outcome: Outcome) -> None:
        """Halve a step that failed.

        Raises:
            NotConverged: the half is below the smallest step allowed.
        """
        if self.shortest(dt):
            raise NotConverged(outcome)
        self.dt = dt / 2


def run_time_loop(
    problem: "Problem",
    observables: Observables,
    events: Callable[[Observation], list[EventAt]],
    follower: Listener,
    start: Step,
    breakpoints: Mapping[float, list[EventAt]],
) -> Step:
    """Advance a problem to the last breakpoint.

    Args:
        problem: advances, commits, snapshots and restores.
        observables: returns the observation of the present step.
        events: types and places of all events that an observation shows.
        follower: callbacks for accepted and cut steps.
        start: initial state.
        breakpoints: times [s] at which a step must end, with the events there.

    Returns:
        The last accepted step.

    Raises:
        NotConverged: a step failed at the smallest size; fields and history are those of the last
            accepted step.
    """
    settings, last, integration = problem.case.stepping, start, problem.model.integration
    detour = ArcLengthSwitch(problem)
    pace, known, attempt = StepSizeController(settings), set(events(start.observed)), start.attempt
    if start.pace is not None:
        pace.state = tuple(start.pace[:7])
        integration.state = tuple(start.pace[7:10])
        detour.state = tuple(start.pace[10:])
    detour.accepted(start)
    while last.time < max(breakpoints) * (1 - 1e-12):
        saved = problem.snapshot()
        dt = pace.next(last.time, list(breakpoints))
        attempt += 1
        stop = min(stop for stop in breakpoints if stop > last.time * (1 + 1e-12))
        time, outcome = detour.advance(last.time, dt, stop)
        step = Step(last.number + 1, attempt, time, time - last.time, outcome)
        if outcome.converged:
            step.observed = observables()
            expansion = abs(step.observed.chemical - last.observed.chemical)
            fresh = [event for event in events(step.observed) if event not in known]
            located = event_resolution(problem.case, expansion, step.dt, detour.active)
            others = [event for event in fresh if not event[0].is_limit]
            passed = pace.approach.excess(step.observed.limits)
            unresolved = max(located if others else 0.0, passed)
            step.outcome = _checked(step, unresolved, fresh, settings)
            if step.outcome.reason.is_accuracy and others:
                pace.meet(step, crossing(others, last.observed, step.observed), located)
        if not step.outcome.converged:
            problem.restore(saved)
            if follower.cut(step, last):
                break
            try:
                detour.shorten(pace, dt, step.outcome)
            except NotConverged as stuck:
                stuck.last = last
                raise
            pace.close_in(step, problem.stage, detour.active)
            continue
        problem.commit()
        detour.accepted(step)
        observables.accept()
        pace.approach.accept(problem.stage, step.observed.limits, step.dt)
        known.update(happened for happened in fresh if not happened[0].ends_stage)
        planned, ends = _ended_stage(problem, breakpoints, step.time, fresh)
        step.events = [step.event(*happened) for happened in (*fresh, *planned)]
        if not detour.active:
            pace.adapt(step, expansion, bool(planned))
            pace.resume_length(step, expansion, bool(others) and not planned)
        problem.restart_rates(step.time)
        step.pace = (*pace.state, *integration.state, *detour.state)
        last = step
        if follower.accepted(step) or ends:
            break
    return last


def _ended_stage(
    problem: "Problem",
    breakpoints: Mapping[float, list[EventAt]],
    time: float,
    fresh: list[EventAt],
) -> tuple[list[EventAt], bool]:
    """Return the events at the end of a stage, planned or early, and whether the run ends there."""
    early = [one[0] for one in fresh if one[0].ends_stage or one[0] == problem.ending_event]
    if not early:
        stops = breakpoints.items()
        planned = next((found for stop, found in stops if abs(stop - time) < 1e-9 * stop), [])
        return planned, bool(planned) and problem.ends_unplanned and problem.end_stage(time, [])
    if problem.end_stage(time, early):
        return [], True
    return [(EventType.REVERSAL, problem.currents[0][0].body)], False


def event_resolution(case: Case, expansion: float, dt: float, on_path: bool) -> float:
    """Return the size of a step over the size at which an event in it is located [-].

    An event is located to the tolerance in volume expansion. Where the expansion hardly changes,
    as at rest or under loads alone, it is located to the same fraction of the duration. Along the
    arc length the dissipation, not the time, limits the step.
    """
    tolerance = case.stepping.event_tolerance
    swelling = expansion / tolerance
    swells = abs(dt) > 0 and expansion * case.time.end / abs(dt) > SLOW_EXPANSION
    return swelling if swells or on_path else max(swelling, dt / (tolerance * case.time.end))


def _checked(step: Step, unresolved: float, fresh: list[EventAt], settings: Any) -> Outcome:
    """Return the outcome of a converged step, which is a cut if it must be shorter."""
    outcome = step.outcome
    if settings.fixed:
        return outcome
    if fresh and unresolved > 1 and step.dt > 4 * settings.smallest:
        where = f"{fresh[0][0]} at {fresh[0][1]}"
        return replace(outcome, reason=StopReason.LOCATING_EVENT, detail=where)
    if step.dt <= 4 * settings.smallest:
        return outcome
    if step.observed.damage_growth > 2 * settings.damage:
        size = f"{step.observed.damage_growth:.2f}"
        return replace(outcome, reason=StopReason.DAMAGE_INCREMENT, detail=size)
    if settings.error and outcome.error > 4 * settings.error:
        return replace(outcome, reason=StopReason.TIME_ERROR, detail=f"{outcome.error:.1e}")
    return outcome
