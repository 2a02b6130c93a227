"""Fracture of bodies: their strain, stress or energy-release rate over the limit."""

import numpy as np
import ufl

from nanoglue.case import columns
from nanoglue.mesh.quadrature_values import QuadratureValues
from nanoglue.models.invariants import Tensor, largest_stretch
from nanoglue.models.tensors import largest_eigenvalue
from nanoglue.observables import Values
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.model_parts import ModelParts
from nanoglue.physics.stress_points import cauchy_stress
from nanoglue.runtime.fenics import MPI


class FractureRatio:
    """Largest ratio to a limit of ``bodies.NAME.fracture``, over the quadrature points."""

    order = 9

    def __init__(self, problem: ModelParts) -> None:
        """Compile what is evaluated in each body with a limit; collective."""
        with_limits = (name for name, body in problem.case.bodies.items() if body.fracture)
        self.bodies = {name: _Body(problem, name) for name in with_limits}

    def __call__(self) -> Values:
        """Return the columns ``fracture_ratio:NAME [-]``; collective."""
        return {columns.FRACTURE_RATIO.at(name): body() for name, body in self.bodies.items()}

    def accept(self) -> None:
        """Do nothing; there is no state."""


def strain(mechanics: Mechanics) -> Tensor:
    """Return the displacement gradient (3, 3) [-] over the stress-free state of a body."""
    identity, ratio = ufl.Identity(3), ufl.as_ufl(mechanics.swelling)
    gradient = mechanics.gradient(mechanics.u, mechanics.u.function_space.mesh)
    if not mechanics.elasticity.finite_strain:
        return gradient - (ratio - 1) / 3 * identity
    shape = ratio ** (1 / 3) * identity if mechanics.shape is None else mechanics.shape
    return (identity + gradient) * ufl.inv(shape) - identity


class _Body:
    """The points of one body, its limits and its elastic constants."""

    def __init__(self, problem: ModelParts, name: str) -> None:
        mechanics, body = problem.mechanics[name], problem.case.bodies[name]
        mesh = mechanics.u.function_space.mesh
        self.comm, self.fracture = mesh.comm, body.fracture
        self.modulus = body.softest_modulus
        self.poisson = float(body.drawn_elasticity.poissons_ratio)
        stress = largest_eigenvalue(cauchy_stress(mechanics, updated=False))
        shown = [largest_stretch(strain(mechanics)), stress]
        self.points = QuadratureValues(mechanics.domain.forms, mesh, mechanics.degree, shown)

    def __call__(self) -> float:
        """Return the largest ratio of any point; collective."""
        assert self.fracture is not None
        local = np.array([each.max(initial=-np.inf) for each in self.points()])
        largest = np.empty_like(local)
        self.comm.Allreduce(local, largest, op=MPI.MAX)
        stretch, stress = map(float, largest)
        return self.fracture.ratio(stretch - 1, stress, self.modulus, self.poisson)
