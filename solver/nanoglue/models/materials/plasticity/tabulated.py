"""J2 plasticity with a hardening curve from a table."""

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from nanoglue.models.expressions import Scalar, maximum, minimum, positive
from nanoglue.models.materials.plasticity import YieldMeasure
from nanoglue.units.quantities import NonNegative, Number, Pascal, PascalSecond, Positive


@dataclass(frozen=True, slots=True)
class Tabulated:
    """Mises yield at a stress that is linear between the points given and constant beyond the last.

    The curve rises less and less, so that it is the lowest of the lines through its segments, and
    the plastic increment of a step is the largest of the increments of these lines: ``d = max_i
    <q_trial - m Y_i(alpha)> / (3 G + m H_i)``.
    """

    plastic_strain: tuple[NonNegative[Number], ...]
    yield_stress: tuple[Positive[Pascal], ...]
    yield_on: YieldMeasure = "cauchy"
    viscosity: NonNegative[PascalSecond] = 0.0

    def __post_init__(self) -> None:
        """Refuse a table that is no concave hardening curve from zero plastic strain.

        Raises:
            ValueError: lengths differ, fewer than two points, strain not rising from 0, stress
                falling, or a slope that rises.
        """
        if len(self.plastic_strain) != len(self.yield_stress) or len(self.yield_stress) < 2:
            raise ValueError(
                "plastic_strain and yield_stress need the same number of points, two at least"
            )
        if self.plastic_strain[0] != 0 or any(b <= a for a, b in pairwise(self.plastic_strain)):
            raise ValueError("plastic_strain must begin at 0 and increase from point to point")
        slopes = [slope for _, _, slope in self._lines()]
        if min(slopes) < 0:
            raise ValueError("yield_stress must not fall: softening depends on the mesh")
        if any(later > 1.000001 * earlier for earlier, later in pairwise(slopes)):
            raise ValueError("the slope of yield_stress must not rise from segment to segment")

    def _lines(self) -> list[tuple[Scalar, Scalar, Scalar]]:
        """Return a strain [-], the stress there [MPa] and the slope [MPa] of each segment."""
        points = list(zip(self.plastic_strain, self.yield_stress, strict=True))
        lines = [(a, y, (z - y) / (b - a)) for (a, y), (b, z) in pairwise(points)]
        return [*lines, (*points[-1], 0.0)]

    def yield_strength(self, plastic_strain: Scalar) -> Scalar:
        """Yield stress [MPa] at an equivalent plastic strain [-]."""
        return reduce(minimum, (y + h * (plastic_strain - a) for a, y, h in self._lines()))

    def increment(
        self, trial: Scalar, modulus: Scalar, plastic_strain: Scalar, measure: Scalar
    ) -> Scalar:
        """Equivalent plastic strain [-] of the step."""
        candidates = (
            positive(trial - measure * (y + h * (plastic_strain - a))) / (3 * modulus + measure * h)
            for a, y, h in self._lines()
        )
        return reduce(maximum, candidates)
