"""Tractions, pressures and fluxes on boundaries, with values that follow time."""

from collections.abc import Callable, Mapping
from typing import Any

import ufl

from nanoglue.case.schema import loads
from nanoglue.case.schema.case import Case
from nanoglue.case.schema.loads import Boundary
from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.models.tensors import determinant, inverse
from nanoglue.physics.diffusion import Diffusion
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.nucleus import Nucleus
from nanoglue.physics.parameters import constant
from nanoglue.physics.protocol import Coupling, Update
from nanoglue.runtime.fenics import fem

TimeFunction = Callable[[float], float]


class Load:
    """A prescribed value in the forms, set for each step."""

    def __init__(self, domain: Domain, course: TimeFunction) -> None:
        """Start at zero."""
        self.course = course
        self.value = fem.Constant(domain.mesh, 0.0)

    def set_time(self, time: float) -> None:
        """Set the value that holds at a time [s]."""
        self.value.value[...] = self.course(time)


class Loads(Coupling):
    """Everything that acts on the boundaries of a case.

    ``terms`` are moved to the residual's side.
    """

    def __init__(
        self,
        domain: Domain,
        case: Case,
        mechanics: Mapping[str, Mechanics],
        diffusion: Mapping[str, Diffusion],
        temperature: fem.Constant,
        dt: fem.Constant,
    ) -> None:
        """Collect the loads of a case.

        Args:
            domain: boundaries, measures and coordinates.
            case: its ``boundaries``.
            mechanics: momentum balance of each body.
            diffusion: mass balance of the bodies that take up a species.
            temperature: present one [K].
            dt: length of the present step [s].
        """
        self.domain, self.mechanics, self.diffusion = domain, mechanics, diffusion
        self.temperature, self.dt = temperature, dt
        self.nuclei: list[Nucleus] = []
        self.loads: list[Load] = []
        self.forces: list[tuple[str, Any]] = []  # body, traction vector (dim,) as UFL, measure
        self.fluxes: list[tuple[str, Any, Any]] = []  # body, inward flux density, measure
        for name, boundary in case.boundaries.items():
            self._add(name, boundary)

    def _load(self, course: TimeFunction) -> fem.Constant:
        load = Load(self.domain, course)
        self.loads.append(load)
        return load.value

    def _add(self, name: str, boundary: Boundary) -> None:
        for body in self.domain.boundaries[name].tags:
            dA = self.domain.dA(name, degree=4, body=body)
            if boundary.traction:
                parts = [
                    self._load(boundary.traction[c]) if c in boundary.traction else 0.0
                    for c in self.domain.coordinates.components
                ]
                self.forces.append((body, (ufl.as_vector(parts), dA)))
            if boundary.pressure:
                pressure = self._load(boundary.pressure)
                self.forces.append((body, (self._pushed(body, boundary, pressure), dA)))
            if boundary.nucleus:
                pressure = self._nucleus(body, boundary.nucleus)
                self.forces.append((body, (self._pushed(body, boundary, pressure), dA)))
            if boundary.flux and body in self.diffusion:
                self.fluxes.append((body, self._load(boundary.flux), dA))
        if boundary.total_flux:
            self._spread(name, boundary.total_flux)

    def _spread(self, name: str, inflow: TimeFunction) -> None:
        """Spread a total inflow [amol/s] evenly over the area of all bodies that take it up."""
        hosts = [body for body in self.domain.boundaries[name].tags if body in self.diffusion]
        measures = [self.domain.dA(name, degree=4, body=body) for body in hosts]
        area = constant(self.domain.mesh, sum(self.domain.integrate(1.0 * dA) for dA in measures))
        density = self._load(inflow) / area
        self.fluxes += [(body, density, dA) for body, dA in zip(hosts, measures, strict=True)]

    def _nucleus(self, body: str, model: loads.Nucleus) -> Expr:
        """Pressure [MPa] of metal that grows under the body."""
        overpotential = self._load(model.overpotential)
        u = self.mechanics[body].u
        self.nuclei.append(Nucleus(u, model, overpotential, self.temperature, self.dt))
        return self.nuclei[-1].pressure(ufl.FacetNormal(self.domain.mesh))

    def _pushed(self, body: str, boundary: Boundary, value: Expr) -> Expr:
        """Traction [MPa] per undeformed area of a pressure.

        Along the deformed normal if it follows.
        """
        normal = ufl.FacetNormal(self.domain.mesh)
        if not boundary.follower:
            return -value * normal
        mechanics = self.mechanics[body]
        deformation = ufl.Identity(3) + mechanics.gradient(mechanics.u)
        spatial = determinant(deformation) * inverse(deformation).T
        if self.domain.dim == 3:
            return -value * spatial * normal
        pushed = spatial * ufl.as_vector([normal[0], normal[1], 0])
        return -value * ufl.as_vector([pushed[0], pushed[1]])

    @property
    def histories(self) -> list[fem.Function]:
        """Displacements of the last step over growing metal."""
        return [nucleus.u_old for nucleus in self.nuclei]

    def updated_histories(self) -> list[Update]:
        """Displacements of the present step over growing metal."""
        return [(nucleus.u_old, nucleus.u.x.array.copy()) for nucleus in self.nuclei]

    def residual(self, tests: Mapping[fem.Function, Expr]) -> Expr:
        """Work and flux of the loads, with the sign of the residual; 0 without loads."""
        terms = self.terms(tests)
        return sum(terms[1:], terms[0]) if terms else 0

    def terms(self, tests: Mapping[fem.Function, Expr]) -> list[Any]:
        """Terms of the loads, with the sign of the residual."""
        terms = [
            -ufl.dot(traction, tests[self.mechanics[body].u]) * dA
            for body, (traction, dA) in self.forces
        ]
        return terms + [
            -flux * tests[self.diffusion[body].x] * dA for body, flux, dA in self.fluxes
        ]

    def set_time(self, time: float) -> None:
        """Set every load to its value at a time [s]."""
        for load in self.loads:
            load.set_time(time)
