"""Uptake and transport of a species in one body, driven by its chemical potential."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import ufl

from nanoglue.case.schema.case import Case
from nanoglue.case.schema.species import Species
from nanoglue.mesh.domain import Domain
from nanoglue.models.arrhenius import arrhenius
from nanoglue.models.composition import FunctionOfStoichiometry
from nanoglue.models.expressions import Expr
from nanoglue.physics.diffusive_flux import downhill_flux
from nanoglue.physics.dirichlet import Support, scalar_conditions
from nanoglue.physics.elastic_energy import stiffness_force, stretch_force, swelling_force
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.parameters import constant, in_forms
from nanoglue.physics.protocol import Physics, Update
from nanoglue.physics.spatial_function import SpatialFunction
from nanoglue.physics.time_integration import Evolution, TimeIntegration
from nanoglue.runtime.fenics import fem, petsc
from nanoglue.runtime.vectors import sum_ghosts
from nanoglue.units.constants import GAS_CONSTANT


class Diffusion(Physics):
    """Stoichiometry x [-] and chemical potential mu [pJ/amol] of a species in one body, both P1.

    dc/dt = -div J + s with c = c_host x, and mu = mu_chem(x) + d psi/dc. The flux J is that of
    ``diffusive_flux``: ``diffusivity_is`` states how the diffusivity is meant.
    Storage and the potential are lumped to the vertices, so that a sharp front stays monotone; the
    lumped weights add up to the exact volume of each hat function, the axis included.
    """

    def __init__(
        self,
        domain: Domain,
        name: str,
        species: Species,
        temperature: fem.Constant,
        time: TimeIntegration,
    ) -> None:
        """Make the fields of a body at its initial uptake.

        Args:
            domain: bodies, measures and coordinates.
            name: the body.
            species: as in the case.
            temperature: present one [K].
            time: time integration.
        """
        self.domain, self.name, self.species = domain, name, species
        self.temperature = temperature
        self.thermal = GAS_CONSTANT * self.temperature
        self.host_density = 1 / species.molar_volume
        """Concentration of the host [amol/um^3]."""
        self.formula: Any = in_forms(species, domain.mesh)
        self.host = 1 / self.formula.molar_volume
        ratio = species.reference_volume_ratio if species.swelling else 1.0
        self.reference = constant(domain.mesh, ratio)
        drawn = species.reference_stretches
        self.reference_stretches = drawn and [constant(domain.mesh, one) for one in drawn]
        body = domain.bodies[name].mesh
        space = fem.functionspace(body, ("Lagrange", 1))
        self.x = fem.Function(space, name="stoichiometry")
        # A space of its own: conditions on x would otherwise be set in the rows of mu as well.
        self.mu = fem.Function(space.clone(), name="chemical_potential")
        self.x.x.array[:] = species.initial
        self.evolution = Evolution(self.x, time)
        self.density_diffusivity = self._property(self.formula.diffusivity) * self.host
        if species.activation_energy is not None:
            formula = self.formula.activation_energy, self.formula.reference_temperature
            self.density_diffusivity *= arrhenius(*formula, self.temperature)
        self.mu.x.array[:] = species.potential.chemical_potential(
            float(species.initial), float(temperature.value)
        )
        self.weight = fem.Function(space, name="lumping_weight")
        self._set_weight()
        full = self.amount(self.formula.max_stoichiometry)
        self._capacity = domain.constant_integral(full * self.lumped())
        self.source = SpatialFunction(domain, species.source) if species.source else None

    increment_scales: Mapping[str, float] = MappingProxyType(
        {"stoichiometry": 1e-3, "chemical_potential": 1e-5}
    )

    @property
    def fields(self) -> list[fem.Function]:
        """Unknowns."""
        return [self.x, self.mu]

    @property
    def histories(self) -> list[fem.Function]:
        """Stoichiometry of the last step, its mean rate before it and its curvature in time."""
        return [self.evolution.old, self.evolution.rate, self.evolution.curvature]

    def updated_histories(self) -> list[Update]:
        """Stoichiometry of the present step, its mean rate and curvature."""
        return self.evolution.updates()

    def dirichlet_conditions(self, domain: Domain, case: Case) -> list[Support]:
        """Prescribed stoichiometries of boundaries."""
        return scalar_conditions(domain, case, "concentration", {self.name: self.x})

    @property
    def lumps_potential(self) -> bool:
        """Whether the potential of a vertex depends on its own stoichiometry only.

        Lumped for sharp fronts; with stress in the potential that would be first order at a face.
        """
        return not self.species.stress_coupling

    def lumped(self) -> Expr:
        """Measure of the body by its vertices: plain, to be multiplied by ``weight``."""
        return self.domain.dV(self.name, degree=1, scheme="vertex", flat=True)

    def _set_weight(self) -> None:
        """Set the weight: exact volume of each hat function over that by the vertex rule."""
        space, forms = self.weight.function_space, self.domain.forms
        test = ufl.TestFunction(space)
        declared = [forms.form(test * dV) for dV in (self.domain.dV(self.name, 2), self.lumped())]

        def divide() -> None:
            exact, plain = [petsc.assemble_vector(form()) for form in declared]
            for vector in (exact, plain):
                sum_ghosts(vector)
            owned = space.dofmap.index_map.size_local
            self.weight.x.array[:owned] = exact.array_r[:owned] / plain.array_r[:owned]
            self.weight.x.scatter_forward()

        forms.when_compiled(divide)

    def _property(self, value: Expr) -> Expr:
        """A number, or a function of the stoichiometry at the present one."""
        return value.at(self.x) if isinstance(value, FunctionOfStoichiometry) else value

    def swelling(self, stoichiometry: Expr) -> Expr:
        """Stress-free volume ratio J_c [-] at a stoichiometry, over that of the drawn size."""
        return self.formula.swelling.volume_ratio(stoichiometry) / self.reference

    def stretches(self, stoichiometry: Expr) -> tuple[Expr, ...] | None:
        """Stress-free stretches [-] along the axes over those of the drawn size; None if equal."""
        if self.species.swelling is None or self.reference_stretches is None:
            return None
        found = self.formula.swelling.stretches(stoichiometry)
        return tuple(
            one / drawn for one, drawn in zip(found, self.reference_stretches, strict=True)
        )

    def residual(self, tests: Mapping[fem.Function, Expr]) -> Expr:
        """Mass balance [amol/s] and definition of the potential (over R T)."""
        q, w = tests[self.x], tests[self.mu]
        vertices = self.lumped()
        stored = self.host * self.evolution.derivative() * self.weight
        chemical = self.formula.potential.chemical_potential(self.x, self.temperature)
        gap = (self.mu - chemical) / self.thermal * w
        full = self.domain.dV(self.name, 2)
        potential = gap * self.weight * vertices if self.lumps_potential else gap * full
        # one point: exact where edges are straight, gradients being constant and the radius linear
        flow = ufl.inner(downhill_flux(self), ufl.grad(q)) * self.domain.dV(self.name, 1)
        terms = stored * q * vertices + flow + potential
        return terms if self.source is None else terms - self.source.value * q * self.dV()

    def dV(self) -> Expr:
        """Measure of the body by which sources are integrated."""
        return self.domain.dV(self.name, 4)

    def set_time(self, time: float) -> None:
        """Set the source to its value at a time [s]."""
        if self.source is not None:
            self.source.set_time(time)

    def stress_coupling(self, mechanics: Mechanics, tests: Mapping[fem.Function, Expr]) -> Expr:
        """The elastic part of the potential, (d psi/dx)/c_host at fixed deformation, as a residual.

        psi depends on x by Jc and, where Young's modulus E(x) does, by E.
        """
        gradient = mechanics.gradient(mechanics.u)
        elastic = self._swelling_work(mechanics, gradient) / self.host
        if mechanics.modulus is not None:
            x = ufl.variable(self.x)
            change = ufl.diff(mechanics.modulus.at(x), x)
            elastic += change / self.host * stiffness_force(mechanics, gradient)
        return (
            -elastic / self.thermal * tests[self.mu] * self.domain.dV(self.name, mechanics.degree)
        )

    def _swelling_work(self, mechanics: Mechanics, gradient: Expr) -> Expr:
        """d(Jc psi)/dx [MPa] by swelling at fixed deformation."""
        x = ufl.variable(self.x)
        stretches = self.stretches(x)
        if stretches is None:
            slope = mechanics.eigen * self.formula.swelling.slope(self.x) / self.reference
            return slope * swelling_force(mechanics, gradient)
        scale = mechanics.eigen ** (1 / 3)
        parts = [
            scale * ufl.diff(one, x) * stretch_force(mechanics, axis, gradient)
            for axis, one in enumerate(stretches)
        ]
        return sum(parts[1:], parts[0])

    def amount(self, stoichiometry: Expr) -> Expr:
        """Integrand over ``lumped()`` whose integral is the amount of the species [amol]."""
        return self.host * stoichiometry * self.weight

    def capacity(self) -> float:
        """Amount [amol] of the species that fills the body; collective when first called."""
        return self._capacity()
