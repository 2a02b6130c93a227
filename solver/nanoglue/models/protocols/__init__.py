"""How a species is supplied over time, one protocol per file."""

from dataclasses import dataclass
from typing import Literal, Protocol

from nanoglue.models.inflow_surface import InflowSurface
from nanoglue.models.simultaneous_current import SimultaneousCurrent
from nanoglue.models.termination import Termination


@dataclass(frozen=True, slots=True)
class Extent:
    """Quantities of a body to which a current may refer."""

    capacity: float
    """Amount of the species [amol] at the maximum stoichiometry, or that a coating binds."""
    area: float = 0.0
    """Undeformed area [um^2] of the surfaces through which the species enters."""
    mass: float = 0.0
    """Mass of the host [kg]."""


class Stage(Protocol):
    """One stage of a protocol."""

    body: str
    until: Termination
    converts: bool
    """Whether the species converts a coating instead of entering a host."""
    at_limit: Literal["stop", "next"]
    """What follows when the body is empty or full."""
    on_interruption: Literal["stop", "next"]
    """What follows when every surface of the current has detached."""

    @property
    def also(self) -> tuple[SimultaneousCurrent, ...]:
        """Currents into further bodies during the stage."""

    @property
    def distribution(self) -> str:
        """How the current is distributed over the surfaces."""

    @property
    def held_voltage(self) -> float | None:
        """Voltage [V] that the stage holds; None if it prescribes a current."""

    @property
    def is_rest(self) -> bool:
        """Whether no current flows."""

    @property
    def needs_mass(self) -> bool:
        """Whether the current or a limit refers to the mass of the host."""

    @property
    def entries(self) -> tuple[str, ...]:
        """Interfaces and boundaries through which the species enters."""

    @property
    def inflow_surfaces(self) -> tuple[InflowSurface, ...]:
        """Surfaces through which the species enters, with their shares."""

    def inflow(self, extent: Extent) -> float:
        """Return the total inflow [amol/s] into a body of an extent."""
