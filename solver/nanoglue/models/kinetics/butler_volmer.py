"""Butler-Volmer kinetics with a resistive film."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar, asinh, sqrt
from nanoglue.units.constants import FARADAY, GAS_CONSTANT
from nanoglue.units.quantities import (
    AmperePerSquareMetre,
    NonNegative,
    OhmSquareMetre,
    Positive,
)


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
    film_resistance: NonNegative[OhmSquareMetre] = 0.0

    def exchange_current_density_at(self, occupied: Scalar) -> Scalar:
        """Return i0 [A/m^2] at an occupied fraction x/x_max [-]."""
        if not self.depends_on_occupancy:
            return self.exchange_current_density
        return 2 * self.exchange_current_density * sqrt(occupied * (1 - occupied))

    def overpotential(
        self, current_density: Scalar, occupied: Scalar, temperature: float
    ) -> Scalar:
        """Return the overpotential [V] of an anodic current density [A/m^2].

        eta = (2 R T / F) asinh(i / (2 i0)).
        """
        thermal = 2 * GAS_CONSTANT * temperature / FARADAY
        ratio = current_density / (2 * self.exchange_current_density_at(occupied))
        return thermal * asinh(ratio)
