"""Linear elasticity of a solid with fibres along the first axis, at small strain."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nanoglue.models.expressions import Scalar
from nanoglue.models.materials.elasticity import Tensor
from nanoglue.units.quantities import Number, Pascal, PoissonsRatio, Positive


@dataclass(frozen=True, slots=True)
class Fibrous:
    """sigma = C eps, isotropic across the fibres, which lie along x (or r).

    ``youngs_modulus`` and ``poissons_ratio`` (contraction across over stretch along) are those
    along the fibres, ``shear_modulus`` that of x and y. What is called deviatoric here is what is
    left beside K tr(eps) I, with K a ninth of the sum of the normal stiffnesses.
    """

    literal: ClassVar[tuple[str, ...]] = (
        "youngs_modulus",
        "youngs_modulus_across",
        "shear_modulus",
        "poissons_ratio",
        "poissons_ratio_across",
    )
    """The stiffness is the inverse of a matrix of numbers."""

    youngs_modulus: Positive[Pascal]
    youngs_modulus_across: Positive[Pascal]
    shear_modulus: Positive[Pascal]
    poissons_ratio: PoissonsRatio
    poissons_ratio_across: Number = 0.0

    def __post_init__(self) -> None:
        """Refuse moduli of a solid that would gain energy by straining.

        Raises:
            ValueError: the normal stiffnesses are not positive definite.
        """
        if np.linalg.eigvalsh(self._compliance()).min() <= 0:
            raise ValueError("these moduli and Poisson's ratios make an unstable solid")

    def _compliance(self) -> np.ndarray:
        """Normal strains by normal stresses [1/MPa], shape (3, 3)."""
        along = -self.poissons_ratio / self.youngs_modulus
        across = -self.poissons_ratio_across / self.youngs_modulus_across
        found = np.full((3, 3), along)
        found[1, 2] = found[2, 1] = across
        own = (self.youngs_modulus, self.youngs_modulus_across, self.youngs_modulus_across)
        np.fill_diagonal(found, 1 / np.array(own))
        return found

    @property
    def stiffness(self) -> np.ndarray:
        """Normal stresses by normal strains [MPa], shape (3, 3)."""
        found: np.ndarray = np.linalg.inv(self._compliance())
        return found

    @property
    def finite_strain(self) -> bool:
        """Geometry is linearised."""
        return False

    @property
    def isotropic(self) -> bool:
        """Stiffer along the fibres."""
        return False

    @property
    def bulk(self) -> float:
        """Mean stress by an even volume strain [MPa]."""
        return float(self.stiffness.sum()) / 9

    def deviatoric_stress(self, be: Tensor, volume_ratio: Scalar) -> Tensor:
        """C eps - K tr(eps) I [MPa], shape (3, 3), of be = I + 2 eps."""
        import ufl

        strain = [(be[i, i] - 1) / 2 for i in range(3)]
        mean = self.pressure(volume_ratio)
        normal = [
            sum(float(c) * e for c, e in zip(row, strain, strict=True)) - mean
            for row in self.stiffness
        ]
        shear = self.shear_modulus * be[0, 1]
        return ufl.as_tensor([[normal[0], shear, 0], [shear, normal[1], 0], [0, 0, normal[2]]])

    def shear_modulus_of_return(self, be: Tensor, volume_ratio: Scalar) -> Scalar:  # noqa: ARG002
        """Shear modulus [MPa]; there is no plastic return."""
        return self.shear_modulus

    def be_of_stress(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Tensor:  # noqa: ARG002
        """Nothing flows."""
        return be

    def dissipation(self, be: Tensor, volume_ratio: Scalar, deviatoric_stress: Tensor) -> Scalar:  # noqa: ARG002
        """Nothing flows."""
        return 1.0

    def pressure(self, volume_ratio: Scalar) -> Scalar:
        """K tr(eps) [MPa]."""
        return self.bulk * (volume_ratio - 1)

    def volumetric_energy(self, volume_ratio: Scalar) -> Scalar:
        """K tr(eps)^2 / 2 [pJ/um^3]."""
        return self.bulk * (volume_ratio - 1) ** 2 / 2

    def deviatoric_energy(self, be: Tensor, volume_ratio: Scalar) -> Scalar:
        """(eps : C eps - K tr(eps)^2) / 2 [pJ/um^3]."""
        import ufl

        strain = (be - ufl.Identity(3)) / 2
        return ufl.inner(self.deviatoric_stress(be, volume_ratio), strain) / 2
