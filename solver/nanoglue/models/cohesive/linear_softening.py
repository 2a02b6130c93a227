"""Linear softening from the strength, with a stiff start."""

from dataclasses import dataclass
from typing import ClassVar

from nanoglue.models.expressions import Scalar, maximum, minimum, norm, positive
from nanoglue.units.quantities import Fraction, JoulePerSquareMetre, Pascal, Positive


@dataclass(frozen=True, slots=True)
class LinearSoftening:
    """``T = sigma_c (d_f - d)/(d_f - d_0)`` beyond ``d_0 = initial_slope d_f``.

    ``d_f = 2 G_c/sigma_c`` and ``d^2 = opening^2 + sliding^2``. Up to ``d_0`` the traction
    rises linearly: an initially rigid law by penalty, the smaller ``initial_slope`` the stiffer
    (CZM_LIN_REG of code_aster, R7.02.11; Camacho & Ortiz 1996, doi:10.1016/0020-7683(95)00255-3).
    """

    has_potential: ClassVar[bool] = False

    strength: Positive[Pascal]
    toughness: Positive[JoulePerSquareMetre]
    initial_slope: Positive[Fraction] = 1e-3

    @property
    def final_opening(self) -> float:
        """Opening at which the traction is 0 [um]."""
        return 2 * self.toughness / self.strength

    @property
    def normal_stiffness(self) -> float:
        """Initial slope of the normal traction [MPa/um]."""
        return self.strength / (self.initial_slope * self.final_opening)

    @property
    def shear_stiffness(self) -> float:
        """Initial slope of the tangential traction [MPa/um]."""
        return self.normal_stiffness

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Damage [-] on the envelope: 0 up to the onset, 1 from the final opening on."""
        final = self.final_opening
        onset = self.initial_slope * final
        effective = maximum(norm(positive(opening), sliding), onset)
        return minimum(final * (effective - onset) / (effective * (final - onset)), 1.0)

    def failed_at(self) -> float:
        """A point is debonded at damage 1."""
        return 1.0
