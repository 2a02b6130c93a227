"""J2 plasticity with saturating (Voce) and linear hardening."""

from dataclasses import dataclass

from nanoglue.models.composition import StressOfStoichiometry
from nanoglue.models.expressions import Scalar, exp, positive
from nanoglue.models.materials.plasticity import YieldMeasure
from nanoglue.units.quantities import NonNegative, Number, Pascal, PascalSecond, Positive

ITERATIONS = 8
"""Newton steps of the return; the largest error over all strains is at rounding (tested)."""


@dataclass(frozen=True, slots=True)
class Voce:
    """Mises yield at Y + H alpha + Q (1 - exp(-b alpha)), Voce 1948.

    The increment solves ``q_trial - 3 G d = m (Y + H (alpha + d) + Q (1 - exp(-b (alpha + d))))``.
    The residual is convex and falls with d, so that Newton's method from the root for saturated
    hardening, which lies below, rises to the root without a line search; its steps are written out,
    and the tangent is their derivative.
    """

    yield_stress: StressOfStoichiometry
    saturation: NonNegative[Pascal]
    rate: Positive[Number]
    hardening: NonNegative[Pascal] = 0.0
    yield_on: YieldMeasure = "cauchy"
    viscosity: NonNegative[PascalSecond] = 0.0

    def yield_strength(self, plastic_strain: Scalar) -> Scalar:
        """Y + H alpha + Q (1 - exp(-b alpha)) [MPa]."""
        saturating = self.saturation * (1 - exp(-self.rate * plastic_strain))
        return self.yield_stress + self.hardening * plastic_strain + saturating

    def increment(
        self, trial: Scalar, modulus: Scalar, plastic_strain: Scalar, measure: Scalar
    ) -> Scalar:
        """Equivalent plastic strain [-] of the step."""
        excess = positive(trial - measure * self.yield_strength(plastic_strain))
        linear = 3 * modulus + measure * self.hardening
        left = measure * self.saturation * exp(-self.rate * plastic_strain)
        # d is the root of excess - linear d - left (1 - exp(-b d)).
        found = positive(excess - left) / linear
        for _ in range(ITERATIONS):
            decay = left * exp(-self.rate * found)
            residual = excess - linear * found - left + decay
            found = found + residual / (linear + self.rate * decay)
        return found
