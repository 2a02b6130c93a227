"""Time loop: attempt a step, accept it, cut it back, or locate an event."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from nanoglue.case.event_types import EventType
from nanoglue.case.schema.case import Case
from nanoglue.observables import Observables, Observation
from nanoglue.solvers.outcome import NotConverged, Outcome, StopReason
from nanoglue.solvers.rigid_body_modes import newly_unsupported
from nanoglue.stepping.arc_length_switch import ArcLengthSwitch
from nanoglue.stepping.events import Event, EventAt
from nanoglue.stepping.schedule import is_same_time
from nanoglue.stepping.step import Step
from nanoglue.stepping.step_size import StepSizeController

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem


SLOW_EXPANSION = 1e-2
"""Volume expansion [-] over the whole run, at the rate of a step, that does not locate events."""


class Listener(Protocol):
    """Callbacks of the time loop."""

    def accepted(self, step: Step) -> bool:
        """Process an accepted step; return True to end the time loop."""

    def cut(self, step: Step, last: Step) -> bool:
        """Process a step that is cut for the reason in its outcome; return True to end."""


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
        pace.state = tuple(start.pace["size"])
        integration.state = tuple(start.pace["integration"])
        detour.state = tuple(start.pace["path"])
        known = {(EventType(kind), where) for kind, where in start.pace["known"]}
    detour.begin()
    while last.time < max(breakpoints) * (1 - 1e-12):
        saved = problem.snapshot()
        dt = pace.next(last.time, list(breakpoints))
        attempt += 1
        stop = min(stop for stop in breakpoints if stop > last.time * (1 + 1e-12))
        time, outcome = detour.advance(last.time, dt, stop, not pace.search.is_on)
        step = Step(last.number + 1, attempt, time, time - last.time, outcome)
        if outcome.converged:
            step.observed = observables()
            expansion = step.observed.expansion_since(last.observed.expansions)
            fresh = [event for event in events(step.observed) if event not in known]
            located = event_resolution(problem.case, expansion, step.dt, detour.active)
            others = [event for event in fresh if not event[0].is_limit]
            passed = pace.approach.excess(step.observed.limits)
            unresolved = max(located if others else 0.0, passed)
            step.outcome = _checked(step, unresolved, fresh, settings, pace.smallest)
            if step.outcome.reason.is_accuracy and others:
                pace.meet(step, others, located)
        if not step.outcome.converged:
            problem.restore(saved)
            if follower.cut(step, last):
                break
            try:
                detour.shorten(pace, dt, step.outcome)
            except NotConverged as stuck:
                stuck.last = last
                raise
            pace.close_in(step, problem.stage.number, detour.active)
            continue
        problem.commit()
        detour.accepted(step)
        observables.accept()
        pace.approach.accept(problem.stage.number, step.observed.limits, step.dt)
        pace.search.accept(step.time, step.dt, step.observed)
        known.update(happened for happened in fresh if not happened[0].ends_stage)
        planned, ends = _ended_stage(problem, breakpoints, step.time, fresh)
        step.events = [step.event(*happened) for happened in (*fresh, *planned)]
        step.events += _unsupported(problem, step)
        if not detour.active:
            pace.adapt(step, expansion, bool(planned))
            pace.resume_length(step, expansion, bool(others) and not planned)
        pace.restart(problem.restart_rates(step.time))
        step.pace = {
            "size": pace.state,
            "integration": integration.state,
            "path": detour.state,
            "known": sorted(known),
        }
        last = step
        if follower.accepted(step) or ends:
            break
    return last


def _unsupported(problem: "Problem", step: Step) -> list[Event]:
    """Return the loss of support of bodies, unless the run stops at another event; collective."""
    if any(event.event in problem.case.stop_at for event in step.events):
        return []
    return [step.event(EventType.UNSUPPORTED, body) for body in newly_unsupported(problem)]


def _ended_stage(
    problem: "Problem",
    breakpoints: Mapping[float, list[EventAt]],
    time: float,
    fresh: list[EventAt],
) -> tuple[list[EventAt], bool]:
    """Return the events at the end of a stage, planned or early, and whether the run ends there."""
    if _beyond_limits(problem, fresh):
        problem.protocol.stop(time)
        return [], True
    early = [one[0] for one in fresh if one[0].ends_stage or one[0] == problem.stage.ending_event]
    if not early:
        ends = bool(_planned(breakpoints, time)) and problem.stage.ends_unplanned
        over = ends and problem.end_stage(time, [])  # which lays out the later stages anew
        return _planned(breakpoints, time), over
    if problem.end_stage(time, early):
        return [], True
    return [(EventType.REVERSAL, problem.stage.currents[0][0].body)], False


def _planned(breakpoints: Mapping[float, list[EventAt]], time: float) -> list[EventAt]:
    """Return the events that are planned at a time [s]."""
    return next((found for stop, found in breakpoints.items() if is_same_time(stop, time)), [])


def _beyond_limits(problem: "Problem", fresh: list[EventAt]) -> bool:
    """Return whether a body that no current stage charges is empty or full."""
    staged = [stage.body for stage, _ in problem.stage.currents if not stage.is_rest]
    limits = (EventType.EMPTY, EventType.FULL)
    return any(event in limits and where not in staged for event, where in fresh)


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


def _checked(
    step: Step, unresolved: float, fresh: list[EventAt], settings: Any, smallest: float
) -> Outcome:
    """Return the outcome of a converged step, which is a cut if it must be shorter."""
    outcome = step.outcome
    if settings.fixed:
        return outcome
    if fresh and unresolved > 1 and step.dt > 4 * smallest:
        where = f"{fresh[0][0]} at {fresh[0][1]}"
        return replace(outcome, reason=StopReason.LOCATING_EVENT, detail=where)
    if step.dt <= 4 * smallest:
        return outcome
    if step.observed.damage_growth > 2 * settings.damage:
        size = f"{step.observed.damage_growth:.2f}"
        return replace(outcome, reason=StopReason.DAMAGE_INCREMENT, detail=size)
    if settings.error and outcome.error > 4 * settings.error:
        return replace(outcome, reason=StopReason.TIME_ERROR, detail=f"{outcome.error:.1e}")
    return outcome
