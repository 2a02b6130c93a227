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

    The forces of a body are assembled into one vector: reactions are what is left of the residual where a
    displacement is held, loads are added back.
    """

    def __init__(self, problem: Any) -> None:
        """Compile the outer forces on every body."""
        self.problem = problem
        fields = problem.displacements
        mixed = ufl.MixedFunctionSpace(*[field.function_space for field in fields])
        tests = dict(zip(fields, ufl.TestFunctions(mixed), strict=True))
        forces = problem.inner_virtual_work(tests)
        self.form = fem.form(list(ufl.extract_blocks(forces)), entity_maps=problem.domain.entity_maps)
        self.fields = fields
        self.vector = fp.create_vector([field.function_space for field in fields], kind="mpi")
        self.path = fp.create_vector([field.function_space for field in fields], kind="mpi")
        self.force_old = self._forces()
        self.force_now = self.force_old
        self.place_old = self._places()

    def _forces(self) -> np.ndarray:
        """Outer forces [uN] on the owned displacement dofs: what balances the inner ones."""
        with self.vector.localForm() as local:
            local.set(0.0)
        fp.assemble_vector(self.vector, self.form)
        self.vector.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)
        forces: np.ndarray = self.vector.array_r.copy()
        return forces

    def _places(self) -> np.ndarray:
        fp.assign(self.fields, self.path)
        places: np.ndarray = self.path.array_r.copy()
        return places

    def __call__(self) -> float:
        """Work [pJ] of the present step."""
        self.force_now = self._forces()
        way = self._places() - self.place_old
        local = float(np.dot(self.force_now + self.force_old, way)) / 2
        return float(self.problem.domain.mesh.comm.allreduce(local))

    def accept(self) -> None:
        """The present step becomes the old one."""
        self.force_old = self.force_now
        self.place_old = self._places()
