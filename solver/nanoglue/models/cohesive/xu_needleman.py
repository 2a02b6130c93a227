"""Exponential law of Xu and Needleman, from a potential of opening and sliding."""

from dataclasses import dataclass
from math import e, sqrt
from typing import Annotated, ClassVar

from annotated_types import Ge, Lt

from nanoglue.models.cohesive import potential_damage
from nanoglue.models.expressions import Scalar, exp, positive
from nanoglue.units.quantities import JoulePerSquareMetre, Number, Pascal, Positive


@dataclass(frozen=True, slots=True)
class XuNeedleman:
    r"""Law of Xu & Needleman 1993, doi:10.1088/0965-0393/1/2/001.

    With ``x = opening/d_n``, ``y = sliding/d_t`` the potential is ``phi = G_n + G_n exp(-x) {(1 - r
    + x) (1 - q)/(r - 1) - [q + (r - q)/(r - 1) x] exp(-y^2)}``. Here ``q = G_t/G_n`` is the ratio
    of the toughnesses (1 unless ``toughness_shear`` is given) and ``r`` is ``opening_ratio``: the
    opening, over d_n, at which the normal traction is 0 after complete shear separation. With ``d_n
    = G_n/(e sigma)`` and ``d_t = sqrt(2/e) G_t/tau`` the tractions peak at the strengths.

    The paper has no unloading; here both secants stay at the largest opening and sliding so far.
    ``0 <= r <= q <= 1`` is required, as otherwise a traction would grow again with the other jump.
    """

    has_potential: ClassVar[bool] = True
    literal: ClassVar[tuple[str, ...]] = ("failed",)

    strength: Positive[Pascal]
    toughness: Positive[JoulePerSquareMetre]
    strength_shear: Positive[Pascal] | None = None
    toughness_shear: Positive[JoulePerSquareMetre] | None = None
    opening_ratio: Annotated[Number, Ge(0), Lt(1)] = 0.0
    failed: Positive[Number] = 0.999

    def __post_init__(self) -> None:
        """Refuse ratios with which a traction grows again with the other jump.

        Raises:
            ValueError: toughness_shear above toughness, or opening_ratio above their ratio.
        """
        if self.ratio > 1:
            raise ValueError(
                "toughness_shear must not exceed toughness: the potential would press the "
                "faces together while they slide apart; park_paulino_roesler has no such limit"
            )
        if self.opening_ratio > self.ratio:
            raise ValueError(
                f"opening_ratio must not exceed toughness_shear/toughness = {self.ratio:g}"
            )

    @property
    def _toughness_shear(self) -> float:
        return self.toughness if self.toughness_shear is None else self.toughness_shear

    @property
    def ratio(self) -> float:
        """Toughness in shear over that in opening, q [-]."""
        return self._toughness_shear / self.toughness

    @property
    def opening_at_peak(self) -> float:
        """Opening d_n at which the normal traction is the strength [um]."""
        return self.toughness / (e * self.strength)

    @property
    def sliding_length(self) -> float:
        """Sliding d_t; the tangential traction is the shear strength at d_t / sqrt(2) [um]."""
        strength = self.strength if self.strength_shear is None else self.strength_shear
        return sqrt(2 / e) * self._toughness_shear / strength

    @property
    def normal_stiffness(self) -> float:
        """Initial slope of the normal traction [MPa/um]."""
        return self.toughness / self.opening_at_peak**2

    @property
    def shear_stiffness(self) -> float:
        """Initial slope of the tangential traction [MPa/um]."""
        return 2 * self._toughness_shear / self.sliding_length**2

    def potential(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Work of separation per area [J/m^2]."""
        q, r, x = self.ratio, self.opening_ratio, opening / self.opening_at_peak
        first = (1 - r + x) * (1 - q) / (r - 1)
        second = (q + (r - q) / (r - 1) * x) * exp(-((sliding / self.sliding_length) ** 2))
        return self.toughness * (1 + exp(-x) * (first - second))

    def secants(self, opening: Scalar, sliding: Scalar) -> tuple[Scalar, Scalar, Scalar]:
        """Remaining share of the normal and the shear stiffness [-], and the lift [um]."""
        q, r, x = self.ratio, self.opening_ratio, opening / self.opening_at_peak
        sheared = exp(-((sliding / self.sliding_length) ** 2))
        kept = (1 - q) / (1 - r) * (1 - sheared)
        normal = exp(-x) * (sheared + kept)
        shear = exp(-x) * sheared * (1 + (q - r) / (1 - r) / q * x)
        return normal, shear, exp(-x) * kept * r * self.opening_at_peak

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Damage [-] on the envelope, tending to 1."""
        return potential_damage(self, positive(opening), sliding)

    def failed_at(self) -> float:
        """The law only tends to zero traction: ``failed`` is the damage that counts as debonded."""
        return self.failed
