"""GMRES for a changed matrix, preconditioned by the factors of an earlier one."""

from math import sqrt

from nanoglue.runtime.fenics import PETSc

FROM = 2_000
"""Unknowns from which a factorisation takes longer than the iterations that replace it."""

MOST = 15
"""Iterations with the factors of an earlier matrix after which new ones are computed.

In the plane, a factorisation takes as long as 8 of them and the two assemblies of the tangent, to
which a poor increment leads, as long as another 6 (8,000 unknowns).
"""

LEAST_ACCURATE = 1e-2
"""Residual at which GMRES stops [-], over the one at the start, at most.

It is the square root of the tolerance of Newton's method, so that two increments reach that.
"""


def share_factors(direct: PETSc.KSP, tolerance: float) -> PETSc.KSP:
    """Return GMRES for the present matrix of a direct solver, preconditioned by its factors.

    The residual is measured by the increment to which the factors turn it (left preconditioning).

    Args:
        direct: solver with factors.
        tolerance: of Newton's method [-].
    """
    matrix, _ = direct.getOperators()
    krylov = PETSc.KSP().create(matrix.comm)
    krylov.setType(PETSc.KSP.Type.GMRES)
    krylov.setPC(direct.getPC())
    krylov.setOperators(matrix)
    krylov.setTolerances(rtol=min(sqrt(tolerance), LEAST_ACCURATE), max_it=MOST)
    return krylov
