"""Neo-Hookean elasticity with an uncoupled volume part."""

from dataclasses import dataclass

from nanoglue.algebra import Scalar, ln
from nanoglue.materials.elasticity import Tensor, bulk_modulus, shear_modulus
from nanoglue.quantities import Pascal, PoissonsRatio, Positive


@dataclass(frozen=True, slots=True)
class NeoHookean:
    """tau = G dev(be_bar) + K (J^2 - 1)/2 I with be_bar = be / J^(2/3).

    The plastic return uses the modulus G tr(be_bar)/3 and is explicit (Simo 1988,
    doi:10.1016/0045-7825(88)90076-X; Simo & Hughes 1998, box 9.1).
    """

    youngs_modulus: Positive[Pascal]
    poissons_ratio: PoissonsRatio

    @property
    def finite_strain(self) -> bool:
        """Geometry is exact."""
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
        """Deviatoric Kirchhoff stress [MPa], shape (3, 3)."""
        from nanoglue.tensors import deviator

        return self.shear * volume_ratio ** (-2 / 3) * deviator(be)

    def return_modulus(self, be: Tensor, volume_ratio: Scalar) -> Scalar:
        """Shear modulus G tr(be_bar)/3 [MPa] of the plastic return."""
        trace = be[0, 0] + be[1, 1] + be[2, 2]
        return self.shear * volume_ratio ** (-2 / 3) * trace / 3

    def relaxed(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Tensor:
        """Left Cauchy-Green tensor (3, 3) of the given deviatoric stress, trace of be_bar kept."""
        import ufl

        mean = self.return_modulus(be, volume_ratio) / self.shear
        return volume_ratio ** (2 / 3) * (deviatoric_stress / self.shear + mean * ufl.Identity(3))

    def pressure(self, volume_ratio: Scalar) -> Scalar:
        """Mean Kirchhoff stress K (J^2 - 1) / 2 [MPa]."""
        return self.bulk * (volume_ratio**2 - 1) / 2

    def volumetric_energy(self, volume_ratio: Scalar) -> Scalar:
        """K ((J^2 - 1)/2 - ln J) / 2 [pJ/um^3]."""
        return self.bulk * ((volume_ratio**2 - 1) / 2 - ln(volume_ratio)) / 2

    def deviatoric_energy(self, be: Tensor, volume_ratio: Scalar) -> Scalar:  # noqa: ARG002
        """G (tr be_bar - 3) / 2 [pJ/um^3], be_bar by the determinant of what the return left."""
        from nanoglue.tensors import determinant

        trace = be[0, 0] + be[1, 1] + be[2, 2]
        return self.shear * (determinant(be) ** (-1 / 3) * trace - 3) / 2
