"""Switch between time stepping and arc-length control."""

from typing import TYPE_CHECKING

from nanoglue.models.formula import NoValueError
from nanoglue.solvers.outcome import NotConverged, Outcome, StopReason

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem
    from nanoglue.stepping.step import Step
    from nanoglue.stepping.step_size import StepSizeController

PATIENCE, LATER = 5, 2
"""Cuts, less accepted steps, after which a step is tried along the path, and once one was."""

FIRST, LARGEST, SMALLEST = 1e-3, 1e-2, 1e-9
"""Dissipation of a step along the path [-], over that of failing everywhere."""


class ArcLengthSwitch:
    """Advances a problem in time or, where it has a path and time fails, along that path."""

    def __init__(self, problem: "Problem") -> None:
        """Start in time."""
        self.problem, self.path = problem, problem.path
        self.active, self.spent, self.furthest = False, False, 0.0
        self.cuts, self.patience = 0, PATIENCE
        stepping = problem.case.stepping
        self.stride = stepping.fixed or stepping.first or 0.0
        self.whole = problem.toughness() if self.path else 0.0
        self.size = FIRST * self.whole

    @property
    def state(self) -> tuple[bool, bool, float, int, int, float]:
        """State that a restart needs."""
        return self.active, self.spent, self.furthest, self.cuts, self.patience, self.size

    @state.setter
    def state(self, state: tuple[bool, bool, float, int, int, float]) -> None:
        self.active, self.spent, self.furthest, self.cuts, self.patience, self.size = state

    def advance(
        self, time: float, dt: float, stop: float, extrapolate: bool = True
    ) -> tuple[float, Outcome]:
        """Try a step; its end [s], which is not past the next stop, and how it went."""
        try:
            return self._advance(time, dt, stop, extrapolate)
        except NoValueError as error:  # raised on every rank
            return time + dt, Outcome(StopReason.NO_VALUE, 0, detail=str(error))

    def _advance(
        self, time: float, dt: float, stop: float, extrapolate: bool
    ) -> tuple[float, Outcome]:
        if self.path and self.active:
            outcome, end = self.path.advance(time, self.size)
            if outcome.converged and end > stop:
                outcome = Outcome(StopReason.PATH_BEYOND_STOP, 0)
            return end, outcome
        return time + dt, self.problem.advance(time + dt, dt, extrapolate)

    def shorten(self, pace: "StepSizeController", dt: float, outcome: Outcome) -> None:
        """Shorten a step that failed, or leave for the path.

        Raises:
            NotConverged: the step is already the shortest, or a formula has no value at its end,
                past which no shorter steps may lead.
        """
        if outcome.reason is StopReason.NO_VALUE:
            raise NotConverged(outcome)
        if self.active and not outcome.iterations:
            self.active, self.spent = False, True  # nothing to dissipate on the way: time alone
            pace.dt = max(pace.dt, self.stride)
            return
        if self.active:
            self.size /= 2
            if self.size < SMALLEST * self.whole:
                raise NotConverged(outcome)
            return
        self.cuts += not outcome.reason.is_accuracy
        if self.cuts >= self.patience or pace.shortest(dt):
            self.cuts = 0
            self.active = self.path is not None and not self.spent and self.path.ready
            if self.active:
                self.patience = LATER
                return
        pace.shorten(dt, outcome)

    def begin(self) -> None:
        """Note the state from which the steps begin, at the start or after earlier ones."""
        if self.path:
            self.path.remember()

    def accepted(self, step: "Step") -> None:
        """Note a step; back to time once the loads rise to where they have not been, in strides."""
        if not self.path:
            return
        self.spent = False
        self.cuts = max(self.cuts - 1, 0)
        self.path.remember()
        if self.active:
            growth = 1.5 if step.outcome.iterations <= 6 else 1.0
            self.size = min(self.size * growth, LARGEST * self.whole)
            if step.time > self.furthest and step.dt >= self.stride:
                self.active = False
        self.furthest = max(self.furthest, step.time)
