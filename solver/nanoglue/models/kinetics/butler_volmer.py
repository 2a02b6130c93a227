"""Butler-Volmer kinetics with a resistive film."""

from dataclasses import dataclass

from nanoglue.models.expressions import (
    TINY,
    Scalar,
    asinh,
    cosh,
    maximum,
    minimum,
    sinh,
    sqrt,
)
from nanoglue.units.constants import FARADAY, GAS_CONSTANT
from nanoglue.units.quantities import (
    AmperePerSquareMetre,
    NonNegative,
    OhmSquareMetre,
    Positive,
)

ITERATIONS = 6
"""Newton iterations for the current through a film, which converge to rounding."""


@dataclass(frozen=True, slots=True)
class ButlerVolmer:
    r"""i = 2 i0 sinh(F eta / (2 R T)), with equal transfer coefficients of 1/2.

    The anodic current density i [A/m^2] extracts the species. i0 is constant
    (``exchange_current_density``) or, with ``depends_on_occupancy``, follows
    i0 = 2 i_ref sqrt(theta (1 - theta)) with theta = x/x_max, so that i_ref is the value at half
    occupancy. A film in series adds the voltage i R with R = ``film_resistance``.

    Source: J. Newman and K. E. Thomas-Alyea, Electrochemical Systems, 3rd ed., Wiley 2004, ch. 8.

    >>> law = ButlerVolmer(exchange_current_density=1.0)
    >>> round(law.overpotential(2.0, 0.5, 298.15) * 1e3, 4)
    45.2895
    """

    exchange_current_density: Positive[AmperePerSquareMetre]
    depends_on_occupancy: bool = False
    film_resistance: NonNegative[OhmSquareMetre] | None = None

    def exchange_current_density_at(self, occupied: Scalar) -> Scalar:
        """Return i0 [A/m^2] at an occupied fraction x/x_max [-]."""
        if not self.depends_on_occupancy:
            return self.exchange_current_density
        share = maximum(occupied, TINY) * maximum(1 - occupied, TINY)
        return 2 * self.exchange_current_density * sqrt(share)

    def anodic_current_density(
        self, polarisation: Scalar, occupied: Scalar, temperature: Scalar
    ) -> Scalar:
        """Return i [A/m^2] at a polarisation V - U [V].

        i = 2 i0 sinh(w), where w + r sinh(w) = y with y = F (V - U)/(2 R T), r = i0 R_film F/(R T).
        """
        exchange = self.exchange_current_density_at(occupied)
        thermal = GAS_CONSTANT * temperature / FARADAY
        w = polarisation / (2 * thermal)
        if self.film_resistance is not None:
            w = _behind_film(w, exchange * self.film_resistance / thermal)
        return 2 * exchange * sinh(w)

    def film_drop(self, current_density: Scalar) -> Scalar:
        """Return the voltage [V] across the film at an anodic current density [A/m^2]."""
        if self.film_resistance is None:
            return 0.0 * current_density
        return self.film_resistance * current_density

    def overpotential(
        self, current_density: Scalar, occupied: Scalar, temperature: Scalar
    ) -> Scalar:
        """Return the overpotential [V] of an anodic current density [A/m^2].

        eta = (2 R T / F) asinh(i / (2 i0)).
        """
        thermal = 2 * GAS_CONSTANT * temperature / FARADAY
        ratio = current_density / (2 * self.exchange_current_density_at(occupied))
        return thermal * asinh(ratio)


def _behind_film(y: Scalar, r: Scalar) -> Scalar:
    """Return w with w + r sinh(w) = y for r >= 0.

    Both y and asinh(y/r) bound w from the side away from zero, where Newton's method converges
    monotonically.

    >>> w = _behind_film(20.0, 1e-3)
    >>> abs(w + 1e-3 * sinh(w) - 20.0) < 1e-12
    True
    """
    bound = asinh(y / (r + TINY))
    w = maximum(minimum(y, maximum(bound, 0.0)), minimum(bound, 0.0))
    for _ in range(ITERATIONS):
        w = w - (w + r * sinh(w) - y) / (1 + r * cosh(w))
    return w
