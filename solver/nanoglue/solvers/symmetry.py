"""Whether a matrix is symmetric to rounding, so that half of it suffices for its factorisation."""

import numpy as np

from nanoglue.runtime.fenics import MPI, PETSc

ASYMMETRY = 1e-12
"""Entry of (A - A^T) u [-], scaled by its row, up to which a matrix A counts as symmetric."""


class Symmetry:
    """Test of matrices for A u = A^T u with a random vector, to rounding.

    Rows and columns are scaled by the roots of the largest entries of the rows, so that an entry
    counts in relation to these, whatever the units and stiffnesses of the fields. The scales are
    those of the first matrix, since finding them takes longer than the products.

    >>> rows = np.array([0, 2, 4], dtype=np.int32), np.array([0, 1, 0, 1], dtype=np.int32)
    >>> def symmetric(*entries):
    ...     values = np.array(entries)
    ...     return Symmetry()(PETSc.Mat().createAIJ((2, 2), csr=(*rows, values)))
    >>> symmetric(2.0, 1e-9, 1e-9, 1.0), symmetric(2.0, 2e-9, 1e-9, 1.0)
    (True, False)
    """

    def __init__(self) -> None:
        """Begin without scales."""
        self.weights: np.ndarray | None = None

    def __call__(self, matrix: PETSc.Mat) -> bool:
        """Return whether a matrix is symmetric; collective.

        Args:
            matrix: of the size and, roughly, the scales of the first one.
        """
        weights = self.weights = _weights(matrix) if self.weights is None else self.weights
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


def _weights(matrix: PETSc.Mat) -> np.ndarray:
    """Return one over the root of the largest entry of each row of this rank."""
    begins, _, values = matrix.getValuesCSR()
    largest = np.maximum.reduceat(np.abs(values), begins[:-1])
    weights: np.ndarray = 1 / np.sqrt(np.maximum(largest, np.finfo(float).tiny))
    return weights
