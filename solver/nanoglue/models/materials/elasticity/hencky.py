"""Hencky elasticity: linear in the logarithmic strain."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar, ln
from nanoglue.models.materials.elasticity import Tensor, bulk_modulus, shear_modulus
from nanoglue.units.quantities import Pascal, PoissonsRatio, Positive


@dataclass(frozen=True, slots=True)
class Hencky:
    """tau = 2 G dev(eps) + K tr(eps) I with eps = ln(be) / 2.

    Metals strain by some per cent elastically at most; there the law is the common choice, its
    volume part is exact under plastic flow, and the return to the yield surface has a closed form
    (Weber & Anand 1990, doi:10.1016/0045-7825(90)90131-5).
    """

    youngs_modulus: Positive[Pascal]
    poissons_ratio: PoissonsRatio

    @property
    def finite_strain(self) -> bool:
        """Geometry is exact."""
        return True

    @property
    def isotropic(self) -> bool:
        """No direction is stiffer."""
        return True

    @property
    def shear(self) -> float:
        """Shear modulus [MPa]."""
        return shear_modulus(self.youngs_modulus, self.poissons_ratio)

    @property
    def bulk(self) -> float:
        """Bulk modulus [MPa]."""
        return bulk_modulus(self.youngs_modulus, self.poissons_ratio)

    def deviatoric_stress(self, be: Tensor, volume_ratio: Scalar) -> Tensor:  # noqa: ARG002
        """Deviatoric Kirchhoff stress [MPa], shape (3, 3)."""
        from nanoglue.models.tensors import deviator, logarithm

        return self.shear * deviator(logarithm(be))

    def shear_modulus_of_return(self, be: Tensor, volume_ratio: Scalar) -> Scalar:  # noqa: ARG002
        """Shear modulus [MPa] of the plastic return."""
        return self.shear

    def relaxed(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Tensor:  # noqa: ARG002
        """Left Cauchy-Green tensor (3, 3) of the same volume and the given deviatoric stress."""
        from nanoglue.models.tensors import determinant, exponential

        return determinant(be) ** (1 / 3) * exponential(deviatoric_stress / self.shear)

    def spent(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Scalar:  # noqa: ARG002
        """All of the plastic work [-] is dissipated."""
        return 1.0

    def pressure(self, volume_ratio: Scalar) -> Scalar:
        """Mean Kirchhoff stress K ln J [MPa]."""
        return self.bulk * ln(volume_ratio)

    def volumetric_energy(self, volume_ratio: Scalar) -> Scalar:
        """K (ln J)^2 / 2 [pJ/um^3]."""
        return self.bulk * ln(volume_ratio) ** 2 / 2

    def deviatoric_energy(self, be: Tensor, volume_ratio: Scalar) -> Scalar:
        """G dev(eps) : dev(eps) [pJ/um^3]."""
        import ufl

        stress = self.deviatoric_stress(be, volume_ratio)
        return ufl.inner(stress, stress) / (4 * self.shear)
