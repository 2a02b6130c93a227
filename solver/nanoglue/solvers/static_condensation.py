"""Static condensation of unknowns that depend only on others at the same point.

With diagonal C and D, the equations A x + B m = f and C x + D m = g reduce to
(A - B D^-1 C) x = f - B D^-1 g, followed by m = D^-1 (g - C x).
"""

from typing import Any

import numpy as np

from nanoglue.runtime.fenics import PETSc

SAME = PETSc.Mat.Structure.SAME_NONZERO_PATTERN
SUBSET = PETSc.Mat.Structure.SUBSET_NONZERO_PATTERN
DIFFERENT = PETSc.Mat.Structure.DIFFERENT_NONZERO_PATTERN
FROBENIUS: Any = PETSc.NormType.FROBENIUS


class StaticCondensation:
    """Python preconditioner for PETSc that factorises the condensed matrix."""

    def __init__(self, retained: PETSc.IS, condensed: PETSc.IS, solver: PETSc.KSP) -> None:
        """Store the index sets of retained and condensed rows.

        Args:
            retained: rows of x on this rank.
            condensed: rows of m on this rank, in the order of the corresponding x.
            solver: direct solver for the condensed matrix, without operator.
        """
        self.retained, self.condensed, self.solver = retained, condensed, solver
        self.parts: list[Any] = []  # A, B, C

    def setUp(self, pc: PETSc.PC) -> None:
        """Form and factorise the condensed matrix; collective.

        Raises:
            ValueError: on every rank, where C or D is not diagonal.
        """
        full_matrix = pc.getOperators()[1]
        if not self.parts:
            self._begin(full_matrix)
        x, m = self.retained, self.condensed
        for pair, part in zip(((x, x), (x, m), (m, x)), self.parts, strict=True):
            full_matrix.createSubMatrix(*pair, part)
        first, across, below = self.parts
        self.own.array[:] = full_matrix.getDiagonal().array_r[self.places[1]]
        below.getDiagonal(self.slope)
        across.copy(self.product, SAME)
        self.product.diagonalScale(R=-self.slope / self.own)
        self.matrix.zeroEntries()  # keeps the pattern and the symbolic analysis
        self.matrix.axpy(1.0, self.product, SUBSET)
        self.matrix.axpy(1.0, first, SUBSET)
        self.solver.setUp()
        pc.setFailedReason(self.solver.getPC().getFailedReason())

    def _begin(self, full_matrix: PETSc.Mat) -> None:
        """Create the matrices and vectors that later factorisations refill."""
        x, m = self.retained, self.condensed
        self.parts = [full_matrix.createSubMatrix(*pair) for pair in ((x, x), (x, m), (m, x))]
        for part in (self.parts[2], full_matrix.createSubMatrix(m, m)):
            if not np.isclose(part.norm(FROBENIUS), part.getDiagonal().norm(), rtol=1e-12):
                raise ValueError("static condensation needs a diagonal potential block")
        start = full_matrix.getOwnershipRange()[0]
        self.places = [rows.indices - start for rows in (x, m)]
        self.product = self.parts[1].copy()
        self.matrix = self.product.copy()
        self.matrix.axpy(1.0, self.parts[0], DIFFERENT)
        self.solver.setOperators(self.matrix)
        self.reduced_rhs, self.reduced_solution = self.matrix.createVecs()
        self.own, self.slope = self.reduced_rhs.duplicate(), self.reduced_rhs.duplicate()

    def apply(self, pc: PETSc.PC, rhs: PETSc.Vec, solution: PETSc.Vec) -> None:  # noqa: ARG002
        """Solve for all unknowns; collective."""
        x, m = self.places
        product = self.own.duplicate()
        product.array[:] = rhs.array_r[m] / self.own.array_r
        self.parts[1].mult(product, self.reduced_rhs)
        self.reduced_rhs.array[:] = rhs.array_r[x] - self.reduced_rhs.array_r
        self.solver.solve(self.reduced_rhs, self.reduced_solution)
        values = np.empty_like(solution.array_r)
        values[x] = self.reduced_solution.array_r
        values[m] = product.array_r - self.slope.array_r / self.own.array_r * values[x]
        solution.array[:] = values
