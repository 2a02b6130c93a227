"""GMRES for a changed matrix, preconditioned by the factors of an earlier one."""

from math import sqrt
from typing import Any

import numpy as np

from nanoglue.runtime.fenics import PETSc

FROM = 2_000
"""Unknowns from which a factorisation takes longer than the iterations that replace it."""

MOST = 15
"""Solutions with the factors of an earlier matrix after which new ones are computed.

In the plane, a factorisation takes as long as 8 of them and the two assemblies of the tangent, to
which a poor increment leads, as long as another 6 (8,000 unknowns).
"""

LEAST_ACCURATE = 1e-2
"""Residual at which GMRES stops [-], over the whole right-hand side, at most.

It is the square root of the tolerance of Newton's method, so that two increments reach that.
"""


def complete(
    direct: PETSc.KSP, rhs: PETSc.Vec, solution: PETSc.Vec, tolerance: float
) -> tuple[bool, int]:
    """Turn a solution with older factors into one with the present matrix, by GMRES; collective.

    The residual is measured by the increment to which the factors turn it (left preconditioning),
    over the size of the solution with the factors alone, from which GMRES starts.

    Args:
        direct: solver with the factors and the present matrix.
        rhs: right-hand side.
        solution: of the factors alone, overwritten.
        tolerance: of Newton's method [-].

    Returns:
        Whether the residual is small enough, and the number of iterations.
    """
    least = min(sqrt(tolerance), LEAST_ACCURATE) * float(np.real(solution.norm()))

    def small(_: PETSc.KSP, __: int, residual: float) -> Any:
        return residual <= least

    matrix, _ = direct.getOperators()
    krylov = PETSc.KSP().create(matrix.comm)
    krylov.setType(PETSc.KSP.Type.GMRES)
    krylov.setPC(direct.getPC())
    krylov.setOperators(matrix)
    krylov.setInitialGuessNonzero(True)
    krylov.setTolerances(max_it=MOST)
    krylov.setConvergenceTest(small)
    krylov.solve(rhs, solution)
    reason: Any = krylov.getConvergedReason()  # an integer, not an enumeration as in the stubs
    count = krylov.getIterationNumber()
    krylov.destroy()
    return reason > 0, count
