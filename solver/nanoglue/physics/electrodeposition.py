"""Ions and charge that a growing metal takes in: Nernst-Planck, Ohm and Butler-Volmer."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import ufl

from nanoglue.case.schema import phase_field as schema
from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr, positive
from nanoglue.physics.dirichlet import Support, scalar_conditions
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.parameters import in_forms
from nanoglue.physics.phase_field import (
    at_dofs,
    interpolated_change,
    interpolation,
    interpolation_slope,
)
from nanoglue.physics.protocol import Finding, Physics, Update, Violation
from nanoglue.physics.time_integration import Evolution
from nanoglue.runtime.fenics import fem
from nanoglue.units.constants import FARADAY, GAS_CONSTANT

if TYPE_CHECKING:
    from nanoglue.physics.phase_field import PhaseField

ROUNDING = 1e-9
"""Ion fraction [-] below zero that is attributed to the tolerance of the solver."""

RESISTANCE = 10.0
"""Resistance of the front to growth without ions, over the height of the double well [-].

The slope of the double well is at most a fifth of its height: it is balanced where the ion fraction
is 14 % below ``depletion_limit``.
"""


class Deposition(Physics):
    """Ion fraction c [-] of the electrolyte and electric potential phi [V] around a metal front.

    The metal is the phase of an order parameter xi, with h = h(xi), theta = F phi/(R T):

    d xi/dt = ... - k h'(xi) (exp((1 - a) theta) - c exp(-a theta))
    d(c0 c (1 - h) + c_s h)/dt = div(D c0 (grad c + c grad theta)), D = D_m h + D_e (1 - h)
    F c_s dh/dt = div(sigma grad phi), sigma = sigma_m h + sigma_e (1 - h)

    (Chen et al. 2015, doi:10.1016/j.jpowsour.2015.09.055). Ions are counted in the share of the
    electrolyte and metal in that of the metal (Hong & Viswanathan 2018,
    doi:10.1021/acsenergylett.8b01009), so that what the front runs over becomes metal too.

    The energy and the stress of the front move it where no ions are left, too, and would take ions
    that are not there. A front that grows below ``depletion_limit`` c_d therefore meets the
    resistance 10 W (1 - c/c_d)^2, so that c stays positive and diffusion limits the growth.

    With ``stress_coupling`` the reaction sees theta = F (phi + f/(F c_s))/(R T), f the elastic
    energy that a volume of metal costs: compression slows it as an overpotential does, sigma V_m/F
    (Monroe & Newman 2005, doi:10.1149/1.1850854).
    """

    def __init__(
        self,
        phase: "PhaseField",
        model: schema.Deposition,
        temperature: fem.Constant,
        mechanics: Mechanics,
    ) -> None:
        """Make the fields of a body at their initial values.

        Args:
            phase: the order parameter of the metal.
            model: ``phase_field.deposition`` of the case.
            temperature: present one [K].
            mechanics: of the body.
        """
        self.mechanics = mechanics
        mesh, element = phase.xi.function_space.mesh, ("Lagrange", phase.model.order)
        self.phase, self.model, self.name = phase, in_forms(model, mesh), phase.name
        self.limited = model.depletion_limit > 0
        self.per_volt = FARADAY / (GAS_CONSTANT * temperature)
        space = fem.functionspace(mesh, element)
        self.c = fem.Function(space, name="ion_fraction")
        self.phi = fem.Function(fem.functionspace(mesh, element), name="electric_potential")
        self.c.x.array[:] = at_dofs(model.initial, space)
        self.evolution = Evolution(self.c, phase.time)

    @property
    def fields(self) -> list[fem.Function]:
        """Unknowns."""
        return [self.c, self.phi]

    increment_scales: Mapping[str, float] = MappingProxyType(
        {"ion_fraction": 1e-3, "electric_potential": 1e-5}
    )

    @property
    def histories(self) -> list[fem.Function]:
        """Ion fraction of the last step, its mean rate before it and its curvature in time."""
        return [self.evolution.old, self.evolution.rate, self.evolution.curvature]

    def updated_histories(self) -> list[Update]:
        """Ion fraction of the present step, its mean rate and curvature."""
        return self.evolution.updates()

    def dirichlet_conditions(self, domain: Domain, case: Case) -> list[Support]:
        """Prescribed ion fractions and electric potentials of boundaries."""
        ions = scalar_conditions(domain, case, "ion_fraction", {self.name: self.c})
        return ions + scalar_conditions(domain, case, "potential", {self.name: self.phi})

    def violation(self) -> Finding | None:
        """Return where the ion fraction is negative; collective."""
        lowest, place = self.lowest()
        if lowest >= -ROUNDING:
            return None
        at = f"{lowest:.3g} in {self.name} at ({', '.join(f'{value:.4g}' for value in place)}) um"
        return Violation.IONS_DEPLETED, at

    def outputs(self) -> dict[str, fem.Function]:
        """Ion fraction and electric potential."""
        return {"ion_fraction [-]": self.c, "electric_potential [V]": self.phi}

    def _mixed(self, metal: float, electrolyte: float) -> Expr:
        """A property between that of the metal and that of the electrolyte."""
        xi = self.phase.xi
        return metal * interpolation(xi) + electrolyte * interpolation(1 - xi)

    def overpotential(self) -> Expr:
        """Potential that drives the reaction [V], the elastic energy of the metal included."""
        if not self.model.stress_coupling:
            return self.phi
        gradient = self.mechanics.gradient(self.mechanics.u)
        elastic = self.phase.elastic_force(self.mechanics, gradient)
        return self.phi + elastic / (FARADAY * self.model.metal_concentration)

    def reaction(self) -> Expr:
        """Rate over h'(xi) at which the front takes ions in [1/s]."""
        theta, a = self.per_volt * self.overpotential(), self.model.transfer_coefficient
        return self.model.reaction_rate * (self.c * ufl.exp(-a * theta) - ufl.exp((1 - a) * theta))

    def amount(self, c: Expr, xi: Expr) -> Expr:
        """Ions and metal per volume [amol/um^3]."""
        m = self.model
        ions = m.ion_concentration * c * interpolation(1 - xi)
        return ions + m.metal_concentration * interpolation(xi)

    def _change(self, c: Expr, xi: Expr, c_before: Expr, xi_before: Expr) -> Expr:
        """Change of the amount [amol/um^3], without the cancellation of its values."""
        m, grown = self.model, interpolated_change(xi, xi_before)
        metal = (m.metal_concentration - m.ion_concentration * c_before) * grown
        return metal + m.ion_concentration * (c - c_before) * interpolation(1 - xi)

    def deposited(self) -> Expr:
        """Metal that grows at the end of the step, per volume and time [amol/(um^3 s)]."""
        front = self.phase.evolution
        now = interpolated_change(front.function, front.old)
        before = interpolated_change(front.old, front.earlier)
        return self.model.metal_concentration * self.phase.time.derivative(now, before)

    def balance(self, test: Expr) -> Expr:
        """Mass balance of the ions [amol/s]; at held nodes what remains is the inflow."""
        m, dV = self.model, self.phase.dV()
        ions, front = self.evolution, self.phase.evolution
        stored = self.phase.time.derivative(
            self._change(ions.function, front.function, ions.old, front.old),
            self._change(ions.old, front.old, ions.earlier, front.earlier),
        )
        flux = ufl.grad(self.c) + self.c * self.per_volt * ufl.grad(self.phi)
        diffusivity = m.ion_concentration * self._mixed(m.metal_diffusivity, m.diffusivity)
        return (stored * test + diffusivity * ufl.inner(flux, ufl.grad(test))) * dV

    def resistance(self) -> Expr:
        """Return the resistance to growth [pJ/um^3] of a front whose ions are depleted."""
        lacking = positive(1 - self.c / self.model.depletion_limit)
        return RESISTANCE * self.phase.formula.well_height * lacking**2

    def lowest(self) -> tuple[float, tuple[float, ...]]:
        """Return the smallest ion fraction [-] of the body and its place [um]; collective."""
        space = self.c.function_space
        owned = space.dofmap.index_map.size_local
        found: tuple[float, tuple[float, ...]] = np.inf, ()
        if owned:
            node = int(self.c.x.array[:owned].argmin())
            place = space.tabulate_dof_coordinates()[node, : space.mesh.geometry.dim]
            found = float(self.c.x.array[node]), tuple(map(float, place))
        return min(space.mesh.comm.allgather(found))

    def residual(self, tests: Mapping[fem.Function, Expr]) -> Expr:
        """Balance of ions, balance of charge over F, and what the reaction adds to the front."""
        m, phase, dV = self.model, self.phase, self.phase.dV()
        psi = tests[self.phi]
        conductivity = self._mixed(m.metal_conductivity, m.conductivity) / FARADAY
        current = conductivity * ufl.inner(ufl.grad(self.phi), ufl.grad(psi))
        taken = self.reaction() * interpolation_slope(phase.xi) / phase.formula.mobility
        resisting = self.resistance() if self.limited else 0.0
        return (
            self.balance(tests[self.c])
            + (current + self.deposited() * psi) * dV
            + (resisting - taken) * tests[phase.xi] * dV
        )
