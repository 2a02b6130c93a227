"""Linear elasticity at small strain."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar
from nanoglue.models.materials.elasticity import Isotropic, Tensor


@dataclass(frozen=True, slots=True)
class Linear(Isotropic):
    """sigma = 2 G dev(eps) + K tr(eps) I, all configurations taken as one.

    Be stands for I + 2 eps.
    """

    @property
    def finite_strain(self) -> bool:
        """Geometry is linearised."""
        return False

    def deviatoric_stress(self, be: Tensor, volume_ratio: Scalar) -> Tensor:  # noqa: ARG002
        """Deviatoric stress [MPa], shape (3, 3)."""
        from nanoglue.models.tensors import deviator

        return self.shear * deviator(be)

    def be_of_stress(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Tensor:  # noqa: ARG002
        """I + 2 eps (3, 3) of the same volume and the given deviatoric stress."""
        import ufl

        return deviatoric_stress / self.shear + ufl.tr(be) / 3 * ufl.Identity(3)

    def pressure(self, volume_ratio: Scalar) -> Scalar:
        """Mean stress K tr(eps) [MPa]."""
        return self.bulk * (volume_ratio - 1)

    def volumetric_energy(self, volume_ratio: Scalar) -> Scalar:
        """K tr(eps)^2 / 2 [pJ/um^3]."""
        return self.bulk * (volume_ratio - 1) ** 2 / 2
