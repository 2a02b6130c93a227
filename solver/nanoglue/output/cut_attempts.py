"""Attempts since the last accepted step, all of them cut."""

from nanoglue.runtime.cost import Cost
from nanoglue.solvers.outcome import Outcome, StopReason
from nanoglue.stepping.step import Step


class CutAttempts:
    """Attempts of the present step, with their share of the cost."""

    def __init__(self, cost: Cost) -> None:
        """Begin with none.

        Args:
            cost: of the run, to which the attempts are added.
        """
        self.cost = cost
        self.last: Step | None = None
        """Last attempt of the run that was cut."""
        self.depleted: Outcome | None = None
        """Outcome of an attempt of the present step that failed for want of ions."""
        self._iterations: list[int] = []

    def accept(self) -> None:
        """Begin anew after an accepted step."""
        self._iterations, self.depleted = [], None

    def add(self, step: Step) -> None:
        """Add an attempt that was cut."""
        self.last = step
        if step.outcome.reason is StopReason.IONS_DEPLETED:
            self.depleted = step.outcome
        self._iterations.append(step.outcome.iterations)
        self.cost.add_cut(step.outcome.iterations)

    def discount(self) -> None:
        """Take the attempts off the cost, as a resumed run repeats them."""
        self.cost.discount(self._iterations)
