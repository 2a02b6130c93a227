"""How a displacement gradient and a swelling become an elastic strain measure.

At finite and at small strain.

The plastic history is one symmetric tensor, the plastic metric: the inverse right Cauchy-Green
tensor of the plastic deformation, (Fp^T Fp)^-1, or I - 2 eps_p at small strain. It is the identity
in virgin material.
"""

from typing import Any, Protocol

import ufl

from nanoglue.models.expressions import Expr
from nanoglue.models.materials.plasticity import YieldMeasure
from nanoglue.models.tensors import determinant, inverse

Tensor = Any  # a UFL tensor of shape (3, 3)


class Kinematics(Protocol):
    """The four steps between a displacement gradient H (3, 3) and a stress."""

    def left_cauchy_green(self, gradient: Tensor, swelling: Expr, plastic_metric: Tensor) -> Tensor:
        """Elastic left Cauchy-Green tensor when no plastic flow occurs."""

    def plastic_metric(self, gradient: Tensor, swelling: Expr, left_cauchy_green: Tensor) -> Tensor:
        """Plastic metric that leaves this elastic left Cauchy-Green tensor."""

    def elastic_volume_ratio(self, gradient: Tensor, swelling: Expr) -> Any:
        """Det Fe [-]."""

    def nominal_stress(self, kirchhoff: Tensor, gradient: Tensor, swelling: Expr) -> Tensor:
        """First Piola-Kirchhoff stress [MPa] of the Kirchhoff stress of the elastic deformation."""

    def reference_volume(self, swelling: Expr) -> Any:
        """Volume to which energies refer, over the undeformed one [-]."""

    def cauchy(self, kirchhoff: Tensor, volume_ratio: Expr) -> Tensor:
        """Cauchy stress [MPa] of the Kirchhoff stress and the elastic volume ratio."""

    def yield_measure(self, yield_on: YieldMeasure, volume_ratio: Expr, swelling: Expr) -> Any:
        """Kirchhoff stress of the elastic deformation over the stress that is compared [-]."""


class FiniteStrain:
    """F = Fe Fp Fc with Fc = Jc^(1/3) I; energies refer to the swollen, stress-free volume."""

    def _mechanical(self, gradient: Tensor, swelling: Expr) -> Tensor:
        return (ufl.Identity(3) + gradient) * swelling ** (-1 / 3)

    def left_cauchy_green(self, gradient: Tensor, swelling: Expr, plastic_metric: Tensor) -> Tensor:
        """Fe Fe^T = Fm (Fp^T Fp)^-1 Fm^T with Fm = F Jc^(-1/3)."""
        mechanical = self._mechanical(gradient, swelling)
        return mechanical * plastic_metric * mechanical.T

    def plastic_metric(self, gradient: Tensor, swelling: Expr, left_cauchy_green: Tensor) -> Tensor:
        """Fm^-1 be Fm^-T."""
        back = inverse(self._mechanical(gradient, swelling))
        return back * left_cauchy_green * back.T

    def elastic_volume_ratio(self, gradient: Tensor, swelling: Expr) -> Any:
        """J / Jc, as plastic flow keeps the volume."""
        return determinant(ufl.Identity(3) + gradient) / swelling

    def nominal_stress(self, kirchhoff: Tensor, gradient: Tensor, swelling: Expr) -> Tensor:
        """Jc tau F^-T."""
        return swelling * kirchhoff * inverse(ufl.Identity(3) + gradient).T

    def reference_volume(self, swelling: Expr) -> Any:
        """Jc."""
        return swelling

    def cauchy(self, kirchhoff: Tensor, volume_ratio: Expr) -> Tensor:
        """Tau / det(Fe)."""
        return kirchhoff / volume_ratio

    def yield_measure(self, yield_on: YieldMeasure, volume_ratio: Expr, swelling: Expr) -> Any:
        """Det(Fe) for the Cauchy stress, 1 for tau, 1/Jc for J times the Cauchy stress."""
        measures = {
            "cauchy": volume_ratio,
            "kirchhoff": 1.0,
            "kirchhoff_with_swelling": 1 / swelling,
        }
        return measures[yield_on]


class SmallStrain:
    """Strains add: eps = eps_e + eps_p + (Jc - 1)/3 I.

    The elastic metric stands for I + 2 eps_e.
    """

    def left_cauchy_green(self, gradient: Tensor, swelling: Expr, plastic_metric: Tensor) -> Tensor:
        """I + 2 eps_e."""
        return gradient + gradient.T - 2 / 3 * (swelling - 1) * ufl.Identity(3) + plastic_metric

    def plastic_metric(self, gradient: Tensor, swelling: Expr, left_cauchy_green: Tensor) -> Tensor:
        """I - 2 eps_p."""
        return left_cauchy_green - gradient - gradient.T + 2 / 3 * (swelling - 1) * ufl.Identity(3)

    def elastic_volume_ratio(self, gradient: Tensor, swelling: Expr) -> Any:
        """1 + tr(eps_e)."""
        return 1 + ufl.tr(gradient) - (swelling - 1)

    def nominal_stress(self, kirchhoff: Tensor, gradient: Tensor, swelling: Expr) -> Tensor:  # noqa: ARG002
        """The one stress there is."""
        return kirchhoff

    def reference_volume(self, swelling: Expr) -> Any:  # noqa: ARG002
        """The undeformed volume."""
        return 1.0

    def cauchy(self, kirchhoff: Tensor, volume_ratio: Expr) -> Tensor:  # noqa: ARG002
        """The one stress there is."""
        return kirchhoff

    def yield_measure(self, yield_on: YieldMeasure, volume_ratio: Expr, swelling: Expr) -> Any:  # noqa: ARG002
        """Return 1, as there is one stress."""
        return 1.0
