"""Flow rules, one per file: how far the equivalent stress falls back in a step.

Stresses here are Kirchhoff stresses of the elastic deformation, tau = det(Fe) * Cauchy stress,
without swelling. A yield stress refers to the stress that ``yield_on`` names:

``cauchy``
    force per present area, as in Abaqus and in a tensile test;
``kirchhoff``
    det(Fe) times the Cauchy stress, the stress per area of the swollen, unstrained material;
``kirchhoff_with_swelling``
    J times the Cauchy stress with the swelling in J, as in code_aster (GDEF_LOG).

They differ by det(Fe), a few per cent in metals but much under high pressure, and by the swelling.
With a ``viscosity`` the stress exceeds the yield stress by viscosity times the rate of the
equivalent plastic strain (Perzyna 1966, linear): in a step of length dt the increment is that of a
shear modulus larger by viscosity/(3 dt), which each rule takes without further change.

As det F and the swelling are the same before and after the return, each of them leaves the return
in closed form and the tangent exact. At small strain all three are one.
"""

from typing import Literal, Protocol

from nanoglue.models.expressions import Scalar

YieldMeasure = Literal["cauchy", "kirchhoff", "kirchhoff_with_swelling"]


class Plasticity(Protocol):
    """Interface of a flow rule."""

    yield_on: YieldMeasure
    viscosity: float
    """Overstress [MPa], in the measure of yield, over the rate of plastic strain [1/s]."""

    def yield_strength(self, plastic_strain: Scalar) -> Scalar:
        """Equivalent stress [MPa], in the measure of yield, at a plastic strain [-]."""

    def increment(
        self, trial: Scalar, modulus: Scalar, plastic_strain: Scalar, measure: Scalar
    ) -> Scalar:
        """Equivalent plastic strain [-] of a step.

        Args:
            trial: equivalent Kirchhoff stress [MPa] without flow.
            modulus: shear modulus [MPa] of the return, the part of viscosity included.
            plastic_strain: equivalent plastic strain [-] before the step.
            measure: Kirchhoff stress over the stress in the measure of yield [-].
        """
