"""Static condensation: unknowns that follow from others at their own point leave the system.

With C and D diagonal, of the equations A x + B m = f and C x + D m = g there remains
(A - B D^-1 C) x = f - B D^-1 g, and m = D^-1 (g - C x) comes after.
"""

from typing import Any

import numpy as np

from nanoglue import stack  # noqa: F401  before dolfinx

from petsc4py import PETSc  # isort: skip

SAME = PETSc.Mat.Structure.SUBSET_NONZERO_PATTERN
OTHER = PETSc.Mat.Structure.DIFFERENT_NONZERO_PATTERN


class Condensed:
    """Python preconditioner of PETSc that solves a system by the factors of what remains of it."""

    def __init__(self, remaining: PETSc.IS, leaving: PETSc.IS, solver: PETSc.KSP) -> None:
        """Sort the rows.

        Args:
            remaining: rows of x on this rank.
            leaving: rows of m on this rank, in the order of the x that they stand on.
            solver: for what remains, without its matrix.
        """
        self.remaining, self.leaving, self.solver = remaining, leaving, solver
        self.parts: list[Any] = []
        self.matrix: Any = None

    def setUp(self, pc: PETSc.PC) -> None:
        """Form what remains of the matrix and factor it; collective."""
        whole = pc.getOperators()[1]
        both = self.remaining, self.leaving
        pairs = [(row, column) for row in both for column in both]
        old = self.parts or [None] * 4
        self.parts = [
            whole.createSubMatrix(*pair, part) for pair, part in zip(pairs, old, strict=True)
        ]
        first, across, below, last = self.parts
        self.slope, self.own = below.getDiagonal(), last.getDiagonal()
        followed = across.copy()
        followed.diagonalScale(R=-self.slope / self.own)
        if self.matrix is None:
            self.matrix = followed.copy()
            self.matrix.axpy(1.0, first, OTHER)
            self.solver.setOperators(self.matrix)
            start = whole.getOwnershipRange()[0]
            self.places = [rows.indices - start for rows in both]
            self.load, self.answer = self.matrix.createVecs()
        else:  # the pattern stays, and with it the solver's analysis
            self.matrix.zeroEntries()
            self.matrix.axpy(1.0, followed, SAME)
            self.matrix.axpy(1.0, first, SAME)
        self.solver.setUp()
        self.solver.getPC().setUp()
        pc.setFailedReason(self.solver.getPC().getFailedReason())

    def apply(self, pc: PETSc.PC, given: PETSc.Vec, found: PETSc.Vec) -> None:  # noqa: ARG002
        """Solve for all unknowns; collective."""
        x, m = self.places
        followed = self.own.duplicate()
        followed.array[:] = given.array_r[m] / self.own.array_r
        self.parts[1].mult(followed, self.load)
        self.load.array[:] = given.array_r[x] - self.load.array_r
        self.solver.solve(self.load, self.answer)
        values = np.empty_like(found.array_r)
        values[x] = self.answer.array_r
        values[m] = followed.array_r - self.slope.array_r / self.own.array_r * values[x]
        found.array[:] = values
