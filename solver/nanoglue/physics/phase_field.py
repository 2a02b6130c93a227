"""A phase that grows across a diffuse front: the order parameter of one body."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import ufl

from nanoglue.case.schema import phase_field as schema
from nanoglue.case.schema.case import Case
from nanoglue.case.schema.time_function import Expression, TimeFunction
from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.physics.dirichlet import Support, scalar_conditions
from nanoglue.physics.elastic_energy import energy, stored_energy, swelling_force
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.parameters import constant, in_forms
from nanoglue.physics.protocol import Physics, Update
from nanoglue.physics.spatial_function import SpatialFunction
from nanoglue.physics.time_integration import Evolution, TimeIntegration
from nanoglue.runtime.fenics import fem

DEGREE = 8
"""Of the quadrature; the quintic interpolation times a test function is resolved to that."""


def double_well(xi: Expr) -> Expr:
    """xi^2 (1 - xi)^2: zero in both phases [-]."""
    half = xi * (1 - xi)
    return half * half


def interpolation(xi: Expr) -> Expr:
    """Share of the phase [-], flat to second order in both: xi^3 (6 xi^2 - 15 xi + 10)."""
    return xi * xi * xi * (xi * (6 * xi - 15) + 10)


def interpolated_change(now: Expr, before: Expr) -> Expr:
    """Change of the interpolation, without the cancellation of its values in the phase [-].

    It is the integral of the slope 30 t^2 (1 - t)^2 between both order parameters.

    >>> round(interpolated_change(0.8, 0.3), 6), round(interpolation(0.8) - interpolation(0.3), 6)
    (0.779, 0.779)
    """
    middle, half = (now + before) / 2, (now - before) / 2
    product, square = middle * (1 - middle), half * half
    bent = (1 - 2 * middle) * (1 - 2 * middle) - 2 * product
    return 60 * half * (product * product + square * (bent / 3 + square / 5))


def interpolation_slope(xi: Expr) -> Expr:
    """Slope of the interpolation, 30 xi^2 (1 - xi)^2 [-]."""
    return 30 * double_well(xi)


def in_series(ratio: Expr, share: Expr) -> Expr:
    """Modulus [-] of two layers that carry one stress, over that of the first.

    ``ratio`` is that of the second over the first, ``share`` the part [-] of the second
    (Reuss 1929, doi:10.1002/zamm.19290090104).

    >>> in_series(0.5, 1.0), in_series(0.5, 0.0)
    (0.5, 1.0)
    """
    return 1 / (1 + (1 / ratio - 1) * share)


class PhaseField(Physics):
    """Order parameter xi [-] of one body, P1 or P2: 1 in the phase, 0 outside it.

    d xi/dt = -L d psi/d xi + L f h'(xi) + s with psi = W xi^2 (1 - xi)^2 + kappa/2 |grad xi|^2
    (Allen & Cahn 1979, doi:10.1016/0001-6160(79)90196-2). At rest a front is a hyperbolic tangent
    of width sqrt(2 kappa/W) and energy sqrt(2 W kappa)/6; a small force f drives it at
    6 L f sqrt(kappa/(2 W)).
    """

    def __init__(
        self, domain: Domain, name: str, model: schema.PhaseField, time: TimeIntegration
    ) -> None:
        """Make the field of a body at its initial value.

        Args:
            domain: bodies, measures and position.
            name: the body.
            model: ``phase_field`` of the case.
            time: time integration.
        """
        self.domain, self.name, self.model, self.time = domain, name, model, time
        self.formula = in_forms(model, domain.mesh)
        self.weight = constant(domain.mesh, model.weight)
        space = fem.functionspace(domain.bodies[name].mesh, ("Lagrange", model.order))
        self.xi = fem.Function(space, name="order_parameter")
        self.xi_start = fem.Function(space, name="order_parameter_start")
        start = at_dofs(model.initial, space)
        for each in (self.xi, self.xi_start):
            each.x.array[:] = start
        self.evolution = Evolution(self.xi, time, model.integration)
        self.force = SpatialFunction(domain, model.driving_force)
        self.source = SpatialFunction(domain, model.source)

    @property
    def fields(self) -> list[fem.Function]:
        """Unknowns."""
        return [self.xi]

    increment_scales: Mapping[str, float] = MappingProxyType({"order_parameter": 1e-3})

    @property
    def histories(self) -> list[fem.Function]:
        """Order parameter of the last step, its mean rate before it and its curvature in time."""
        return [self.evolution.old, self.evolution.rate, self.evolution.curvature]

    def updated_histories(self) -> list[Update]:
        """Order parameter of the present step, its mean rate and curvature."""
        return self.evolution.updates()

    def dirichlet_conditions(self, domain: Domain, case: Case) -> list[Support]:
        """Prescribed order parameters of boundaries."""
        return scalar_conditions(domain, case, "order_parameter", {self.name: self.xi})

    def outputs(self) -> dict[str, fem.Function]:
        """The order parameter."""
        return {"order_parameter [-]": self.xi}

    @property
    def state(self) -> Expr:
        """Order parameter that drives the step: its end's, or that of the middle."""
        return self.weight * self.xi + (1 - self.weight) * self.evolution.old

    def dV(self) -> Expr:
        """Volume measure of the body."""
        return self.domain.dV(self.name, DEGREE)

    def free_energy(self, xi: Expr) -> Expr:
        """Energy of the front per volume [pJ/um^3]."""
        gradient = ufl.grad(xi)
        return self.formula.well_height * double_well(
            xi
        ) + self.formula.gradient_energy / 2 * ufl.inner(gradient, gradient)

    @property
    def share(self) -> Expr:
        """Share [-] of the phase at a point."""
        return interpolation(self.xi)

    @property
    def swelling(self) -> Expr:
        """Stress-free volume ratio [-] of what has become the phase since the start."""
        return 1 + self.formula.misfit * (self.share - interpolation(self.xi_start))

    @property
    def _softening(self) -> Expr:
        """Young's modulus [-] over that outside the phase: compliances add.

        Moduli that add would make a half grown layer as stiff as half the film and stress it
        more than either phase.
        """
        return in_series(self.formula.modulus_ratio, self.share)

    def stiffened(self, elasticity: Any) -> Expr:
        """An elastic law whose Young's modulus goes with the share of the phase."""
        modulus = elasticity.youngs_modulus * self._softening
        return replace(elasticity, youngs_modulus=modulus)

    def elastic_force(self, mechanics: Mechanics, gradient: Expr) -> Expr:
        """Elastic energy [pJ/um^3] that a further share of the phase costs."""
        volume = mechanics.kinematics.reference_volume(mechanics.swelling)
        softer = (1 - 1 / self.formula.modulus_ratio) * self._softening
        stiffer = softer * volume * energy(mechanics, gradient)
        return stiffer + self.formula.misfit * swelling_force(mechanics, gradient)

    def stress_coupling(self, mechanics: Mechanics, tests: Mapping[fem.Function, Expr]) -> Expr:
        """What the stress does to the front: the elastic energy by the order parameter."""
        elastic = stored_energy(mechanics, mechanics.gradient(mechanics.u)) * self.domain.dV(
            self.name, mechanics.degree
        )
        return ufl.derivative(elastic, self.xi, tests[self.xi])

    def residual(self, tests: Mapping[fem.Function, Expr]) -> Expr:
        """Rate of the order parameter against what drives it, over the mobility."""
        test, xi = tests[self.xi], ufl.variable(self.state)
        rate = self.evolution.derivative() - self.source.value
        slope = ufl.diff(self.formula.well_height * double_well(xi), xi)
        driven = slope - self.force.value * interpolation_slope(xi)
        bent = self.formula.gradient_energy * ufl.inner(ufl.grad(self.state), ufl.grad(test))
        return (rate / self.formula.mobility * test + driven * test + bent) * self.dV()

    def set_time(self, time: float) -> None:
        """Set what drives the step that ends at a time [s]."""
        driving = time - (1 - self.model.weight) * float(self.time.dt.value)
        self.force.set_time(driving)
        self.source.set_time(driving)


def at_dofs(course: TimeFunction, space: fem.FunctionSpace) -> Expr:
    """Values at t = 0 of a course of time, or of time and place, at the nodes of a space."""
    if not (isinstance(course, Expression) and course.depends_on_position):
        return course(0.0)
    places = space.tabulate_dof_coordinates()[:, : space.mesh.geometry.dim]
    return [course(0.0, *place) for place in places]
