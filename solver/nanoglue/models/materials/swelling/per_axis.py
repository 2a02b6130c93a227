"""Swelling that differs between the axes of the coordinates."""

from collections.abc import Iterator
from dataclasses import dataclass

from nanoglue.models.composition import check_table
from nanoglue.models.expressions import Scalar
from nanoglue.models.piecewise import piecewise_linear, piecewise_slope
from nanoglue.units.quantities import NonNegative, Number, Positive

HALVINGS = 100
"""Halvings of a table by which the stoichiometry of a volume ratio is found to rounding."""


@dataclass(frozen=True, slots=True)
class PerAxis:
    """Stress-free stretches along the three axes, each from a table; J_c is their product.

    The axes are (r, z, hoop), (x, y, depth) or (x, y, z). The stretches are linear between the
    ``points`` and continue beyond their ends. A host may expand along one axis and shrink along
    another. A body on the axis of revolution is free of stress only if ``first`` equals ``third``.

    >>> layered = PerAxis((0.0, 1.0), (1.0, 1.0), (1.0, 1.02), (1.0, 1.0))
    >>> round(layered.volume_ratio(0.5), 12)
    1.01
    """

    points: tuple[NonNegative[Number], ...]
    first: tuple[Positive[Number], ...]
    second: tuple[Positive[Number], ...]
    third: tuple[Positive[Number], ...]

    def __post_init__(self) -> None:
        """Refuse lists of different lengths and stoichiometries that do not increase.

        Raises:
            ValueError: either of them.
        """
        for table in (self.first, self.second, self.third):
            check_table(self.points, table)

    def stretches(self, stoichiometry: Scalar) -> tuple[Scalar, Scalar, Scalar]:
        """Stress-free stretches [-] along the axes."""
        first, second, third = (
            piecewise_linear(self.points, table, stoichiometry)
            for table in (self.first, self.second, self.third)
        )
        return first, second, third

    def volume_ratio(self, stoichiometry: Scalar) -> Scalar:
        """Stress-free volume ratio [-], the product of the stretches."""
        first, second, third = self.stretches(stoichiometry)
        return first * second * third

    def slope(self, stoichiometry: Scalar) -> Scalar:
        """D J_c / d x [-]; at a point of the table that on its left."""
        tables = (self.first, self.second, self.third)
        a, b, c = self.stretches(stoichiometry)
        p, q, r = (piecewise_slope(self.points, table, stoichiometry) for table in tables)
        return p * b * c + a * q * c + a * b * r

    def stoichiometry(self, volume_ratio: float) -> float:
        """Uptake x [-] at a stress-free volume ratio within the table.

        Raises:
            ValueError: the volume rises and falls, stays the same or does not reach the ratio.
        """
        slopes = list(self._slopes())
        if min(slopes) * max(slopes) <= 0:
            raise ValueError("this volume ratio belongs to more than one stoichiometry")
        low, high = self.points[0], self.points[-1]
        sign = 1 if slopes[0] > 0 else -1
        ends = sorted(self.volume_ratio(x) for x in (low, high))
        slack = 1e-12 * ends[1]
        if not ends[0] - slack <= volume_ratio <= ends[1] + slack:
            raise ValueError("this volume ratio lies outside of the table of swelling")
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            below = sign * (self.volume_ratio(middle) - volume_ratio) < 0
            low, high = (middle, high) if below else (low, middle)
        return float(high)

    def _slopes(self) -> Iterator[float]:
        """Yield the slope of the volume at points within the table."""
        width = self.points[-1] - self.points[0]
        for i in range(201):
            yield float(self.slope(self.points[0] + width * (i + 0.5) / 201))
