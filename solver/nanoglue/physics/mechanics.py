"""Momentum balance of one body: finite-strain elasticity with swelling and plastic flow."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import ufl

from nanoglue.case.schema.bodies import Body
from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.mesh.quadrature_state import QuadratureState
from nanoglue.models.expressions import TINY, Expr
from nanoglue.models.kinematics import FiniteStrain, SmallStrain
from nanoglue.models.tensors import VIRGIN, inverse, norm, symmetric
from nanoglue.physics import elastic_energy, plastic_history
from nanoglue.physics.dirichlet import Support, displacement_conditions, point_supports
from nanoglue.physics.inversion import Inversion
from nanoglue.physics.protocol import Compiled, Finding, Physics, PointwiseUpdate, Update
from nanoglue.physics.remembered import remembered
from nanoglue.physics.spatial_function import SpatialFunction
from nanoglue.physics.stress_free import StressFreeState
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import mesh


def displacement_field(domain: Domain, name: str) -> fem.Function:
    """Return the displacement [um] of a body, quadratic and zero."""
    space = fem.functionspace(domain.bodies[name].mesh, ("Lagrange", 2, (domain.dim,)))
    return fem.Function(space, name="displacement")


class Mechanics(Physics):
    """Displacement [um] and, in the mixed formulation, mean Kirchhoff stress [MPa] of one body.

    The mixed formulation takes P2 displacements with a continuous P1 mean stress p (Taylor-Hood),
    which keeps isochoric plastic flow from locking: Pi = int Jc (W_dev + p theta - p^2/(2K)) dV.
    """

    increment_scales: Mapping[str, float] = MappingProxyType(
        {"displacement": 1e-6, "mean_stress": 1.0}
    )

    def __init__(
        self,
        domain: Domain,
        name: str,
        model: Body,
        u: fem.Function,
        state: StressFreeState,
        dt: fem.Constant,
    ) -> None:
        """Make the spaces and the virgin history of a body of the domain.

        Args:
            domain: bodies, measures and coordinates.
            name: the body.
            model: ``formulation``, ``quadrature`` and ``body_force`` of the case.
            u: displacement, from ``displacement_field``.
            state: stress-free state, elasticity and plasticity.
            dt: length of the present step [s].
        """
        self.dt = dt
        self.domain, self.name, self.degree = domain, name, model.quadrature.degree
        self.elasticity, self.plasticity = state.elasticity, state.plasticity
        self.modulus = state.modulus
        self.kinematics = FiniteStrain() if self.elasticity.finite_strain else SmallStrain()
        body = domain.bodies[name].mesh
        self.u = u
        plastic = self.plasticity is not None
        mixed = {"mixed": True, "displacement": False, "automatic": plastic}[model.formulation]
        self.p = (
            fem.Function(fem.functionspace(body, ("Lagrange", 1)), name="mean_stress")
            if mixed
            else None
        )
        self.metric = (
            QuadratureState("plastic_metric", body, self.degree, VIRGIN[domain.dim])
            if plastic
            else None
        )
        self.alpha = QuadratureState("plastic_strain", body, self.degree, 0.0) if plastic else None
        self.swelling, self.shape, self.eigen = state.volume, state.shape, state.eigen
        self.chemical = state.volume if state.chemical is None else state.chemical
        self.stretches = state.stretches
        self.swells, self.has_eigenstrain = model.swells, model.has_eigenstrain
        self._history_update: Compiled | None = None
        self._inversion: Inversion | None = None
        self.force = {a: SpatialFunction(domain, f) for a, f in model.body_force.items()}

    @property
    def fields(self) -> list[fem.Function]:
        """Unknowns."""
        return [self.u] if self.p is None else [self.u, self.p]

    @property
    def histories(self) -> list[fem.Function]:
        """Plastic metric and equivalent plastic strain of the last step."""
        return [state.old for state in plastic_history.states(self)]

    def dirichlet_conditions(self, domain: Domain, case: Case) -> list[Support]:
        """Prescribed displacements of boundaries and points; collective."""
        own = {self.name: self.u.function_space}
        return displacement_conditions(domain, case, own) + point_supports(domain, case, own)

    def gradient(self, u: fem.Function, mesh: "mesh.Mesh | None" = None) -> Expr:
        """Return the displacement gradient (3, 3) [-], in a form on the mesh of all bodies."""
        return self.domain.coordinates.gradient(u, ufl.SpatialCoordinate(mesh or self.domain.mesh))

    def volume_ratio(self, gradient: Expr) -> Expr:
        """Elastic volume ratio det(Fe) [-]."""
        return self.kinematics.elastic_volume_ratio(gradient, self.swelling)

    def isochoric_gradient(self, gradient: Expr) -> Expr:
        """Displacement gradient (3, 3) whose isotropic part of Jc leaves the same elastic one."""
        if self.shape is None:
            return gradient
        mechanical = (ufl.Identity(3) + gradient) * inverse(self.shape)
        return self.swelling ** (1 / 3) * mechanical - ufl.Identity(3)

    @remembered
    def trial(self, gradient: Expr) -> tuple[Any, Any, Any]:
        """Return elastic metric (3, 3), deviatoric and equivalent stress [MPa] without flow."""
        metric = ufl.Identity(3) if self.metric is None else symmetric(self.metric.old)
        be = self.kinematics.left_cauchy_green(
            self.isochoric_gradient(gradient), self.swelling, metric
        )
        stress = self.elasticity.deviatoric_stress(be, self.volume_ratio(gradient))
        return be, stress, np.sqrt(1.5) * norm(stress)

    @remembered
    def plastic_increment(self, gradient: Expr) -> Expr:
        """Equivalent plastic strain of the step [-]."""
        if self.plasticity is None or self.alpha is None:
            return 0.0 * self.swelling
        be, _, equivalent = self.trial(gradient)
        measure = self.yield_measure(gradient)
        modulus = self.elasticity.shear_modulus_of_return(be, self.volume_ratio(gradient))
        viscous = measure * self.plasticity.viscosity / (3 * self.dt)
        return self.plasticity.increment(equivalent, modulus + viscous, self.alpha.old, measure)

    def yield_measure(self, gradient: Expr) -> Expr:
        """Kirchhoff stress over the stress that is compared with the yield stress [-]."""
        assert self.plasticity is not None
        ratio = self.volume_ratio(gradient)
        return self.kinematics.yield_measure(self.plasticity.yield_on, ratio, self.swelling)

    def plastic_strain(self, gradient: Expr) -> Expr:
        """Equivalent plastic strain [-] accumulated so far, the present step included."""
        if self.alpha is None:
            return 0.0 * self.swelling
        return self.alpha.old + self.plastic_increment(gradient)

    @remembered
    def deviatoric_stress(self, gradient: Expr) -> Expr:
        """Deviatoric Kirchhoff stress (3, 3) [MPa] after the return to the yield surface."""
        be, stress, equivalent = self.trial(gradient)
        if self.plasticity is None:
            return stress
        modulus = self.elasticity.shear_modulus_of_return(be, self.volume_ratio(gradient))
        fall = 3 * modulus * self.plastic_increment(gradient)
        return (1 - fall / ufl.max_value(equivalent, TINY)) * stress

    @remembered
    def left_cauchy_green(self, gradient: Expr) -> Expr:
        """Elastic left Cauchy-Green tensor (3, 3) after the return."""
        be, _, _ = self.trial(gradient)
        if self.plasticity is None:
            return be
        ratio = self.volume_ratio(gradient)
        return self.elasticity.be_of_stress(be, ratio, self.deviatoric_stress(gradient))

    def mean_stress(self, gradient: Expr) -> Expr:
        """Mean Kirchhoff stress [MPa], tension positive: the unknown where there is one."""
        if self.p is not None:
            return self.p
        return self.elasticity.pressure(self.volume_ratio(gradient))

    def kirchhoff_stress(self, gradient: Expr) -> Expr:
        """Kirchhoff stress (3, 3) of the elastic deformation [MPa]."""
        return self.deviatoric_stress(gradient) + self.mean_stress(gradient) * ufl.Identity(3)

    def stored_energy(self, gradient: Expr) -> Expr:
        """Elastic energy density per undeformed volume [pJ/um^3]."""
        return elastic_energy.stored_energy(self, gradient)

    def virtual_work(self, test: Expr) -> Expr:
        """Work of the stresses on a virtual displacement, as a form."""
        gradient = self.gradient(self.u)
        stress = self.kinematics.nominal_stress(
            self.kirchhoff_stress(gradient), gradient, self.swelling
        )
        return ufl.inner(stress, self.gradient(test)) * self.domain.dV(self.name, self.degree)

    def residual(self, tests: Mapping[fem.Function, Expr]) -> Expr:
        """Virtual work of stresses less body force and, mixed, the weak form of p = p(det Fe)."""
        terms = self.virtual_work(tests[self.u]) - self.work_of_body_force(tests[self.u])
        if self.p is not None:
            ratio = self.volume_ratio(self.gradient(self.u))
            volume = self.kinematics.reference_volume(self.swelling)
            mismatch = volume * (self.elasticity.pressure(ratio) - self.p) / self.elasticity.bulk
            terms += mismatch * tests[self.p] * self.domain.dV(self.name, self.degree)
        return terms

    def body_force(self) -> Expr:
        """Force per undeformed volume [uN/um^3], shape (dim,)."""
        components = self.domain.coordinates.components
        return ufl.as_vector([self.force[c].value if c in self.force else 0.0 for c in components])

    def work_of_body_force(self, test: Expr) -> Expr:
        """Work of the body force on a virtual displacement, as a form; 0 without one."""
        dV = self.domain.dV(self.name, self.degree)
        return ufl.dot(self.body_force(), test) * dV if self.force else 0

    def set_time(self, time: float) -> None:
        """Set the body force to its value at a time [s]."""
        for force in self.force.values():
            force.set_time(time)

    def prepare(self) -> None:
        """Compile the volume ratio and the update of the history."""
        mesh = self.u.function_space.mesh
        gradient = self.gradient(self.u, mesh)
        self._inversion = Inversion(
            self.domain, self.name, self.degree, ufl.Identity(3) + gradient, self.swelling
        )
        if update := self.pointwise_update():
            self._history_update = update.compile(update.expressions)

    def pointwise_update(self) -> PointwiseUpdate | None:
        """Return plastic metric and strain after the present step."""
        return plastic_history.update(self)

    def updated_histories(self) -> list[Update]:
        """Plastic metric and strain after the present step."""
        if self._history_update is None:
            return []
        return list(zip(self.histories, self._history_update(), strict=True))

    def violation(self) -> Finding | None:
        """Return where the deformation turns the material inside out; collective."""
        return self._inversion.finding() if self._inversion else None

    def outputs(self) -> dict[str, fem.Function]:
        """The mean stress, where it is an unknown."""
        return {} if self.p is None else {"mean_stress [MPa]": self.p}
