"""Whether a matrix is symmetric to rounding, so that half of it suffices for its factorisation."""

import numpy as np

from nanoglue.runtime.fenics import MPI, PETSc

ASYMMETRY = 1e-12
"""Entry of (A - A^T) u [-], scaled by its row, up to which a matrix A counts as symmetric."""


def is_symmetric(matrix: PETSc.Mat) -> bool:
    """Return whether A u = A^T u holds to rounding for a random vector; collective.

    Rows and columns are scaled by the roots of the largest entries of the rows, so that an entry
    counts in relation to these, whatever the units and stiffnesses of the fields.

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
    vector, image, other = (matrix.createVecLeft() for _ in range(3))
    random = np.random.default_rng(matrix.getOwnershipRange()[0])
    vector.array_w = weights * random.uniform(-1.0, 1.0, len(weights))
    matrix.mult(vector, image)
    matrix.multTranspose(vector, other)
    apart = weights * np.abs(image.array_r - other.array_r)
    for each in (vector, image, other):
        each.destroy()
    largest_of_all = matrix.comm.tompi4py().allreduce(apart.max(initial=0.0), MPI.MAX)
    return bool(largest_of_all <= ASYMMETRY)
