"""Compression of an intact bond: its own stiffness up to its strength, that of contact beyond."""

from typing import Protocol

import ufl

from nanoglue.models.expressions import Expr, positive
from nanoglue.runtime.fenics import fem


class StrongLaw(Protocol):
    """What is needed of a traction-separation law with a strength."""

    strength: float
    """Largest normal traction [MPa]."""

    @property
    def normal_stiffness(self) -> float:
        """Initial slope of the normal traction [MPa/um]."""


class BondCompression:
    """A bond as an elastic layer under pressure.

    The layer has the stiffness ``k = 1 / ((1 - s) / K + s / K_c)`` with the stiffness K of the
    law, K_c of contact and s, the damage at which the point was open the last time. The pressure
    ``max(k c, f + K_c (c - f / k))`` of the compression c follows the layer to the strength f. As
    s changes only where the pressure is zero, damage under pressure creates no energy.
    """

    def __init__(self, space: fem.FunctionSpace, law: StrongLaw, contact: fem.Constant) -> None:
        """Initialise a layer that has not been open.

        Args:
            space: quadrature space of the interface.
            law: strength [MPa] and stiffness [MPa/um] of the bond, as constants of the forms.
            contact: stiffness of contact [MPa/um], not below that of the law.
        """
        self.law, self.contact = law, contact
        self.damage_open = fem.Function(space, name="damage_when_open")

    def pressure(self, opening: Expr) -> Expr:
        """Return the pressure [MPa] at a normal jump [um]."""
        closed = positive(-opening)
        beyond = self.contact * (closed - self.law.strength * self._excess())  # <= 0 where open
        return ufl.max_value(closed / self._compliance(), beyond)

    def shortening(self, pressure: Expr) -> Expr:
        """Return the compression of the layer [um] that is not penetration of the bodies."""
        return ufl.min_value(pressure, self.law.strength) * self._excess()

    def energy(self, pressure: Expr) -> Expr:
        """Return the recoverable energy per area [pJ/um^2] at a pressure [MPa]."""
        layer = ufl.min_value(pressure, self.law.strength) ** 2 * self._excess()
        return (pressure**2 / self.contact + layer) / 2

    def updated(self, opening: Expr, damage: Expr) -> Expr:
        """Return the damage [-] at which a point was open the last time, after the step."""
        return ufl.conditional(ufl.gt(opening, 0.0), damage, self.damage_open("+"))

    def _compliance(self) -> Expr:
        """Return the compliance of the layer [um/MPa] below the strength."""
        return 1 / self.contact + self._excess()

    def _excess(self) -> Expr:
        """Return the compliance of the layer above that of contact [um/MPa]."""
        intact = positive(1 - self.damage_open("+"))  # stored damage may exceed 1 by rounding
        return intact * (1 / self.law.normal_stiffness - 1 / self.contact)
