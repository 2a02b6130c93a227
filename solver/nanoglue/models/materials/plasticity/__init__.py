"""Flow rules, one to a file: how far the equivalent stress falls back in a step."""

from typing import Protocol

from nanoglue.models.expressions import Scalar


class Plasticity(Protocol):
    """What mechanics asks of a flow rule."""

    def yield_strength(self, plastic_strain: Scalar) -> Scalar:
        """Equivalent Kirchhoff stress [MPa] borne at an equivalent plastic strain [-]."""

    def increment(self, trial: Scalar, modulus: Scalar, plastic_strain: Scalar) -> Scalar:
        """Equivalent plastic strain [-] of a step, from trial stress and shear modulus [MPa]."""
