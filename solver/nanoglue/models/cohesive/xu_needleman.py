"""Exponential law of Xu and Needleman, from a potential of opening and sliding."""

from dataclasses import dataclass
from math import e, sqrt

from nanoglue.models.expressions import TINY, Scalar, exp, maximum, positive
from nanoglue.units.quantities import JoulePerSquareMetre, Number, Pascal, Positive


@dataclass(frozen=True, slots=True)
class XuNeedleman:
    r"""Potential ``G (1 - (1 + x) exp(-x - y^2))``, ``x = opening/d_n``, ``y = sliding/d_t``.

    With ``d_n = G/(e sigma)`` and ``d_t = sqrt(2/e) G/tau`` the tractions peak at the strengths:
    the law of Xu & Needleman 1994, doi:10.1016/0022-5096(94)90003-5, with q = 1 and r = 0, whose
    toughness is the same in both modes. Its secants ``exp(-x - y^2)`` in opening and
    ``(1 + x) exp(-x - y^2)`` in sliding become one damage, each with its share b of the elastic
    energy, so that pure modes and the work on any straight path are those of the potential:
    ``1 - damage = (1 + b x) exp(-x - y^2)``.
    """

    strength: Positive[Pascal]
    toughness: Positive[JoulePerSquareMetre]
    strength_shear: Positive[Pascal] | None = None
    failed: Positive[Number] = 0.999

    @property
    def opening_at_peak(self) -> float:
        """Opening d_n at which the normal traction is the strength [um]."""
        return self.toughness / (e * self.strength)

    @property
    def sliding_length(self) -> float:
        """Sliding d_t; the tangential traction is the shear strength at d_t / sqrt(2) [um]."""
        strength = self.strength if self.strength_shear is None else self.strength_shear
        return sqrt(2 / e) * self.toughness / strength

    @property
    def normal_stiffness(self) -> float:
        """Initial slope of the normal traction [MPa/um]."""
        return self.toughness / self.opening_at_peak**2

    @property
    def shear_stiffness(self) -> float:
        """Initial slope of the tangential traction [MPa/um]."""
        return 2 * self.toughness / self.sliding_length**2

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Damage [-] on the envelope, tending to 1."""
        open_part = positive(opening)
        normal = self.normal_stiffness * open_part**2
        shear = self.shear_stiffness * sliding * sliding
        share = shear / maximum(normal + shear, TINY)
        x, square = open_part / self.opening_at_peak, (sliding / self.sliding_length) ** 2
        return 1 - (1 + share * x) * exp(-x - square)

    def failed_at(self) -> float:
        """The law only tends to zero traction: ``failed`` is the damage that counts as debonded."""
        return self.failed
