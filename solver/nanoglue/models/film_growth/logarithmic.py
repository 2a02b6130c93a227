"""Growth limited by the tunnelling of electrons through the film."""

from dataclasses import dataclass
from math import log1p

from nanoglue.units.quantities import Metre, Positive, Second


@dataclass(frozen=True, slots=True)
class Logarithmic:
    r"""h = h0 + L ln(1 + t/tau), or dh/dt = (L/tau) exp(-(h - h0)/L).

    The growth falls by a factor e over the ``length`` L, as where electrons tunnel through the
    film; ``time_constant`` tau is L over the initial growth rate.

    Source: D. Li, D. Danilov, Z. Zhang, H. Chen, Y. Yang and P. H. L. Notten, J. Electrochem. Soc.
    162 (2015) A858, doi:10.1149/2.0161506jes.

    >>> round(Logarithmic(length=1.0, time_constant=10.0).thickness(2.0, 90.0), 4)
    4.3026
    """

    length: Positive[Metre]
    time_constant: Positive[Second]

    def thickness(self, initial: float, time: float) -> float:
        """Return the thickness [um] at a time [s]."""
        return initial + self.length * log1p(time / self.time_constant)
