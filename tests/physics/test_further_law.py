"""A balance law that the package does not have: heat conduction, added from outside."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pytest
import ufl

from nanoglue.physics.dirichlet import Support, on_boundary
from nanoglue.physics.parameters import constant
from nanoglue.physics.protocol import Physics, Update
from nanoglue.runtime.fenics import MPI, fem

SLAB = """\
title: A slab between two temperatures
coordinates: plane_strain
geometry: {recipe: slab, thickness: 2 um, height: 0.5 um, elements_through: 8}
bodies:
  slab:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
boundaries:
  front: {symmetry: true}
  bottom: {symmetry: true}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false}
"""


class HeatConduction(Physics):
    """Temperature T [K] of a body: rho c dT/dt = div(k grad T)."""

    name = "slab"
    increment_scales: Mapping[str, float] = MappingProxyType({"temperature": 1e-3})

    def __init__(self, domain, dt):
        """Start at 300 K."""
        self.domain, self.dt = domain, dt
        self.capacity, self.conductivity = (constant(domain.mesh, value) for value in (2.0, 5.0))
        space = fem.functionspace(domain.bodies[self.name].mesh, ("Lagrange", 1))
        self.T = fem.Function(space, name="temperature")
        self.T_old = fem.Function(space, name="temperature_old")
        self.T.x.array[:] = self.T_old.x.array[:] = 300.0

    @property
    def fields(self) -> list[fem.Function]:
        return [self.T]

    @property
    def histories(self) -> list[fem.Function]:
        return [self.T_old]

    def updated_histories(self) -> list[Update]:
        return [(self.T_old, self.T.x.array.copy())]

    def residual(self, tests):
        test = tests[self.T]
        stored = self.capacity * (self.T - self.T_old) / self.dt * test
        flow = self.conductivity * ufl.inner(ufl.grad(self.T), ufl.grad(test))
        return (stored + flow) * self.domain.dV(self.name, 2)

    def dirichlet_conditions(self, domain, case) -> list[Support]:
        body, space = domain.bodies[self.name], self.T.function_space
        fixed = {"front": 300.0, "back": 400.0}
        return [
            on_boundary(body, domain.boundaries[face].tags[self.name], space, lambda _, v=value: v)
            for face, value in fixed.items()
        ]

    def outputs(self):
        return {"temperature [K]": self.T}


@pytest.fixture
def heated(tmp_path):
    from nanoglue.case.read import read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.timers import Timers
    from nanoglue.stepping.problem import Problem

    file = tmp_path / "case.yaml"
    file.write_text(SLAB)
    case = read(file)
    domain = Domain.from_case(case, MPI.COMM_SELF)
    return Problem(case, domain, Timers(), further=[HeatConduction])


def test_a_law_is_added_without_a_change_of_the_package(heated):
    """The steady temperature is linear between the faces; the step of 1e9 s reaches it."""
    assert heated.advance(1e9, 1e9).converged
    heated.commit()
    (law,) = heated.model.further
    x = law.T.function_space.tabulate_dof_coordinates()[:, 0]
    np.testing.assert_allclose(law.T.x.array, 300 + 50 * (x - x.min()), rtol=1e-8)
    np.testing.assert_array_equal(law.T_old.x.array, law.T.x.array)


def test_a_step_back_restores_the_history_of_the_law(heated):
    saved = heated.snapshot()
    assert heated.advance(1.0, 1.0).converged
    heated.commit()
    heated.restore(saved)
    (law,) = heated.model.further
    assert np.all(law.T.x.array == 300.0)
    assert np.all(law.T_old.x.array == 300.0)


def test_the_law_is_written_with_the_fields_of_its_body(heated):
    from nanoglue.output.fields import BodyFields

    _, _, nodal, _ = BodyFields("slab", heated)()
    np.testing.assert_allclose(nodal["temperature [K]"], 300.0)
