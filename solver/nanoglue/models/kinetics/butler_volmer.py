"""Butler-Volmer kinetics with a resistive film."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Gt, Lt

from nanoglue.models.arrhenius import arrhenius
from nanoglue.models.charge_transfer import (
    current_ratio,
    overpotential_behind_film,
    overpotential_of,
)
from nanoglue.models.expressions import (
    TINY,
    Scalar,
    asinh,
    cosh,
    exp,
    ln,
    maximum,
    minimum,
    sinh,
    sqrt,
)
from nanoglue.units.constants import FARADAY, GAS_CONSTANT
from nanoglue.units.quantities import (
    AmperePerSquareMetre,
    JoulePerMole,
    Kelvin,
    NonNegative,
    Number,
    OhmSquareMetre,
    Positive,
)

ITERATIONS = 6
"""Newton iterations for the current through a film, which converge to rounding."""

SMALLEST_OCCUPANCY = 1e-8
"""Occupied or free fraction [-] below which the exchange current density falls no further.

It would be 0 for an empty or a full surface, through which no current could ever begin to flow.
"""


@dataclass(frozen=True, slots=True)
class ButlerVolmer:
    r"""i = i0 (exp(a F eta/(R T)) - exp(-(1 - a) F eta/(R T))).

    Without ``transfer_coefficient`` a, that of the anodic direction, both are 1/2 and i = 2 i0
    sinh(F eta/(2 R T)). The anodic current density i [A/m^2] extracts the species. i0 is constant
    (``exchange_current_density``) or, with ``depends_on_occupancy``, follows
    i0 = 2 i_ref theta^(1 - a) (1 - theta)^a with theta = x/x_max, both factors of at least 1e-8;
    i_ref is the value at half occupancy. With ``activation_energy`` E the exchange current at the
    temperature T is exp(-E/R (1/T - 1/T_ref)) times that given for ``reference_temperature``. A
    film in series adds the voltage i R with R = ``film_resistance``.

    Source: J. Newman and K. E. Thomas-Alyea, Electrochemical Systems, 3rd ed., Wiley 2004, ch. 8.

    >>> law = ButlerVolmer(exchange_current_density=1.0)
    >>> round(law.overpotential(2.0, 0.5, 298.15) * 1e3, 4)
    45.2895
    """

    exchange_current_density: Positive[AmperePerSquareMetre]
    depends_on_occupancy: bool = False
    film_resistance: NonNegative[OhmSquareMetre] | None = None
    transfer_coefficient: Annotated[Number, Gt(0), Lt(1)] | None = None
    activation_energy: NonNegative[JoulePerMole] | None = None
    reference_temperature: Positive[Kelvin] = 298.15

    def exchange_current_density_at(self, occupied: Scalar, temperature: Scalar) -> Scalar:
        """Return i0 [A/m^2] at an occupied fraction x/x_max [-] and a temperature [K]."""
        energy, reference = self.activation_energy, self.reference_temperature
        given = self.exchange_current_density * arrhenius(energy, reference, temperature)
        if not self.depends_on_occupancy:
            return given
        full, empty = (maximum(part, SMALLEST_OCCUPANCY) for part in (occupied, 1 - occupied))
        if self.transfer_coefficient is None:
            return 2 * given * sqrt(full * empty)
        a = self.transfer_coefficient
        return 2 * given * exp((1 - a) * ln(full) + a * ln(empty))

    def anodic_current_density(
        self, polarisation: Scalar, occupied: Scalar, temperature: Scalar
    ) -> Scalar:
        """Return i [A/m^2] at a polarisation V - U [V].

        i = 2 i0 sinh(w), where w + r sinh(w) = y with y = F (V - U)/(2 R T), r = i0 R_film F/(R T).
        With another transfer coefficient see ``models.charge_transfer``.
        """
        exchange = self.exchange_current_density_at(occupied, temperature)
        thermal = GAS_CONSTANT * temperature / FARADAY
        if self.transfer_coefficient is not None:
            return exchange * self._asymmetric(polarisation / thermal, exchange / thermal)
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

        eta = (2 R T / F) asinh(i / (2 i0)) for transfer coefficients of 1/2.
        """
        thermal = 2 * GAS_CONSTANT * temperature / FARADAY
        ratio = current_density / (2 * self.exchange_current_density_at(occupied, temperature))
        if self.transfer_coefficient is not None:
            return thermal / 2 * overpotential_of(2 * ratio, self.transfer_coefficient)
        return thermal * asinh(ratio)

    def _asymmetric(self, y: Scalar, conductance: Scalar) -> Scalar:
        """Return i/i0 [-] at a polarisation y in units of R T/F; ``conductance`` is i0 F/(R T)."""
        w = y
        if self.film_resistance is not None:
            r = conductance * self.film_resistance
            w = overpotential_behind_film(y, r, self.transfer_coefficient)
        return current_ratio(w, self.transfer_coefficient)


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
