"""Conversion of a virgin coating at a constant current."""

from dataclasses import dataclass
from typing import ClassVar

from nanoglue.models.termination import Termination
from nanoglue.units.quantities import PerSecond, Positive


@dataclass(frozen=True, slots=True)
class Conversion:
    """A body binds ``rate`` times all that it can bind per time, until it is converted.

    What it binds stays there. Nothing enters through a surface of the model: what lies outside
    the body supplies it everywhere at once.
    """

    body: str
    rate: Positive[PerSecond]

    converts: ClassVar[bool] = True
    entries: ClassVar[tuple[str, ...]] = ()
    until: ClassVar[Termination] = Termination()

    def inflow(self, capacity: float) -> float:
        """Total inflow [amol/s] into a body that can bind ``capacity`` [amol]."""
        return self.rate * capacity
