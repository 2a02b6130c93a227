"""Neo-Hookean elasticity with an uncoupled volume part."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar, ln
from nanoglue.models.materials.elasticity import Isotropic, Tensor


@dataclass(frozen=True, slots=True)
class NeoHookean(Isotropic):
    """tau = G dev(be_bar) + K (J^2 - 1)/2 I with be_bar = be / J^(2/3).

    That is the stress of psi = G (tr(be_bar) - 3 det(be_bar)^(1/3))/2 + K ((J^2 - 1)/2 - ln J)/2,
    which is 0 without stress whatever the determinant.

    The plastic return uses the modulus G tr(be_bar)/3 and is explicit (Simo 1988,
    doi:10.1016/0045-7825(88)90076-X; Simo & Hughes 1998, box 9.1).
    """

    def deviatoric_stress(self, be: Tensor, volume_ratio: Scalar) -> Tensor:
        """Deviatoric Kirchhoff stress [MPa], shape (3, 3)."""
        from nanoglue.models.tensors import deviator

        return self.shear * volume_ratio ** (-2 / 3) * deviator(be)

    def shear_modulus_of_return(self, be: Tensor, volume_ratio: Scalar) -> Scalar:
        """Shear modulus G tr(be_bar)/3 [MPa] of the plastic return."""
        trace = be[0, 0] + be[1, 1] + be[2, 2]
        return self.shear * volume_ratio ** (-2 / 3) * trace / 3

    def be_of_stress(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Tensor:
        """Left Cauchy-Green tensor (3, 3) of the given deviatoric stress, trace of be_bar kept."""
        import ufl

        mean = self.shear_modulus_of_return(be, volume_ratio) / self.shear
        return volume_ratio ** (2 / 3) * (deviatoric_stress / self.shear + mean * ufl.Identity(3))

    def dissipation(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Scalar:
        """What plastic flow dissipates, over yield stress times plastic strain [-].

        The flow d be_bar = -tr(be_bar) d_alpha s/q changes the energy by
        -G/2 det(be_bar)^(1/3) tr(be_bar) (-be_bar^-1 : s)/q d_alpha, which is q d_alpha but for
        the elastic strain beside 1.
        """
        import ufl

        from nanoglue.models.expressions import TINY
        from nanoglue.models.tensors import determinant, inverse

        bar = volume_ratio ** (-2 / 3) * be
        squared = 1.5 * ufl.inner(deviatoric_stress, deviatoric_stress)
        along = -ufl.inner(inverse(bar), deviatoric_stress)
        released = self.shear / 2 * determinant(bar) ** (1 / 3) * ufl.tr(bar) * along
        return released / ufl.max_value(squared, TINY)

    def pressure(self, volume_ratio: Scalar) -> Scalar:
        """Mean Kirchhoff stress K (J^2 - 1) / 2 [MPa]."""
        return self.bulk * (volume_ratio**2 - 1) / 2

    def volumetric_energy(self, volume_ratio: Scalar) -> Scalar:
        """K ((J^2 - 1)/2 - ln J) / 2 [pJ/um^3]."""
        return self.bulk * ((volume_ratio**2 - 1) / 2 - ln(volume_ratio)) / 2

    def deviatoric_energy(self, be: Tensor, volume_ratio: Scalar) -> Scalar:
        """G (tr(be_bar) - 3 det(be_bar)^(1/3)) / 2 [pJ/um^3]."""
        from nanoglue.models.tensors import determinant

        trace = be[0, 0] + be[1, 1] + be[2, 2]
        unimodular = trace - 3 * determinant(be) ** (1 / 3)
        return self.shear * volume_ratio ** (-2 / 3) * unimodular / 2
