"""Exponential softening from the strength, with a stiff start."""

from dataclasses import dataclass
from typing import ClassVar

from nanoglue.models.expressions import Scalar, exp, maximum, norm, positive
from nanoglue.units.quantities import Fraction, JoulePerSquareMetre, Number, Pascal, Positive


@dataclass(frozen=True, slots=True)
class ExponentialSoftening:
    """``T = sigma_c exp(-(d - d_0)/l)`` beyond ``d_0 = initial_slope G_c/sigma_c``.

    ``d^2 = opening^2 + sliding^2`` and ``l = G_c/sigma_c - d_0/2``, so that the area stays G_c. Up
    to ``d_0`` the traction rises linearly: an initially rigid law by penalty (CZM_EXP_REG of
    code_aster, R7.02.11).
    """

    has_potential: ClassVar[bool] = False
    literal: ClassVar[tuple[str, ...]] = ("failed",)

    strength: Positive[Pascal]
    toughness: Positive[JoulePerSquareMetre]
    initial_slope: Positive[Fraction] = 1e-3
    failed: Positive[Number] = 0.999

    @property
    def onset(self) -> float:
        """Opening at which the traction is the strength [um]."""
        return self.initial_slope * self.toughness / self.strength

    @property
    def normal_stiffness(self) -> float:
        """Initial slope of the normal traction [MPa/um]."""
        return self.strength / self.onset

    @property
    def shear_stiffness(self) -> float:
        """Initial slope of the tangential traction [MPa/um]."""
        return self.normal_stiffness

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Damage [-] on the envelope: 0 up to the onset, then tending to 1."""
        length = self.toughness / self.strength - self.onset / 2
        effective = maximum(norm(positive(opening), sliding), self.onset)
        return 1 - self.onset / effective * exp((self.onset - effective) / length)

    def failed_at(self) -> float:
        """The law only tends to zero traction: ``failed`` is the damage that counts as debonded."""
        return self.failed
