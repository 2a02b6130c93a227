"""Check that an increment solves the equations of an iteration."""

import numpy as np

from nanoglue.runtime.fenics import PETSc

SOLVED = 0.1
"""Residual of a linear solve over its right-hand side [-] above which the increment is refused."""

ROUNDING = 1e3 * float(np.finfo(float).eps)
"""Relative rounding error [-] of a residual below which it cannot be reduced."""


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
