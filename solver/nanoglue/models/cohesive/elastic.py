"""Elastic interface that never fails."""

from dataclasses import dataclass
from typing import ClassVar

from nanoglue.models.expressions import Scalar
from nanoglue.units.quantities import PascalPerMetre, Positive


@dataclass(frozen=True, slots=True)
class Elastic:
    """Traction = stiffness * jump in each direction: a thin compliant layer, or a stiff bond."""

    has_potential: ClassVar[bool] = False

    stiffness: Positive[PascalPerMetre]
    stiffness_shear: Positive[PascalPerMetre] | None = None

    @property
    def normal_stiffness(self) -> float:
        """Slope of the normal traction [MPa/um]."""
        return self.stiffness

    @property
    def shear_stiffness(self) -> float:
        """Slope of the tangential traction [MPa/um]."""
        return self.stiffness if self.stiffness_shear is None else self.stiffness_shear

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """None [-]."""
        return 0.0 * (opening + sliding)

    def failed_at(self) -> float:
        """Damage 1, which is never reached."""
        return 1.0
