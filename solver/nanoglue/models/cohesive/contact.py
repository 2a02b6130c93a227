"""Contact without a bond."""

from dataclasses import dataclass
from typing import ClassVar

from nanoglue.models.expressions import Scalar


@dataclass(frozen=True, slots=True)
class Contact:
    """Bodies that touch: pressure and, with ``friction``, shear, but no tension.

    The pressure is that of ``contact_stiffness`` or ``penetration_tolerance`` of the interface. It
    equals any law that has one damage with ``initial_damage: 1``, and needs none of its numbers.
    """

    has_potential: ClassVar[bool] = False

    @property
    def normal_stiffness(self) -> float:
        """Slope of the normal traction of the bond, 0 [MPa/um]."""
        return 0.0

    @property
    def shear_stiffness(self) -> float:
        """Slope of the tangential traction of the bond, 0 [MPa/um]."""
        return 0.0

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Return 1 [-] at every jump."""
        return 1.0 + 0.0 * (opening + sliding)

    def failed_at(self) -> float:
        """Damage 1, which is that of every point."""
        return 1.0
