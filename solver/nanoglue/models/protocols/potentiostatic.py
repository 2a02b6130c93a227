"""Insertion or extraction at a constant cell voltage."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from nanoglue.models.inflow_surface import InflowSurface, ThroughSurfaces
from nanoglue.models.protocols import Extent
from nanoglue.models.simultaneous_current import SimultaneousCurrent
from nanoglue.models.termination import Termination
from nanoglue.units.quantities import Volt


@dataclass(frozen=True, slots=True)
class Potentiostatic(ThroughSurfaces):
    """The cell voltage of a body is held, and the current through its surfaces follows.

    The voltage is against the metal of the species. The stage ends when the current has fallen to
    ``rate`` of ``until``, or at another of its conditions. ``at_limit`` and ``on_interruption`` are
    those of a stage at constant current.
    """

    body: str
    through: str | InflowSurface | tuple[str | InflowSurface, ...]
    voltage: Volt
    until: Termination = field(default_factory=Termination)
    at_limit: Literal["stop", "next"] = "stop"
    on_interruption: Literal["stop", "next"] = "stop"

    converts: ClassVar[bool] = False
    is_rest: ClassVar[bool] = False
    also: ClassVar[tuple[SimultaneousCurrent, ...]] = ()
    distribution: ClassVar[str] = "equipotential"

    def __post_init__(self) -> None:
        """Refuse a stage whose surfaces are not unique.

        Raises:
            ValueError: no surface, or one twice.
        """
        self.check_surfaces()

    @property
    def held_voltage(self) -> float:
        """Voltage [V] that the stage holds."""
        return self.voltage

    @property
    def needs_mass(self) -> bool:
        """Whether a limit refers to the mass of the host."""
        return self.until.capacity is not None

    def inflow(self, extent: Extent) -> float:  # noqa: ARG002
        """Return 0, as the inflow is unknown beforehand."""
        return 0.0
