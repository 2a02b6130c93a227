"""Conversion of a virgin coating at a constant current."""

from dataclasses import dataclass
from typing import ClassVar

from nanoglue.models.inflow_surface import InflowSurface
from nanoglue.models.protocols import Extent
from nanoglue.models.simultaneous_current import SimultaneousCurrent
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
    needs_mass: ClassVar[bool] = False
    distribution: ClassVar[str] = "uniform"
    is_rest: ClassVar[bool] = False
    also: ClassVar[tuple[SimultaneousCurrent, ...]] = ()
    held_voltage: ClassVar[float | None] = None
    entries: ClassVar[tuple[str, ...]] = ()
    inflow_surfaces: ClassVar[tuple[InflowSurface, ...]] = ()
    until: ClassVar[Termination] = Termination()

    def inflow(self, extent: Extent) -> float:
        """Return the total inflow [amol/s] into a body of an extent."""
        return self.rate * extent.capacity
