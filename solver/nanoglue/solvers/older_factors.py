"""GMRES for a changed matrix, preconditioned by the factors of an earlier one."""

from math import inf, sqrt

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


def complete(direct: PETSc.KSP, solution: PETSc.Vec, tolerance: float) -> tuple[bool, int]:
    """Turn a solution with older factors into one with the present matrix, by GMRES; collective.

    The residual is measured by the increment to which the factors turn it (left preconditioning).
    The first vector of the Krylov space is then the solution with the factors alone, so that the
    right-hand side is not needed.

    Args:
        direct: solver with the factors and the present matrix.
        solution: of the factors alone, overwritten.
        tolerance: of Newton's method [-].

    Returns:
        Whether the residual is small enough, and the number of iterations.
    """
    matrix, factors = direct.getOperators()[0], direct.getPC()
    size = float(np.real(solution.norm()))
    if size == 0.0:
        return True, 0
    least = min(sqrt(tolerance), LEAST_ACCURATE) * size
    basis, image = [solution.copy()], solution.duplicate()
    basis[0].scale(1 / size)
    projected, null, left = np.zeros((MOST + 1, MOST)), np.ones(1), size
    count = 0
    while left > least and count < MOST:
        matrix.mult(basis[count], image)
        basis.append(solution.duplicate())
        factors.apply(image, basis[-1])
        count += 1
        parts = basis[-1].mDot(basis[:-1])
        basis[-1].maxpy((-parts).tolist(), basis[:-1])
        projected[:count, count - 1] = parts
        projected[count, count - 1] = beyond = float(np.real(basis[-1].norm()))
        if not 0.0 < beyond < inf:
            left = size if beyond else 0.0
            break
        null = np.append(null, -(null @ parts) / beyond)
        left = size / float(np.linalg.norm(null))
        basis[-1].scale(1 / beyond)
    if left <= least:
        target = size * np.eye(count + 1)[0]
        weights = np.linalg.lstsq(projected[: count + 1, :count], target)[0]
        solution.set(0.0)
        solution.maxpy(weights.tolist(), basis[:-1])
    for each in (*basis, image):
        each.destroy()
    return left <= least, count
