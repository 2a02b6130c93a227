"""Residual at which Newton's method needs no further increment."""

from collections.abc import Sequence

import numpy as np

from nanoglue.runtime.fenics import PETSc
from nanoglue.solvers.block_vector import Blocks

DROP, DROP_WITH_KINKS = 1e-12, 1e-9
"""Residual [-] over that at the start which is that of rounding, without and with kinks."""


def limit_with_kinks(
    first: np.ndarray,
    tangent: PETSc.Mat,
    unknown: PETSc.Vec,
    places: Blocks,
    pointwise: Sequence[bool],
) -> np.ndarray:
    """Return the residual of each field (n,) of a piecewise linear system; collective.

    An exact solve that has crossed no kink leaves rounding, so that a smaller drop shows it. Of a
    potential that depends on the stoichiometry of its vertex alone, which conserves nothing, even
    the rounding of the terms of J x may remain.

    Args:
        first: residual (n,) at the start.
        tangent: J, assembled in the last iteration.
        unknown: x.
        places: positions of the fields in x.
        pointwise: whether each of the n fields is such a potential.
    """
    begins, _, values = tangent.getValuesCSR()
    terms = places.largest_of(np.add.reduceat(np.abs(values), begins[:-1]))
    rounding = np.finfo(float).eps * terms * places.largest(unknown).max()
    return np.maximum(DROP_WITH_KINKS * first, np.where(pointwise, rounding, 0.0))
