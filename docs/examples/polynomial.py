"""Polynomial law: smooth from the origin to the final jump."""

from dataclasses import dataclass
from typing import ClassVar

from nanoglue.models.expressions import Scalar, minimum, norm, positive
from nanoglue.units.quantities import JoulePerSquareMetre, Pascal, Positive


@dataclass(frozen=True, slots=True)
class Polynomial:
    """``T = (27/4) sigma_c (d/d_f) (1 - d/d_f)^2`` with ``d_f = 16 G_c/(9 sigma_c)``.

    ``d^2 = opening^2 + sliding^2`` (after Needleman 1987, doi:10.1115/1.3173064).
    """

    has_potential: ClassVar[bool] = False

    strength: Positive[Pascal]
    toughness: Positive[JoulePerSquareMetre]

    @property
    def final_jump(self) -> float:
        """Jump at which the traction is 0 [um]."""
        return 16 * self.toughness / (9 * self.strength)

    @property
    def normal_stiffness(self) -> float:
        """Initial slope of the normal traction [MPa/um]."""
        return 27 * self.strength / (4 * self.final_jump)

    @property
    def shear_stiffness(self) -> float:
        """Initial slope of the tangential traction [MPa/um]."""
        return self.normal_stiffness

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Damage [-] on the envelope: traction = (1 - damage) stiffness jump."""
        ratio = minimum(norm(positive(opening), sliding) / self.final_jump, 1.0)
        return 1 - (1 - ratio) ** 2

    def failed_at(self) -> float:
        """A point is debonded at damage 1."""
        return 1.0
