"""J2 plasticity, perfect or with linear isotropic hardening."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar, positive
from nanoglue.units.quantities import NonNegative, Pascal, Positive


@dataclass(frozen=True, slots=True)
class J2:
    """Mises yield at Y + H alpha, with the return along the trial direction.

    ``d_alpha = <q_trial - Y - H alpha> / (3 G + H)`` (Simo & Hughes 1998, section 3.3.1). Yield is
    checked on the Kirchhoff stress of the elastic deformation: det(Fe) times the Cauchy stress,
    without the swelling in it.
    """

    yield_stress: Positive[Pascal]
    hardening: NonNegative[Pascal] = 0.0

    def yield_strength(self, plastic_strain: Scalar) -> Scalar:
        """Y + H alpha [MPa]."""
        return self.yield_stress + self.hardening * plastic_strain

    def increment(self, trial: Scalar, modulus: Scalar, plastic_strain: Scalar) -> Scalar:
        """Equivalent plastic strain [-] of the step."""
        return positive(trial - self.yield_strength(plastic_strain)) / (
            3 * modulus + self.hardening
        )
