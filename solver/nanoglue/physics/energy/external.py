"""Forces of supports and loads on the bodies, and the work that they do over a step."""

import numpy as np
import ufl

from nanoglue.models.expressions import Expr
from nanoglue.physics.contact.assembly import ContactAssembly
from nanoglue.physics.model_parts import ModelParts
from nanoglue.physics.perfect_bond import ties
from nanoglue.physics.tied_rows import constraint_matrices, held_dofs
from nanoglue.runtime.fenics import fem, petsc
from nanoglue.runtime.form_blocks import form_blocks
from nanoglue.runtime.vectors import assemble_vector, update_ghosts


class ExternalForces:
    """Nodal forces from outside on every body, in one vector.

    Reactions are what the inner forces leave where a displacement is held; where a load acts they
    leave the load.
    """

    def __init__(self, problem: ModelParts, of_volume: bool = True) -> None:
        """Compile the inner forces, which the outer ones balance.

        Args:
            problem: bodies, interfaces and supports.
            of_volume: whether body forces count, or those on boundaries alone.
        """
        self.names = list(problem.mechanics)
        self.fields = problem.displacements
        spaces = [field.function_space for field in self.fields]
        # Tested like the residual, of which the inner forces are the same forms if no load acts.
        mixed = ufl.MixedFunctionSpace(*[field.function_space for field in problem.fields])
        tests = ufl.TestFunctions(mixed)
        by_unknown = dict(zip(problem.fields, tests, strict=True))
        work = problem.inner_virtual_work(by_unknown)
        for body in [] if of_volume else problem.mechanics.values():
            work -= body.work_of_body_force(by_unknown[body.u])
        by_field = dict(zip(problem.fields, form_blocks(work, tests), strict=True))
        self.forms = [problem.domain.forms.form(by_field[field]) for field in self.fields]
        self.vector = petsc.create_vector(spaces, kind="mpi")
        self.contacts = [ContactAssembly(contact, self.fields) for contact in problem.contacts]
        self.nodal = [fem.Function(space) for space in spaces]
        bonds = [tie for tie in ties(problem) if tie.equal[0] in self.fields]
        held = held_dofs(self.fields, problem.supports)
        self.adding = constraint_matrices(self.fields, bonds, held)[0] if bonds else None

    def __call__(self) -> Expr:
        """The vector [uN] of the present state."""
        assemble_vector(self.vector, [form() for form in self.forms])
        for contact in self.contacts:
            contact.add_forces(self.vector)
        if self.adding is not None:  # the forces of a perfect bond on both its sides cancel
            self.vector.array[:] = (self.adding * self.vector).array_r  # type: ignore[operator]
        update_ghosts(self.vector)
        return self.vector

    def by_body(self) -> dict[str, np.ndarray]:
        """Nodal forces [uN] of each body, in the layout of its displacement."""
        petsc.assign(self(), self.nodal)  # type: ignore[arg-type]
        return {n: f.x.array for n, f in zip(self.names, self.nodal, strict=True)}


class ExternalWork:
    """Reactions and loads times the displacements that they go through."""

    def __init__(self, problem: ModelParts) -> None:
        """Compile the outer forces on every body."""
        self.forces = ExternalForces(problem)
        self.comm, self.fields = problem.domain.mesh.comm, problem.displacements
        spaces = [field.function_space for field in self.fields]
        self.path = petsc.create_vector(spaces, kind="mpi")
        self.forces_old = [fem.Function(space) for space in spaces]
        self.places_old = [fem.Function(space) for space in spaces]
        problem.domain.forms.when_compiled(self._begin)

    def _begin(self) -> None:
        """Note the state before the first step."""
        self.forces()
        self.accept()

    @property
    def old(self) -> list[fem.Function]:
        """Forces [uN] and displacements [um] of the last accepted step."""
        return [*self.forces_old, *self.places_old]

    def _owned(self, functions: list[fem.Function]) -> np.ndarray:
        """Owned values of functions, one after another as in the vector of forces."""
        petsc.assign(functions, self.path)
        values: np.ndarray = self.path.array_r.copy()
        return values

    def __call__(self) -> float:
        """Work [pJ] of the present step, by the trapezoidal rule."""
        self.forces()
        force = self.forces.vector.array_r + self._owned(self.forces_old)
        way = self._owned(self.fields) - self._owned(self.places_old)
        return float(self.comm.allreduce(float(np.dot(force, way)) / 2))

    def accept(self) -> None:
        """The present step becomes the old one, with the forces found before its history moved."""
        petsc.assign(self.forces.vector, self.forces_old)  # type: ignore[arg-type]
        for old, field in zip(self.places_old, self.fields, strict=True):
            old.x.array[:] = field.x.array
