"""Unknowns of two bodies that are equal on a perfectly bonded interface, as exact constraints.

On a conforming mesh the nodes of both sides coincide. Of each group of coincident unknowns one is
the main unknown. The balances of the others are added to its balance, and their own rows become
u - u_main = 0. With R, which adds the rows, and C, which holds the constraints, the system
J dx = -F becomes (R J + C) dx = -(R F + C x).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nanoglue.physics.tie import Tie
from nanoglue.physics.tied_rows import constraint_matrices
from nanoglue.runtime.fenics import PETSc, fem

SUBSET: Any = PETSc.Mat.Structure.SUBSET_NONZERO_PATTERN
DIFFERENT: Any = PETSc.Mat.Structure.DIFFERENT_NONZERO_PATTERN


class TiedUnknowns:
    """Constraints between the unknowns of a block system."""

    def __init__(
        self,
        matrix: PETSc.Mat,
        fields: Sequence[fem.Function],
        ties: Sequence[Tie],
        held: Sequence[np.ndarray],
    ) -> None:
        """Create the constrained matrix; collective.

        Args:
            matrix: assembled tangent of the fields.
            fields: blocks of the system, those of the ties among them.
            ties: what is equal.
            held: 1 where a field has a prescribed value, else 0, one array per field.
        """
        self.adding, self.constraint = constraint_matrices(fields, ties, held)
        self.product: Any = self.adding.matMult(matrix)
        self.matrix: Any = self.product.copy()
        self.matrix.axpy(1.0, self.constraint, DIFFERENT)
        self.sum, self.gap = matrix.createVecLeft(), matrix.createVecLeft()

    def apply_to_matrix(self, matrix: PETSc.Mat, widens: bool) -> PETSc.Mat:
        """Return R J + C; a new matrix if the sparsity of J may have changed; collective."""
        if widens:
            for former in (self.product, self.matrix):
                former.destroy()  # one may be the other; a solver that holds it keeps it
            self.product = self.adding.matMult(matrix)
            self.matrix = self.product
            self.matrix.axpy(1.0, self.constraint, DIFFERENT)
            return self.matrix
        self.adding.matMult(matrix, result=self.product)
        self.matrix.zeroEntries()  # keeps the pattern and the symbolic analysis
        self.matrix.axpy(1.0, self.product, SUBSET)
        self.matrix.axpy(1.0, self.constraint, SUBSET)
        return self.matrix

    def apply_to_residual(self, vector: PETSc.Vec, unknown: PETSc.Vec) -> None:
        """Replace the owned values F of a vector by R F + C x; collective."""
        self.adding.mult(vector, self.sum)
        self.constraint.mult(unknown, self.gap)
        vector.array[:] = self.sum.array_r + self.gap.array_r
