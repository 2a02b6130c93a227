"""Hencky elasticity: linear in the logarithmic strain."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar, ln
from nanoglue.models.materials.elasticity import Isotropic, Tensor


@dataclass(frozen=True, slots=True)
class Hencky(Isotropic):
    """tau = 2 G dev(eps) + K tr(eps) I with eps = ln(be) / 2.

    Metals strain by some per cent elastically at most; there the law is the common choice, its
    volume part is exact under plastic flow, and the return to the yield surface has a closed form
    (Weber & Anand 1990, doi:10.1016/0045-7825(90)90131-5).
    """

    def deviatoric_stress(self, be: Tensor, volume_ratio: Scalar) -> Tensor:  # noqa: ARG002
        """Deviatoric Kirchhoff stress [MPa], shape (3, 3)."""
        from nanoglue.models.tensors import deviator, logarithm

        return self.shear * deviator(logarithm(be))

    def be_of_stress(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Tensor:  # noqa: ARG002
        """Left Cauchy-Green tensor (3, 3) of the same volume and the given deviatoric stress."""
        from nanoglue.models.tensors import determinant, exponential

        return determinant(be) ** (1 / 3) * exponential(deviatoric_stress / self.shear)

    def pressure(self, volume_ratio: Scalar) -> Scalar:
        """Mean Kirchhoff stress K ln J [MPa]."""
        return self.bulk * ln(volume_ratio)

    def volumetric_energy(self, volume_ratio: Scalar) -> Scalar:
        """K (ln J)^2 / 2 [pJ/um^3]."""
        return self.bulk * ln(volume_ratio) ** 2 / 2
