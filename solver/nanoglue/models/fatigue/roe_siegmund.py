"""Fatigue by accumulated opening under tractions above an endurance limit."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar, positive, where
from nanoglue.units.quantities import Fraction, Metre, NonNegative, Positive


@dataclass(frozen=True, slots=True)
class RoeSiegmund:
    """Fatigue grows by ``change / length <load - endurance>`` from an accumulated jump on.

    Roe & Siegmund 2003, doi:10.1016/S0013-7944(02)00034-6: ``length`` is the accumulated
    jump over which a traction equal to the strength left would use the interface up, ``endurance``
    the share of the strength left that can be borne for ever, and ``threshold`` the accumulated
    jump before which nothing happens.
    """

    length: Positive[Metre]
    endurance: Fraction = 0.0
    threshold: NonNegative[Metre] = 0.0

    def growth(self, change: Scalar, load: Scalar, accumulated: Scalar) -> Scalar:
        """Growth of fatigue [-] over a change of the jump."""
        grown = change / self.length * positive(load - self.endurance)
        return where(accumulated, self.threshold, grown, 0.0)
