"""Growth limited by transport through the film."""

from dataclasses import dataclass
from math import sqrt

from nanoglue.units.quantities import Positive, SquareMetrePerSecond


@dataclass(frozen=True, slots=True)
class Parabolic:
    r"""h = sqrt(h0^2 + 2 k t), or dh/dt = k/h with the rate constant k.

    Transport through the film limits its growth.

    Source: B. Horstmann, F. Single and A. Latz, Review on multi-scale models of solid-electrolyte
    interphase formation, arXiv:1811.04667.

    >>> round(Parabolic(rate=2.0).thickness(3.0, 4.0), 6)
    5.0
    """

    rate: Positive[SquareMetrePerSecond]

    def thickness(self, initial: float, time: float) -> float:
        """Return the thickness [um] at a time [s]."""
        return sqrt(initial**2 + 2 * self.rate * time)
