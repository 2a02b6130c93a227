"""Linear elasticity at small strain."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar
from nanoglue.models.materials.elasticity import Tensor, bulk_modulus, shear_modulus
from nanoglue.units.quantities import Pascal, PoissonsRatio, Positive


@dataclass(frozen=True, slots=True)
class Linear:
    """sigma = 2 G dev(eps) + K tr(eps) I, all configurations taken as one.

    Be stands for I + 2 eps.
    """

    youngs_modulus: Positive[Pascal]
    poissons_ratio: PoissonsRatio

    @property
    def finite_strain(self) -> bool:
        """Geometry is linearised."""
        return False

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
        """Deviatoric stress [MPa], shape (3, 3)."""
        from nanoglue.models.tensors import deviator

        return self.shear * deviator(be)

    def shear_modulus_of_return(self, be: Tensor, volume_ratio: Scalar) -> Scalar:  # noqa: ARG002
        """Shear modulus [MPa] of the plastic return."""
        return self.shear

    def relaxed(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Tensor:  # noqa: ARG002
        """I + 2 eps (3, 3) of the same volume and the given deviatoric stress."""
        import ufl

        return deviatoric_stress / self.shear + ufl.tr(be) / 3 * ufl.Identity(3)

    def spent(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Scalar:  # noqa: ARG002
        """All of the plastic work [-] is dissipated."""
        return 1.0

    def pressure(self, volume_ratio: Scalar) -> Scalar:
        """Mean stress K tr(eps) [MPa]."""
        return self.bulk * (volume_ratio - 1)

    def volumetric_energy(self, volume_ratio: Scalar) -> Scalar:
        """K tr(eps)^2 / 2 [pJ/um^3]."""
        return self.bulk * (volume_ratio - 1) ** 2 / 2

    def deviatoric_energy(self, be: Tensor, volume_ratio: Scalar) -> Scalar:
        """G dev(eps) : dev(eps) [pJ/um^3]."""
        import ufl

        stress = self.deviatoric_stress(be, volume_ratio)
        return ufl.inner(stress, stress) / (4 * self.shear)
