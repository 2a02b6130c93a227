"""Flow of the species through an interface between two bodies that both take it up."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import ufl

from nanoglue.models.expressions import Expr
from nanoglue.physics.parameters import constant
from nanoglue.physics.protocol import Coupling
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.damage_forecast import DamageForecast
    from nanoglue.physics.diffusion import Diffusion


class InterfaceFlux(Coupling):
    """Flux k c (mu_minus - mu_plus)/(R T) (1 - damage) towards the plus body.

    c is the mean of the two host concentrations, so that between like bodies with an ideal
    potential the flux is k times the difference of the concentrations. The damage is that of the
    last accepted step, or extrapolated from it (``stepping.method: bdf2``).
    """

    def __init__(
        self, forecast: "DamageForecast", plus: "Diffusion", minus: "Diffusion", permeability: float
    ) -> None:
        """Open an interface.

        Args:
            forecast: damage of the interface.
            plus: mass balance of its plus body.
            minus: mass balance of its minus body.
            permeability: k [um/s].
        """
        cohesion = self.cohesion = forecast.cohesion
        self.forecast, self.plus, self.minus = forecast, plus, minus
        reference = (plus.host + minus.host) / 2
        self.factor = constant(cohesion.domain.mesh, permeability) * reference / plus.thermal

    def flux(self) -> Expr:
        """Towards the plus body [amol/(um^2 s)]."""
        bonded = 1 - self.forecast.damage("+")
        return self.factor * bonded * (self.minus.mu("-") - self.plus.mu("+"))

    def residual(self, tests: Mapping[fem.Function, Expr]) -> Expr:
        """Outflow of one body and inflow of the other, with the sign of the residual."""
        difference: ufl.core.expr.Expr = tests[self.minus.x]("-") - tests[self.plus.x]("+")
        return self.flux() * difference * self.cohesion.dA()
