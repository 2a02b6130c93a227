"""Swelling from a table of volume ratios."""

from dataclasses import dataclass

from nanoglue.models.composition import check_table
from nanoglue.models.expressions import Scalar
from nanoglue.models.materials.swelling import Isotropic
from nanoglue.models.piecewise import piecewise_linear, piecewise_slope, slopes
from nanoglue.units.quantities import NonNegative, Number, Positive


@dataclass(frozen=True, slots=True)
class PiecewiseLinear(Isotropic):
    """J_c is linear between the points of a table and continues beyond its ends.

    It may fall, as in a host that shrinks on uptake, or rise and fall; then a volume ratio belongs
    to several stoichiometries, and no stage can end at a volume expansion.
    """

    points: tuple[NonNegative[Number], ...]
    ratios: tuple[Positive[Number], ...]

    def __post_init__(self) -> None:
        """Refuse lists of different lengths and stoichiometries that do not increase.

        Raises:
            ValueError: either of them.
        """
        check_table(self.points, self.ratios)

    def _slopes(self) -> list[Scalar]:
        return slopes(self.points, self.ratios)

    def volume_ratio(self, stoichiometry: Scalar) -> Scalar:
        """Stress-free volume ratio [-]."""
        return piecewise_linear(self.points, self.ratios, stoichiometry)

    def slope(self, stoichiometry: Scalar) -> Scalar:
        """D J_c / d x [-], constant between two points; at a point that on its left."""
        return piecewise_slope(self.points, self.ratios, stoichiometry)

    def stoichiometry(self, volume_ratio: float) -> float:
        """Uptake x [-] at a stress-free volume ratio.

        Raises:
            ValueError: the volume ratio rises and falls, or stays the same.
        """
        sign = 1 if self.ratios[-1] > self.ratios[0] else -1
        rises = [sign * slope for slope in self._slopes()]
        if min(rises) <= 0:
            raise ValueError("this volume ratio belongs to more than one stoichiometry")
        points = list(zip(self.points, self.ratios, strict=True))
        inner = sum(sign * (volume_ratio - value) > 0 for _, value in points[1:-1])
        point, value = points[inner]
        return point + (volume_ratio - value) / (sign * rises[inner])
