"""Factorisation of a matrix with as much workspace as it needs, and the check of its solutions."""

from collections.abc import Callable, Mapping

import numpy as np

from nanoglue.case.schema.settings import Solver
from nanoglue.runtime.fenics import PETSc
from nanoglue.runtime.timers import Timers
from nanoglue.solvers.linear_solver import factoring

WORKSPACE = "mat_mumps_icntl_14"
"""PETSc option of the workspace [%] that MUMPS gets beyond its estimate."""

FIRST_WORKSPACE, LARGEST_WORKSPACE = 100, 1600
"""Workspace [%] beyond the estimate the first time that MUMPS had too little, and at most."""

TOO_LITTLE_WORKSPACE = (-8, -9, -14, -15, -17, -20)
"""Values of INFOG(1) with which MUMPS asks for more workspace."""

SOLVED = 0.1
"""Residual of a linear solve over its right-hand side [-] above which the increment is refused."""

ROUNDING = 1e3 * float(np.finfo(float).eps)
"""Relative rounding error [-] of a residual below which it cannot be reduced."""


class Factorisation:
    """Linear solver whose factorisation is repeated with more workspace where MUMPS asks for it."""

    def __init__(
        self,
        create: Callable[[Mapping[str, object]], PETSc.KSP],
        settings: Solver,
        watch: Timers,
    ) -> None:
        """Create the solver; nothing is factorised yet.

        Args:
            create: returns a new linear solver with PETSc options.
            settings: ``petsc`` options of the case.
            watch: timers.
        """
        self._create, self._settings, self._watch = create, settings, watch
        self.workspace = 0  # percent beyond MUMPS's estimate, where it was enlarged
        self.error = 0  # of MUMPS in the last factorisation, INFOG(1)
        self.count = 0  # of factorisations
        self.discard()

    def discard(self) -> None:
        """Create a new linear solver without factors."""
        options = dict(self._settings.petsc)
        if self.workspace:
            options[WORKSPACE] = self.workspace
        self.solver = self._create(options)

    def compute(self) -> bool:
        """Factorise the present matrix; return False, without factors, if that failed."""
        failed = not self._compute_once()
        while failed and self._workspace_can_grow():
            self.workspace = max(2 * self.workspace, FIRST_WORKSPACE)
            self.discard()
            failed = not self._compute_once()
        if failed:
            self.discard()
        return not failed

    def _workspace_can_grow(self) -> bool:
        """Return whether the last factorisation failed for lack of workspace and more is left."""
        return self.error in TOO_LITTLE_WORKSPACE and self.workspace < LARGEST_WORKSPACE

    def _compute_once(self) -> bool:
        self.count += 1
        with self._watch.phase("factor"):
            self.solver.setUp()
            self.solver.getPC().setUp()
            failed = self.solver.getPC().getFailedReason() != PETSc.PC.FailedReason.NOERROR
        self.error = self._mumps_error() if failed else 0
        return not failed

    def _mumps_error(self) -> int:
        preconditioner = factoring(self.solver)
        if preconditioner.getFactorSolverType() != "mumps":
            return 0
        return int(preconditioner.getFactorMatrix().getMumpsInfog(1))


def solves(
    matrix: PETSc.Mat, increment: PETSc.Vec, residual: PETSc.Vec, unknown: PETSc.Vec
) -> bool:
    """Return whether J dx = -F reduces F tenfold, or to rounding; collective.

    Args:
        matrix: J.
        increment: dx.
        residual: F.
        unknown: x, whose size sets the rounding error.
    """
    remainder = residual.duplicate()
    matrix.mult(increment, remainder)
    remainder.axpy(1.0, residual)
    largest = max(_largest(unknown), _largest(increment))
    least = ROUNDING * _largest(matrix) * largest
    left, whole = float(np.real(remainder.norm())), float(np.real(residual.norm()))
    remainder.destroy()
    return left <= max(SOLVED * whole, least)


def _largest(array: PETSc.Vec | PETSc.Mat) -> float:
    """Return the largest entry of a vector, or row sum of a matrix; collective."""
    return float(np.real(array.norm(PETSc.NormType.NORM_INFINITY)))  # type: ignore[arg-type]
