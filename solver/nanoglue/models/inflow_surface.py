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


def inflow_surfaces(
    through: str | InflowSurface | tuple[str | InflowSurface, ...],
) -> tuple[InflowSurface, ...]:
    """Return the surfaces that a stage names, a plain name with a share of 1."""
    given = through if isinstance(through, tuple) else (through,)
    return tuple(InflowSurface(one) if isinstance(one, str) else one for one in given)
