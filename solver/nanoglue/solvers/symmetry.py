"""Whether a matrix is symmetric to rounding, so that half of it suffices for its factorisation."""

import numpy as np

from nanoglue.runtime.fenics import PETSc

ASYMMETRY = 1e-12
"""Difference [-] of u.Av and v.Au, over their terms, up to which a matrix counts as symmetric."""


def is_symmetric(matrix: PETSc.Mat) -> bool:
    """Return whether u.Av = v.Au holds to rounding for two random vectors; collective.

    The vectors are scaled by the largest entries of the rows, so that an entry counts in relation
    to its row and column, whatever the units of the fields.

    >>> rows = np.array([0, 2, 4], dtype=np.int32), np.array([0, 1, 0, 1], dtype=np.int32)
    >>> def symmetric(*entries):
    ...     values = np.array(entries)
    ...     return is_symmetric(PETSc.Mat().createAIJ((2, 2), csr=(*rows, values)))
    >>> symmetric(2.0, 1e-9, 1e-9, 1.0), symmetric(2.0, 2e-9, 1e-9, 1.0)
    (True, False)
    """
    begins, _, values = matrix.getValuesCSR()
    largest = np.maximum.reduceat(np.abs(values), begins[:-1])
    weights = 1 / np.sqrt(np.maximum(largest, np.finfo(float).tiny))
    left, right, image = (matrix.createVecLeft() for _ in range(3))
    random = np.random.default_rng(matrix.getOwnershipRange()[0])
    for vector in (left, right):
        vector.array_w = weights * random.uniform(-1.0, 1.0, len(weights))
    matrix.mult(right, image)
    one, terms = left.dot(image), _norm(left) * _norm(image)
    matrix.mult(left, image)
    other, others = right.dot(image), _norm(right) * _norm(image)
    for vector in (left, right, image):
        vector.destroy()
    return bool(abs(one - other) <= ASYMMETRY * max(terms, others))


def _norm(vector: PETSc.Vec) -> float:
    return float(np.real(vector.norm()))
