"""Metal that is deposited under a film and pushes it up as fast as its stress allows."""

import ufl

from nanoglue.case.schema import loads
from nanoglue.models.expressions import Expr
from nanoglue.physics.parameters import in_forms
from nanoglue.runtime.fenics import fem
from nanoglue.units.constants import FARADAY, GAS_CONSTANT


class Nucleus:
    """Pressure [MPa] of a surface that grows by Butler-Volmer kinetics under that pressure.

    Symmetric, one electron an atom, and the metal's chemical potential raised by p V_m:

        v = 2 v0 sinh((F phi - p V_m) / (2 R T))

    with the speed v0 [um/s] at which the surface exchanges metal at rest. Where the film moves at
    v, this is a pressure: p = (F phi - 2 R T asinh(v / (2 v0))) / V_m. It stalls the growth at F
    phi / V_m.
    """

    def __init__(
        self,
        u: fem.Function,
        model: loads.Nucleus,
        overpotential: Expr,
        temperature: fem.Constant,
        dt: fem.Constant,
    ) -> None:
        """Store the displacement of the film at the start of the step.

        Args:
            u: displacement of the film's body.
            model: ``molar_volume`` [m^3/mol] and ``exchange_speed`` [um/s].
            overpotential: phi [V] in the forms.
            temperature: present one [K].
            dt: length of the present step [s].
        """
        mesh = u.function_space.mesh
        self.u, self.model, self.dt = u, in_forms(model, mesh), dt
        self.overpotential, self.temperature = overpotential, temperature
        self.u_old = fem.Function(u.function_space, name="displacement_before")

    def pressure(self, normal: Expr) -> Expr:
        """Pressure [MPa] on the film, whose outward normal on this side has shape (2,)."""
        speed = -ufl.dot(self.u - self.u_old, normal) / self.dt
        share = speed / (2 * self.model.exchange_speed)
        sinh_inverse = ufl.ln(share + ufl.sqrt(share**2 + 1))
        thermal = 2 * GAS_CONSTANT * self.temperature * sinh_inverse
        return (FARADAY * self.overpotential - thermal) / self.model.molar_volume
