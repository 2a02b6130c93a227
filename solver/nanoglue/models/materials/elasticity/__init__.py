"""Elastic laws in the elastic left Cauchy-Green tensor, one to a file.

Tensors are 3 x 3 with the out-of-plane direction last and no shear towards it, as they are in plane
strain and in axisymmetry. The elastic volume ratio det(Fe) is handed over beside the tensor: it
comes from the deformation, as a return that keeps the trace (Simo) keeps the determinant only
nearly. Stresses are Kirchhoff stresses of the elastic deformation, tau = det(Fe) * Cauchy stress.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from nanoglue.models.composition import StressOfStoichiometry
from nanoglue.models.expressions import Scalar
from nanoglue.units.quantities import PoissonsRatio

Tensor = Any  # a UFL tensor of shape (3, 3)


class Elasticity(Protocol):
    """Interface of an elastic law. Stresses in MPa."""

    youngs_modulus: float
    poissons_ratio: float

    @property
    def finite_strain(self) -> bool:
        """Whether F = Fe Fp Fc, or strains that add."""

    @property
    def isotropic(self) -> bool:
        """Whether no direction is stiffer, as plastic flow and swelling need it."""

    @property
    def bulk(self) -> float:
        """Bulk modulus [MPa] at no strain."""

    def deviatoric_stress(self, be: Tensor, volume_ratio: Scalar) -> Tensor:
        """Deviatoric Kirchhoff stress [MPa] of the elastic left Cauchy-Green tensor."""

    def shear_modulus_of_return(self, be: Tensor, volume_ratio: Scalar) -> Scalar:
        """Shear modulus [MPa] by which plastic strain lowers the deviatoric stress."""

    def be_of_stress(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Tensor:
        """Left Cauchy-Green tensor once plastic flow has lowered the stress to the one given."""

    def dissipation(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Scalar:
        """What plastic flow dissipates, over yield stress times plastic strain [-]."""

    def pressure(self, volume_ratio: Scalar) -> Scalar:
        """Mean Kirchhoff stress [MPa] (tension positive) of the elastic volume ratio."""

    def volumetric_energy(self, volume_ratio: Scalar) -> Scalar:
        """Energy [pJ/um^3] of the elastic volume change."""

    def deviatoric_energy(self, be: Tensor, volume_ratio: Scalar) -> Scalar:
        """Energy [pJ/um^3] of the elastic distortion."""


def shear_modulus(youngs_modulus: float, poissons_ratio: float) -> float:
    """G = E / (2 (1 + nu)) [MPa]."""
    return youngs_modulus / (2 * (1 + poissons_ratio))


def bulk_modulus(youngs_modulus: float, poissons_ratio: float) -> float:
    """K = E / (3 (1 - 2 nu)) [MPa]."""
    return youngs_modulus / (3 * (1 - 2 * poissons_ratio))


@dataclass(frozen=True, slots=True)
class Isotropic:
    """What isotropic laws share: two constants, and shear stress by the shear modulus.

    A law of finite strain whose shear modulus does not follow the strain adds its stress, its
    volume part and the tensor that belongs to a relaxed stress.
    """

    youngs_modulus: StressOfStoichiometry
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

    def deviatoric_stress(self, be: Tensor, volume_ratio: Scalar) -> Tensor:
        """Deviatoric Kirchhoff stress [MPa], shape (3, 3), of each law."""
        raise NotImplementedError

    def shear_modulus_of_return(self, be: Tensor, volume_ratio: Scalar) -> Scalar:  # noqa: ARG002
        """Shear modulus [MPa] of the plastic return."""
        return self.shear

    def dissipation(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Scalar:  # noqa: ARG002
        """Return 1: all of the plastic work [-] is dissipated."""
        return 1.0

    def deviatoric_energy(self, be: Tensor, volume_ratio: Scalar) -> Scalar:
        """G dev(eps) : dev(eps) [pJ/um^3]."""
        import ufl

        stress = self.deviatoric_stress(be, volume_ratio)
        return ufl.inner(stress, stress) / (4 * self.shear)
