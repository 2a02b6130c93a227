"""When the march leaves time for the path of dissipation, and when it comes back."""

from typing import Any

from nanoglue.newton import NotConverged, Outcome

PATIENCE = 5
"""Cuts in a row after which a step is tried along the path."""

FIRST, LARGEST, SMALLEST = 1e-3, 1e-2, 1e-9
"""Dissipation of a step along the path [-], over that of failing everywhere."""


class Detour:
    """Advances a problem in time or, where it has a path and time fails, along that path."""

    def __init__(self, problem: Any) -> None:
        """Start in time."""
        self.problem, self.path = problem, problem.path
        self.active, self.cuts, self.furthest = False, 0, 0.0
        self.whole = problem.toughness() if self.path else 0.0
        self.size = FIRST * self.whole

    def advance(self, time: float, dt: float) -> tuple[float, Outcome]:
        """Try a step; its end [s] and how it went."""
        if self.active:
            outcome, end = self.path.advance(time, self.size)
            return end, outcome
        return time + dt, self.problem.advance(time + dt, dt)

    def shorten(self, pace: Any, dt: float, reason: str, outcome: Outcome) -> None:
        """Shorten a step that failed, or leave for the path.

        Raises:
            NotConverged: the step is already the shortest.
        """
        if self.active and not outcome.iterations and self.cuts < PATIENCE:
            self.active = False  # nothing is left to dissipate
            return
        if self.active:
            self.size /= 2
            if self.size < SMALLEST * self.whole:
                raise NotConverged(reason)
            return
        self.cuts += not outcome.converged
        if self.path and self.cuts == PATIENCE:
            self.active = True
            return
        pace.shorten(dt, reason)

    def accepted(self, step: Any, last: Any) -> None:
        """Note a step; back to time once the loads rise beyond where they have been."""
        self.cuts = 0
        if not self.path:
            return
        self.path.remember()
        if self.active:
            growth = 1.5 if step.outcome.iterations <= 6 else 1.0
            self.size = min(self.size * growth, LARGEST * self.whole)
            if step.time > max(self.furthest, last.time):
                self.active = False
        self.furthest = max(self.furthest, step.time)
