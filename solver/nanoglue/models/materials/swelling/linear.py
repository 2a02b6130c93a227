"""Swelling in proportion to the uptake."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar
from nanoglue.units.quantities import NonNegative, Number


@dataclass(frozen=True, slots=True)
class Linear:
    """J_c = 1 + beta x: each guest atom brings the same partial molar volume.

    Beta times that of the host.
    """

    coefficient: NonNegative[Number]

    def volume_ratio(self, stoichiometry: Scalar) -> Scalar:
        """Stress-free volume ratio [-]."""
        return 1 + self.coefficient * stoichiometry

    def slope(self, stoichiometry: Scalar) -> Scalar:  # noqa: ARG002  constant for this law
        """D J_c / d x = beta [-]."""
        return self.coefficient

    def stoichiometry(self, volume_ratio: Scalar) -> Scalar:
        """Uptake x [-] at a stress-free volume ratio."""
        return (volume_ratio - 1) / self.coefficient
