"""Growth that approaches a final thickness."""

from dataclasses import dataclass
from math import expm1

from nanoglue.units.quantities import Metre, Positive, Second


@dataclass(frozen=True, slots=True)
class Exponential:
    r"""h = h0 + (h_f - h0) (1 - exp(-t/tau)), or dh/dt = (h_f - h)/tau.

    A reactant is used up; the film approaches the ``final_thickness`` h_f with the
    ``time_constant`` tau. The final thickness is at least the initial one.

    Source: relaxation of first order, without a measurement behind it.

    >>> round(Exponential(final_thickness=5.0, time_constant=2.0).thickness(1.0, 2.0), 4)
    3.5285
    """

    final_thickness: Positive[Metre]
    time_constant: Positive[Second]

    def thickness(self, initial: float, time: float) -> float:
        """Return the thickness [um] at a time [s]."""
        return initial - (self.final_thickness - initial) * expm1(-time / self.time_constant)
