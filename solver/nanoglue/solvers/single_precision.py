"""Factors in single precision, whose solutions are refined with the matrix in double precision."""

from functools import cache
from typing import Any

import numpy as np

from nanoglue.runtime.fenics import PETSc

SINGLE: dict[str, object] = {"pc_precision": "single"}
"""PETSc option of factors in single precision; a PETSc without it ignores it."""

LOOSE = 1e-5
"""Tolerance of Newton's method [-] from which the factors alone do not cost iterations.

A solution with them errs by 1e-6 to 1e-5.
"""

ACCURATE = 1e-2
"""Correction of a solution by its refinement [-], over the solution, up to which factors serve.

The refined solution then errs by about its square.
"""


@cache
def is_available() -> bool:
    """Return whether MUMPS of this PETSc has single precision."""
    begins = columns = np.arange(2, dtype=PETSc.IntType)
    csr: Any = begins, columns[:1], np.ones(1)
    matrix = PETSc.Mat().createAIJ((1, 1), csr=csr, comm=PETSc.COMM_SELF)
    preconditioner = PETSc.PC().create(PETSc.COMM_SELF)
    prefix = "nanoglue_single_"
    database: Any = PETSc.Options(prefix)
    database["pc_precision"] = SINGLE["pc_precision"]
    try:
        preconditioner.setOptionsPrefix(prefix)
        preconditioner.setType("cholesky")
        preconditioner.setFactorSolverType("mumps")
        preconditioner.setOperators(matrix)
        preconditioner.setFromOptions()
        preconditioner.setUp()
    except PETSc.Error:
        return False
    finally:
        database.delValue("pc_precision")
        preconditioner.destroy()
        matrix.destroy()
    return True


def refine(solver: PETSc.KSP, rhs: PETSc.Vec, solution: PETSc.Vec) -> bool:
    """Refine a solution once with the factors of its matrix; collective.

    Args:
        solver: matrix and factors.
        rhs: right-hand side.
        solution: of the factors, corrected.

    Returns:
        Whether the factors are accurate enough for the correction to count.
    """
    matrix, _ = solver.getOperators()
    residual, correction = rhs.duplicate(), rhs.duplicate()
    matrix.mult(solution, residual)
    residual.aypx(-1.0, rhs)
    solver.solve(residual, correction)
    size = float(np.real(correction.norm()))
    accurate = bool(size <= ACCURATE * float(np.real(solution.norm())))
    solution.axpy(1.0, correction)
    for each in (residual, correction):
        each.destroy()
    return accurate
