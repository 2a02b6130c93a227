"""Work that supports and loads do over a step."""

from typing import Any

import numpy as np
import ufl

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip
from dolfinx.fem import petsc as fp  # isort: skip
from petsc4py import PETSc  # isort: skip


class OuterWork:
    """Reactions times the displacements they go through, plus the work of tractions and pressures.

    The forces of a body are assembled into one vector: reactions are what is left of the residual
    where a displacement is held, loads are added back.
    """

    def __init__(self, problem: Any) -> None:
        """Compile the outer forces on every body."""
        self.problem = problem
        fields = problem.displacements
        mixed = ufl.MixedFunctionSpace(*[field.function_space for field in fields])
        tests = dict(zip(fields, ufl.TestFunctions(mixed), strict=True))
        forces = problem.inner_virtual_work(tests)
        self.form = fem.form(
            list(ufl.extract_blocks(forces)), entity_maps=problem.domain.entity_maps
        )
        self.fields = fields
        self.vector = fp.create_vector([field.function_space for field in fields], kind="mpi")
        self.path = fp.create_vector([field.function_space for field in fields], kind="mpi")
        self.forces_old = [fem.Function(field.function_space) for field in fields]
        self.places_old = [fem.Function(field.function_space) for field in fields]
        self.accept()

    @property
    def old(self) -> list[fem.Function]:
        """Forces [uN] and displacements [um] of the last accepted step."""
        return [*self.forces_old, *self.places_old]

    def _assemble(self) -> None:
        """What balances the inner forces, into ``vector`` [uN]."""
        with self.vector.localForm() as local:
            local.set(0.0)
        fp.assemble_vector(self.vector, self.form)
        self.vector.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)
        self.vector.ghostUpdate(addv=PETSc.InsertMode.INSERT, mode=PETSc.ScatterMode.FORWARD)

    def _owned(self, functions: list[fem.Function]) -> np.ndarray:
        """Owned values of functions, one after another as in ``vector``."""
        fp.assign(functions, self.path)
        values: np.ndarray = self.path.array_r.copy()
        return values

    def __call__(self) -> float:
        """Work [pJ] of the present step, by the trapezoidal rule."""
        self._assemble()
        force = self.vector.array_r + self._owned(self.forces_old)
        way = self._owned(self.fields) - self._owned(self.places_old)
        return float(self.problem.domain.mesh.comm.allreduce(float(np.dot(force, way)) / 2))

    def accept(self) -> None:
        """The present step becomes the old one."""
        self._assemble()
        fp.assign(self.vector, self.forces_old)
        for old, field in zip(self.places_old, self.fields, strict=True):
            old.x.array[:] = field.x.array
