"""Insertion or extraction at a constant total current, and rest at zero current."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from nanoglue.models.inflow_surface import InflowSurface, ThroughSurfaces
from nanoglue.models.protocols import Extent
from nanoglue.models.simultaneous_current import SimultaneousCurrent
from nanoglue.models.termination import Termination
from nanoglue.units.constants import MOLE
from nanoglue.units.quantities import (
    MolePerKilogramSecond,
    MolePerSecond,
    MolePerSquareMetreSecond,
    PerSecond,
)

CURRENTS = ("rate", "current", "current_density", "specific_current")
"""Keys of which a stage gives exactly one."""


@dataclass(frozen=True, slots=True)
class Galvanostatic(ThroughSurfaces):
    """A constant total current flows into a body through one or more surfaces.

    The current is a ``rate`` times the capacity of the body (``C/5``, ``0.2 /hour``), a total
    ``current`` (``1 pA``) into the modelled part of the body, a ``current_density`` per
    undeformed area of the surfaces (``0.1 A/m^2``), or a ``specific_current`` per mass of the
    host (``100 mA/g``), which needs ``host_molar_mass`` of the species. A positive current
    inserts the species, a negative one extracts it, and zero is a rest.

    A surface of ``through`` is a name, or ``{surface: NAME, share: 0.3, after_debonding: open}``.

    The current is distributed over the surfaces so that the body is ``equipotential``, by its
    kinetics at each point, or ``uniform`` over the bonded area. By default it is equipotential
    where the species has ``kinetics`` or another stage holds the voltage of the body.

    The stage ends early when the stoichiometry reaches zero or its maximum at any point of the
    body (``at_limit``), and when every interface of ``through`` has detached
    (``on_interruption``). Then the run stops, or the next stage starts.

    ``also`` lists currents into further bodies during the stage, which begin and end with it.
    """

    body: str
    through: str | InflowSurface | tuple[str | InflowSurface, ...]
    rate: PerSecond | None = None
    current: MolePerSecond | None = None
    current_density: MolePerSquareMetreSecond | None = None
    specific_current: MolePerKilogramSecond | None = None
    until: Termination = field(default_factory=Termination)
    at_limit: Literal["stop", "next"] = "stop"
    on_interruption: Literal["stop", "next"] = "stop"
    distribution: Literal["automatic", "uniform", "equipotential"] = "automatic"
    also: tuple[SimultaneousCurrent, ...] = ()

    converts: ClassVar[bool] = False
    held_voltage: ClassVar[float | None] = None

    def __post_init__(self) -> None:
        """Refuse a stage whose current or surfaces are not unique.

        Raises:
            ValueError: not exactly one of the currents, no surface, or one twice.
        """
        given = [key for key in CURRENTS if getattr(self, key) is not None]
        if len(given) != 1:
            said = f"not {' and '.join(given)}" if given else "not none of them"
            raise ValueError(f"give exactly one of {', '.join(CURRENTS)}, {said}")
        self.check_surfaces()
        bodies = [self.body, *(one.body for one in self.also)]
        if len(set(bodies)) < len(bodies):
            raise ValueError("also must name further bodies, each once")

    @property
    def needs_mass(self) -> bool:
        """Whether the current or a limit refers to the mass of the host."""
        return self.specific_current is not None or self.until.capacity is not None

    @property
    def is_rest(self) -> bool:
        """Whether no current flows."""
        return all(not getattr(self, key) for key in CURRENTS)

    def inflow(self, extent: Extent) -> float:
        """Return the total inflow [amol/s] into a body of an extent."""
        parts = (
            (self.rate, extent.capacity),
            (self.current, 1.0),
            (self.current_density, extent.area),
            (self.specific_current, extent.mass * MOLE),
        )
        return sum(value * factor for value, factor in parts if value is not None)
