"""Growth limited by the tunnelling of electrons through the film."""

from dataclasses import dataclass
from math import log1p

from nanoglue.units.quantities import Metre, Positive, Second


@dataclass(frozen=True, slots=True)
class Logarithmic:
    r"""h = h0 + L ln(1 + t/tau), or dh/dt = (L/tau) exp(-(h - h0)/L).

    The growth falls by a factor e over the ``length`` L, as where electrons tunnel through the
    film; ``time_constant`` tau is L over the initial growth rate.

    Source: B. Horstmann, F. Single and A. Latz, Review on multi-scale models of solid-electrolyte
    interphase formation, arXiv:1811.04667.

    >>> round(Logarithmic(length=1.0, time_constant=10.0).thickness(2.0, 90.0), 4)
    4.3026
    """

    length: Positive[Metre]
    time_constant: Positive[Second]

    def thickness(self, initial: float, time: float) -> float:
        """Return the thickness [um] at a time [s]."""
        return initial + self.length * log1p(time / self.time_constant)
