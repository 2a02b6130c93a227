"""A current into a further body during a stage of a protocol."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from nanoglue.models.inflow_surface import InflowSurface, ThroughSurfaces
from nanoglue.models.termination import Termination
from nanoglue.units.quantities import MolePerSecond, PerSecond

if TYPE_CHECKING:
    from nanoglue.models.protocols import Extent


@dataclass(frozen=True, slots=True)
class SimultaneousCurrent(ThroughSurfaces):
    """A constant current into a further body, as long as the stage lasts that names it.

    The current is a ``rate`` times the capacity of that body, or a total ``current``. The stage
    ends early also when this body is empty or full, and when its surfaces have detached.
    """

    body: str
    through: str | InflowSurface | tuple[str | InflowSurface, ...]
    rate: PerSecond | None = None
    current: MolePerSecond | None = None

    until: ClassVar[Termination] = Termination()
    also: ClassVar[tuple["SimultaneousCurrent", ...]] = ()
    at_limit: ClassVar[Literal["stop", "next"]] = "stop"
    on_interruption: ClassVar[Literal["stop", "next"]] = "stop"
    distribution: ClassVar[str] = "automatic"
    converts: ClassVar[bool] = False
    needs_mass: ClassVar[bool] = False
    held_voltage: ClassVar[float | None] = None

    def __post_init__(self) -> None:
        """Refuse a current that is not unique, and surfaces that are not.

        Raises:
            ValueError: not exactly one of rate and current, no surface, or one twice.
        """
        if (self.rate is None) == (self.current is None):
            raise ValueError("give exactly one of rate and current")
        self.check_surfaces()

    @property
    def is_rest(self) -> bool:
        """Whether no current flows."""
        return not (self.rate or self.current)

    def inflow(self, extent: "Extent") -> float:
        """Return the total inflow [amol/s] into a body of an extent."""
        return (self.rate or 0.0) * extent.capacity + (self.current or 0.0)
