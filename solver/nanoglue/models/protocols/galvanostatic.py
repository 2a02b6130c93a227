"""Uptake at a constant total current."""

from dataclasses import dataclass, field
from typing import ClassVar

from nanoglue.models.termination import Termination
from nanoglue.units.quantities import PerSecond


@dataclass(frozen=True, slots=True)
class Galvanostatic:
    """A body takes up ``rate`` times its full capacity per time through one or more surfaces.

    The sign is that of the uptake: a negative rate takes the species out.
    """

    body: str
    through: str | tuple[str, ...]
    rate: PerSecond
    until: Termination = field(default_factory=Termination)

    converts: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Refuse a stage in which nothing happens.

        Raises:
            ValueError: a rate of zero, no entry, or one twice.
        """
        if self.rate == 0:
            raise ValueError("rate must not be zero: nothing would flow")
        if not self.entries or len(set(self.entries)) < len(self.entries):
            raise ValueError("through must name one or more surfaces, each once")

    @property
    def entries(self) -> tuple[str, ...]:
        """Interfaces and boundaries through which the species enters."""
        return (self.through,) if isinstance(self.through, str) else self.through

    def inflow(self, capacity: float) -> float:
        """Total inflow [amol/s] into a body that takes up ``capacity`` [amol] when full."""
        return self.rate * capacity
