"""Marching in time: try a step, accept it, cut it back, or close in on an event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nanoglue.newton import Outcome


class NotConverged(RuntimeError):
    """The physics is harder than the step allows: no further cut is possible."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens once in a run: its name, where, and when."""

    name: str
    where: str
    time: float
    chemical: float
    deformed: float


@dataclass(slots=True)
class Step:
    """A tried or accepted step, with everything the log and the history want of it."""

    number: int
    attempt: int
    time: float
    dt: float
    outcome: Outcome
    observed: dict[str, float] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def expansion(self) -> float:
        """Chemical volume expansion [-]."""
        return self.observed["volume_expansion_chemical"]


class Pace:
    """Chooses the next step from how the last ones went."""

    def __init__(self, stepping: Any) -> None:
        """Start with the first step of the case."""
        self.settings = stepping
        self.dt = stepping.fixed or stepping.first

    def after(self, step: Step, growth: dict[str, float]) -> None:
        """Adapt to an accepted step: by iterations, expansion and damage growth against what is allowed."""
        if self.settings.fixed:
            return
        factor = 1.5 if step.outcome.iterations <= 8 else 1.0 if step.outcome.iterations <= 14 else 0.7
        for quantity, allowed in (("expansion", self.settings.expansion), ("damage", self.settings.damage)):
            if growth.get(quantity, 0.0) > 0:
                factor = min(factor, max(0.9 * allowed / growth[quantity], 0.2))
        self.dt = min(max(step.dt * factor, self.settings.smallest), self.settings.largest)

    def cut(self, dt: float, reason: str) -> None:
        """Halve a step that failed.

        Raises:
            NotConverged: when the step may not get smaller.
        """
        self.dt = dt / 2
        if self.dt < self.settings.smallest:
            raise NotConverged(reason)


def march(
    problem: Any,
    observe: Callable[[], dict[str, float]],
    watch_for: Callable[[dict[str, float]], list[tuple[str, str]]],
    on_step: Callable[[Step], bool],
    on_cut: Callable[[Step], None],
    milestones: Sequence[float] = (),
    start: float = 0.0,
) -> Step:
    """Advance a problem to the end of its case.

    Args:
        problem: advances, commits, snapshots, restores; knows its case.
        observe: observables of the present, not yet committed step.
        watch_for: names and places of the events that the observables newly show.
        on_step: called with each accepted step; True ends the run.
        on_cut: called with each step that was cut.
        milestones: times [s] that a step must end at.
        start: time [s] to begin from.

    Returns:
        The last accepted step.

    Raises:
        NotConverged: a step failed at the smallest length.
    """
    case, time, number, attempt = problem.case, start, 0, 0
    pace, end = Pace(case.stepping), case.time.end
    before = observe()
    known: set[tuple[str, str]] = set()
    last = Step(0, 0, time, 0.0, Outcome(True, 0, "start"), before)
    while time < end * (1 - 1e-12):
        target = min([stop for stop in (*milestones, end) if stop > time * (1 + 1e-12)], default=end)
        dt = min(pace.dt, target - time)
        if target - time - dt < 1e-6 * dt:
            dt = target - time
        saved = problem.snapshot()
        attempt += 1
        outcome = problem.advance(time + dt, dt)
        step = Step(number + 1, attempt, time + dt, dt, outcome)
        if not outcome.converged:
            problem.restore(saved)
            on_cut(step)
            pace.cut(dt, outcome.reason)
            continue
        step.observed = observe()
        fresh = [event for event in watch_for(step.observed) if event not in known]
        if fresh and _too_wide(before, step.observed, case.stepping) and not case.stepping.fixed:
            problem.restore(saved)
            pace.dt = dt / 2
            continue
        problem.commit()
        known.update(fresh)
        step.events = [
            Event(name, where, step.time, step.expansion, step.observed["volume_expansion_deformed"])
            for name, where in fresh
        ]
        pace.after(step, _growth(before, step.observed))
        time, number, before, last = step.time, step.number, step.observed, step
        if on_step(step):
            break
    return last


def _growth(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """How much the expansion and the damage grew in a step."""
    return {
        "expansion": abs(after["volume_expansion_chemical"] - before["volume_expansion_chemical"]),
        "damage": after.get("damage_growth", 0.0),
    }


def _too_wide(before: dict[str, float], after: dict[str, float], stepping: Any) -> bool:
    """Whether an event lies in a step wider in expansion than events are to be located."""
    return _growth(before, after)["expansion"] > stepping.event_tolerance
