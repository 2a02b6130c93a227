"""Static condensation: unknowns that follow from others at their own point leave the system.

With C and D diagonal, of the equations A x + B m = f and C x + D m = g there remains
(A - B D^-1 C) x = f - B D^-1 g, and m = D^-1 (g - C x) comes after.
"""

from typing import Any

import numpy as np

from nanoglue.runtime.fenics import PETSc

SAME = PETSc.Mat.Structure.SAME_NONZERO_PATTERN
WITHIN = PETSc.Mat.Structure.SUBSET_NONZERO_PATTERN
OTHER = PETSc.Mat.Structure.DIFFERENT_NONZERO_PATTERN
FROBENIUS = PETSc.NormType.FROBENIUS


class StaticCondensation:
    """Python preconditioner of PETSc that solves a system by the factors of what remains of it."""

    def __init__(self, remaining: PETSc.IS, leaving: PETSc.IS, solver: PETSc.KSP) -> None:
        """Sort the rows.

        Args:
            remaining: rows of x on this rank.
            leaving: rows of m on this rank, in the order of the x that they stand on.
            solver: exact, for what remains, without its matrix.
        """
        self.remaining, self.leaving, self.solver = remaining, leaving, solver
        self.parts: list[Any] = []  # A, B, C

    def setUp(self, pc: PETSc.PC) -> None:
        """Form what remains of the matrix and factor it; collective.

        Raises:
            ValueError: on every rank, where C or D is not diagonal.
        """
        whole = pc.getOperators()[1]
        if not self.parts:
            self._begin(whole)
        x, m = self.remaining, self.leaving
        for pair, part in zip(((x, x), (x, m), (m, x)), self.parts, strict=True):
            whole.createSubMatrix(*pair, part)
        first, across, below = self.parts
        self.own.array[:] = whole.getDiagonal().array_r[self.places[1]]
        below.getDiagonal(self.slope)
        across.copy(self.followed, SAME)
        self.followed.diagonalScale(R=-self.slope / self.own)
        self.matrix.zeroEntries()  # its pattern stays, and with it the solver's analysis
        self.matrix.axpy(1.0, self.followed, WITHIN)
        self.matrix.axpy(1.0, first, WITHIN)
        self.solver.setUp()
        pc.setFailedReason(self.solver.getPC().getFailedReason())

    def _begin(self, whole: PETSc.Mat) -> None:
        """Make the matrices and vectors that later factorisations fill again."""
        x, m = self.remaining, self.leaving
        self.parts = [whole.createSubMatrix(*pair) for pair in ((x, x), (x, m), (m, x))]
        for part in (self.parts[2], whole.createSubMatrix(m, m)):
            if not np.isclose(part.norm(FROBENIUS), part.getDiagonal().norm(), rtol=1e-12):
                raise ValueError("unknowns that leave stand on others than those at their point")
        start = whole.getOwnershipRange()[0]
        self.places = [rows.indices - start for rows in (x, m)]
        self.followed = self.parts[1].copy()
        self.matrix = self.followed.copy()
        self.matrix.axpy(1.0, self.parts[0], OTHER)
        self.solver.setOperators(self.matrix)
        self.load, self.answer = self.matrix.createVecs()
        self.own, self.slope = self.load.duplicate(), self.load.duplicate()

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
