"""Exponential traction-separation law."""

from dataclasses import dataclass
from math import e
from typing import ClassVar

from nanoglue.models.expressions import TINY, Scalar, exp, maximum, positive, sqrt
from nanoglue.units.quantities import JoulePerSquareMetre, Number, Pascal, Positive


@dataclass(frozen=True, slots=True)
class Exponential:
    r"""Traction that rises smoothly to the strength and decays.

    ``T = e sigma_c (d/d_c) exp(-d/d_c)``.

    ``d^2 = opening^2 + (shear_ratio * sliding)^2`` and ``d_c = G_c / (e sigma_c)`` is the opening
    at the peak (Ortiz & Pandolfi 1999,
    doi:10.1002/(SICI)1097-0207(19990330)44:9<1267::AID-NME486>3.0.CO;2-7, with the normal branch of
    Xu & Needleman 1994, doi:10.1016/0022-5096(94)90003-5). As a secant law the damage is ``1 -
    exp(-d/d_c)``.
    """

    has_potential: ClassVar[bool] = False
    literal: ClassVar[tuple[str, ...]] = ("failed",)

    strength: Positive[Pascal]
    toughness: Positive[JoulePerSquareMetre]
    shear_ratio: Positive[Number] = 1.0
    failed: Positive[Number] = 0.999

    @property
    def opening_at_peak(self) -> float:
        """Opening at which the traction is the strength [um]."""
        return self.toughness / (e * self.strength)

    @property
    def strength_shear(self) -> float:
        """Largest traction in shear [MPa]."""
        return self.shear_ratio * self.strength

    @property
    def normal_stiffness(self) -> float:
        """Initial slope of the normal traction [MPa/um]."""
        return e * self.strength / self.opening_at_peak

    @property
    def shear_stiffness(self) -> float:
        """Initial slope of the tangential traction [MPa/um]."""
        return self.shear_ratio**2 * self.normal_stiffness

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Damage [-] on the envelope, tending to 1."""
        effective = sqrt(maximum(positive(opening) ** 2 + (self.shear_ratio * sliding) ** 2, TINY))
        return 1 - exp(-effective / self.opening_at_peak)

    def failed_at(self) -> float:
        """The law only tends to zero traction: ``failed`` is the damage that counts as debonded."""
        return self.failed
