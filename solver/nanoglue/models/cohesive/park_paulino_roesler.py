"""Park-Paulino-Roesler law, from a potential with a shape, strength and toughness of each mode."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from annotated_types import Gt

from nanoglue.models.cohesive import potential_damage
from nanoglue.models.expressions import Scalar, maximum, minimum, norm, positive, power
from nanoglue.units.quantities import Fraction, JoulePerSquareMetre, Number, Pascal, Positive


@dataclass(frozen=True, slots=True)
class Mode:
    """Softening in one mode: toughness [J/m^2], strength [MPa], shape alpha, initial slope lambda.

    ``T = K w s(x)`` with ``x = w/final`` and ``s = (1 - x)^(alpha - 1) (1 + alpha x/m)^(m - 1)``,
    ``m = alpha (alpha - 1) lambda^2 / (1 - alpha lambda^2)``; ``lambda`` is w/final at the peak.
    """

    toughness: float
    strength: float
    shape: float
    slope: float

    @property
    def exponent(self) -> float:
        """The exponent m [-]."""
        square = self.slope**2
        return self.shape * (self.shape - 1) * square / (1 - self.shape * square)

    @property
    def final(self) -> float:
        """Jump at which the traction is 0 [um]."""
        m, a, s = self.exponent, self.shape, self.slope
        ratio = a * s * (1 - s) ** (a - 1) * (a / m + 1) * (a * s / m + 1) ** (m - 1)
        return self.toughness / self.strength * ratio

    @property
    def stiffness(self) -> float:
        """Initial slope of the traction [MPa/um]."""
        m, a = self.exponent, self.shape
        return self.toughness / self.final**2 * a * (m + a) / m

    def secant(self, jump: Scalar) -> Scalar:
        """Traction over that without softening [-]: 1 at no jump, 0 from the final one on."""
        m, a, x = self.exponent, self.shape, minimum(jump / self.final, 1.0)
        return power(1 - x, a - 1) * (1 + a * x / m) ** (m - 1)

    def remaining(self, jump: Scalar) -> Scalar:
        """Remaining share of the toughness [-]."""
        m, a, x = self.exponent, self.shape, minimum(jump / self.final, 1.0)
        return power(1 - x, a) * (1 + a * x / m) ** m


@dataclass(frozen=True, slots=True)
class ParkPaulinoRoesler:
    """Intrinsic law of Park, Paulino & Roesler 2009, doi:10.1016/j.jmps.2008.10.003.

    The potential of opening and sliding is ``min(G_n, G_t) + [Gamma_n g_n + <G_n - G_t>] [Gamma_t
    g_t + <G_t - G_n>]`` with ``g = (1 - x)^alpha (m/alpha + x)^m`` of each mode. A traction is that
    of its pure mode times ``1 - max(G'/G, 1) (1 - share)``, with the share of the other mode's
    toughness G' that remains. It is 0 beyond the final jump of its mode and beyond the conjugate
    final jump of the other, where this factor reaches 0. ``shape`` below 2 softens after a plateau,
    2 about linearly, above 2 with a tail; ``initial_slope`` is the jump at the peak over the final
    one.

    Both secants stay at the largest opening and sliding so far (Park & Paulino 2012, Eng. Fract.
    Mech. 93, 239-262, with a linear return to the origin; there a traction may recover when the
    other jump falls, here it does not).
    """

    has_potential: ClassVar[bool] = True
    literal: ClassVar[tuple[str, ...]] = (
        "shape",
        "shape_shear",
        "initial_slope",
        "initial_slope_shear",
    )

    strength: Positive[Pascal]
    toughness: Positive[JoulePerSquareMetre]
    strength_shear: Positive[Pascal] | None = None
    toughness_shear: Positive[JoulePerSquareMetre] | None = None
    shape: Annotated[Number, Gt(1)] = 3.0
    shape_shear: Annotated[Number, Gt(1)] = 3.0
    initial_slope: Positive[Fraction] = 0.05
    initial_slope_shear: Positive[Fraction] = 0.05

    def __post_init__(self) -> None:
        """Refuse a start so soft that damage would not rise from the beginning.

        Raises:
            ValueError: an initial slope too large for the shape.
        """
        for name, mode in (("", self.normal), ("_shear", self.tangential)):
            largest = (2 * mode.shape - 1) ** -0.5
            if mode.slope >= largest:
                raise ValueError(
                    f"initial_slope{name} must be below {largest:.3g}, which is "
                    f"(2 shape{name} - 1)^(-1/2), not {mode.slope:g}"
                )

    @property
    def normal(self) -> Mode:
        """Mode I."""
        return Mode(self.toughness, self.strength, self.shape, self.initial_slope)

    @property
    def tangential(self) -> Mode:
        """Mode II."""
        toughness = self.toughness if self.toughness_shear is None else self.toughness_shear
        strength = self.strength if self.strength_shear is None else self.strength_shear
        return Mode(toughness, strength, self.shape_shear, self.initial_slope_shear)

    @property
    def normal_stiffness(self) -> float:
        """Initial slope of the normal traction [MPa/um]."""
        return self.normal.stiffness

    @property
    def shear_stiffness(self) -> float:
        """Initial slope of the tangential traction [MPa/um]."""
        return self.tangential.stiffness

    def potential(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Work of separation per area [J/m^2] of a jump at which both tractions act."""
        first, second = self.normal, self.tangential
        smaller = minimum(first.toughness, second.toughness)
        normal = first.toughness * first.remaining(opening)
        shear = second.toughness * second.remaining(norm(sliding))
        left = normal - positive(first.toughness - second.toughness)
        left_shear = shear - positive(second.toughness - first.toughness)
        return smaller - left * left_shear / smaller

    def secants(self, opening: Scalar, sliding: Scalar) -> tuple[Scalar, Scalar, Scalar]:
        """Remaining share of the normal and the shear stiffness [-], and no lift [um]."""
        first, second = self.normal, self.tangential
        ratio, slid = second.toughness / first.toughness, norm(sliding)
        by_sliding = positive(1 - maximum(ratio, 1.0) * (1 - second.remaining(slid)))
        by_opening = positive(1 - maximum(1 / ratio, 1.0) * (1 - first.remaining(opening)))
        return first.secant(opening) * by_sliding, second.secant(slid) * by_opening, 0.0

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Damage [-] on the envelope: 1 where both tractions vanish."""
        return potential_damage(self, positive(opening), sliding)

    def failed_at(self) -> float:
        """A point is debonded at damage 1."""
        return 1.0
