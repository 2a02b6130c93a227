"""What a coating takes up once and for all, when it first meets the species."""

from nanoglue.case.part import Part
from nanoglue.quantities import CubicMetrePerMole, Number, Positive


class Conversion(Part):
    """The virgin material of a body that is drawn as converted, and what it has bound.

    ``molar_volume`` is that of a formula unit of the virgin material, ``uptake`` the amount of the
    species that a formula unit binds, ``volume_ratio`` the converted volume over the virgin one.
    """

    molar_volume: Positive[CubicMetrePerMole]
    uptake: Positive[Number]
    volume_ratio: Positive[Number] = 1.0

    def bound(self, volume: float) -> float:
        """Amount [amol] of the species in a converted volume [um^3]."""
        return self.uptake * volume / (self.volume_ratio * self.molar_volume)
