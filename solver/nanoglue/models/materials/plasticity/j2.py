"""J2 plasticity, perfect or with linear isotropic hardening."""

from dataclasses import dataclass

from nanoglue.models.composition import StressOfStoichiometry
from nanoglue.models.expressions import Scalar, positive
from nanoglue.models.materials.plasticity import YieldMeasure
from nanoglue.units.quantities import NonNegative, Pascal, PascalSecond


@dataclass(frozen=True, slots=True)
class J2:
    """Mises yield at Y + H alpha, with the return along the trial direction.

    ``d_alpha = <q_trial - m (Y + H alpha)> / (3 G + m H)`` (Simo & Hughes 1998, section 3.3.1) with
    the Kirchhoff stress m over the stress on which ``yield_on`` checks yield.
    """

    yield_stress: StressOfStoichiometry
    hardening: NonNegative[Pascal] = 0.0
    yield_on: YieldMeasure = "cauchy"
    viscosity: NonNegative[PascalSecond] = 0.0

    def yield_strength(self, plastic_strain: Scalar) -> Scalar:
        """Y + H alpha [MPa]."""
        return self.yield_stress + self.hardening * plastic_strain

    def increment(
        self, trial: Scalar, modulus: Scalar, plastic_strain: Scalar, measure: Scalar
    ) -> Scalar:
        """Equivalent plastic strain [-] of the step."""
        excess = positive(trial - measure * self.yield_strength(plastic_strain))
        return excess / (3 * modulus + measure * self.hardening)
