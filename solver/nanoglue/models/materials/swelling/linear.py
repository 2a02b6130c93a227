"""Swelling in proportion to the uptake."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar
from nanoglue.models.materials.swelling import Isotropic
from nanoglue.units.quantities import Number


@dataclass(frozen=True, slots=True)
class Linear(Isotropic):
    """J_c = 1 + beta x: each guest atom brings the same partial molar volume.

    It is beta times that of the host; with a negative beta the host shrinks on uptake.
    """

    coefficient: Number

    def volume_ratio(self, stoichiometry: Scalar) -> Scalar:
        """Stress-free volume ratio [-]."""
        return 1 + self.coefficient * stoichiometry

    def slope(self, stoichiometry: Scalar) -> Scalar:  # noqa: ARG002  constant for this law
        """D J_c / d x = beta [-]."""
        return self.coefficient

    def stoichiometry(self, volume_ratio: float) -> float:
        """Uptake x [-] at a stress-free volume ratio.

        Raises:
            ValueError: the volume does not change.
        """
        if self.coefficient == 0:
            raise ValueError("the volume does not change with the stoichiometry")
        return (volume_ratio - 1) / self.coefficient
