"""What is watched of a run, one quantity or family to a file.

The keys are the columns of history.csv.

An observer is made once from the problem, called for the present step before it is accepted, and
told when it is.
"""

from typing import Any, Protocol

from nanoglue.models.registry import load, names

CHEMICAL = "volume_expansion_chemical [-]"
DEFORMED = "volume_expansion_deformed [-]"


class Observer(Protocol):
    """One family of observables."""

    order: int

    def __call__(self) -> dict[str, float]:
        """Values of the present step by column name; collective."""

    def accept(self) -> None:
        """The present step becomes history; collective."""

    # Observers that sum over steps also have ``functions``, a list of remembered functions, and
    # ``totals``, a dict of
    # numbers; both are stored in checkpoints.


class Observables:
    """Every observer of the folder, asked together."""

    def __init__(self, problem: Any) -> None:
        """Make the observers that have something to watch in this problem."""
        made = [load("observables", name)(problem) for name in names("observables")]
        self.observers: list[Observer] = sorted(made, key=lambda observer: observer.order)

    def __call__(self) -> dict[str, float]:
        """All columns of the present step."""
        columns: dict[str, float] = {}
        for observer in self.observers:
            columns.update(observer())
        return columns

    def accept(self) -> None:
        """Tell every observer that the present step is history."""
        for observer in self.observers:
            observer.accept()

    @property
    def functions(self) -> list[Any]:
        """Functions that observers remember from step to step."""
        return [
            function
            for observer in self.observers
            for function in getattr(observer, "functions", [])
        ]

    def numbers(self) -> dict[str, dict[str, float]]:
        """Sums over the steps, by observer."""
        return {type(o).__name__: dict(o.totals) for o in self.observers if hasattr(o, "totals")}

    def set_numbers(self, numbers: dict[str, dict[str, float]]) -> None:
        """Set the sums over the steps to those of a checkpoint."""
        for observer in self.observers:
            if hasattr(observer, "totals"):
                observer.totals.update(numbers[type(observer).__name__])
            if hasattr(observer, "resume"):
                observer.resume()
