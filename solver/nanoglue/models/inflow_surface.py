"""A surface through which the species enters a body."""

from dataclasses import dataclass
from typing import Literal

from nanoglue.units.quantities import Number


@dataclass(frozen=True, slots=True)
class InflowSurface:
    """An interface or a boundary through which the species enters, and how much it takes.

    The flux density is proportional to ``share`` (1 where nothing is given). Where an interface
    debonds, the flux ``follows`` the bonded area (1 - damage), or the surface stays ``open``, as
    when electrolyte wets the gap.
    """

    surface: str
    share: Number = 1.0
    after_debonding: Literal["follows", "open"] = "follows"

    def __post_init__(self) -> None:
        """Refuse a share outside of 0 to 1.

        Raises:
            ValueError: the share is not in (0, 1].
        """
        if not 0 < self.share <= 1:
            raise ValueError("share must be positive and at most 1; leave the surface out for none")

    @property
    def is_default(self) -> bool:
        """Whether the flux is evenly distributed over the bonded area."""
        return self.share == 1 and self.after_debonding == "follows"


class ThroughSurfaces:
    """A stage whose current flows through the surfaces that it names."""

    __slots__ = ()
    through: str | InflowSurface | tuple[str | InflowSurface, ...]

    def check_surfaces(self) -> None:
        """Refuse a stage without surfaces, or with one that is named twice.

        Raises:
            ValueError: no surface, or one twice.
        """
        if not self.entries or len(set(self.entries)) < len(self.entries):
            raise ValueError("through must name one or more surfaces, each once")

    @property
    def entries(self) -> tuple[str, ...]:
        """Interfaces and boundaries through which the species enters."""
        return tuple(inflow.surface for inflow in self.inflow_surfaces)

    @property
    def inflow_surfaces(self) -> tuple[InflowSurface, ...]:
        """Surfaces through which the species enters, with their shares; 1 for a plain name."""
        given = self.through if isinstance(self.through, tuple) else (self.through,)
        return tuple(InflowSurface(one) if isinstance(one, str) else one for one in given)
