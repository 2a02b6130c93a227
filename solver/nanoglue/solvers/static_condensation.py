"""Static condensation of unknowns that depend only on others at the same point.

With diagonal C and D, the equations A x + B m = f and C x + D m = g reduce to
(A - B D^-1 C) x = f - B D^-1 g, followed by m = D^-1 (g - C x).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nanoglue.runtime.fenics import PETSc

SAME: Any = PETSc.Mat.Structure.SAME_NONZERO_PATTERN
SUBSET: Any = PETSc.Mat.Structure.SUBSET_NONZERO_PATTERN
DIFFERENT: Any = PETSc.Mat.Structure.DIFFERENT_NONZERO_PATTERN
FROBENIUS: Any = PETSc.NormType.FROBENIUS


@dataclass(frozen=True, slots=True)
class Workspace:
    """Matrices and vectors that every factorisation fills again."""

    parts: Sequence[Any]
    """A, B and C."""
    rows: Sequence[np.ndarray | slice]
    """Numbers of x and of m on this rank, as a slice where they follow each other."""
    product: PETSc.Mat
    """-B D^-1 C."""
    matrix: PETSc.Mat
    """A - B D^-1 C."""
    rhs: PETSc.Vec
    solution: PETSc.Vec
    own: PETSc.Vec
    """Diagonal of D."""
    slope: PETSc.Vec
    """Diagonal of C."""
    work: PETSc.Vec
    """As long as m."""
    diagonal: PETSc.Vec
    """Diagonal of the whole matrix."""

    @classmethod
    def of(cls, full_matrix: PETSc.Mat, x: PETSc.IS, m: PETSc.IS) -> "Workspace":
        """Create the workspace for a matrix with rows x and m; collective.

        Raises:
            ValueError: on every rank, where C or D is not diagonal.
        """
        parts = [full_matrix.createSubMatrix(*pair) for pair in ((x, x), (x, m), (m, x))]
        below, potentials = parts[2], full_matrix.createSubMatrix(m, m)
        own, slope = potentials.createVecRight(), below.createVecLeft()
        for part, diagonal in ((potentials, own), (below, slope)):
            part.getDiagonal(diagonal)
            if not np.isclose(part.norm(FROBENIUS), diagonal.norm(), rtol=1e-12):
                raise ValueError("static condensation needs a diagonal potential block")
        potentials.destroy()
        start = full_matrix.getOwnershipRange()[0]
        product = parts[1].copy()
        matrix: Any = product.copy()
        matrix.axpy(1.0, parts[0], DIFFERENT)
        rows = [_sliced(each.indices - start) for each in (x, m)]
        vectors = *matrix.createVecs(), own, slope, own.duplicate(), full_matrix.createVecRight()
        return cls(parts, rows, product, matrix, *vectors)

    def destroy(self) -> None:
        """Free the matrices and vectors; collective."""
        vectors = self.rhs, self.solution, self.own, self.slope, self.work, self.diagonal
        for each in (*self.parts, self.product, self.matrix, *vectors):
            each.destroy()


def _sliced(rows: np.ndarray) -> np.ndarray | slice:
    """Return rows, as a slice where they follow each other: no copy is made of their values."""
    if len(rows) and (np.diff(rows) == 1).all():
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


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
        self.workspace: Workspace | None = None

    def setUp(self, pc: PETSc.PC) -> None:
        """Form and factorise the condensed matrix; collective.

        Raises:
            ValueError: on every rank, where C or D is not diagonal.
        """
        full_matrix, x, m = pc.getOperators()[1], self.retained, self.condensed
        if self.workspace is None:
            self.workspace = Workspace.of(full_matrix, x, m)
            self.solver.setOperators(self.workspace.matrix)
        w = self.workspace
        for pair, part in zip(((x, x), (x, m), (m, x)), w.parts, strict=True):
            full_matrix.createSubMatrix(*pair, part)
        first, across, below = w.parts
        full_matrix.getDiagonal(w.diagonal)
        w.own.array[:] = w.diagonal.array_r[w.rows[1]]
        below.getDiagonal(w.slope)
        across.copy(w.product, SAME)
        w.work.array[:] = -w.slope.array_r / w.own.array_r
        w.product.diagonalScale(R=w.work)
        w.matrix.zeroEntries()  # keeps the pattern and the symbolic analysis
        w.matrix.axpy(1.0, w.product, SUBSET)
        w.matrix.axpy(1.0, first, SUBSET)
        self.solver.setUp()
        pc.setFailedReason(self.solver.getPC().getFailedReason())

    def apply(self, pc: PETSc.PC, rhs: PETSc.Vec, solution: PETSc.Vec) -> None:  # noqa: ARG002
        """Solve for all unknowns; collective."""
        w = self.workspace
        assert w is not None, "set up before it is applied"
        x, m = w.rows
        w.work.array[:] = rhs.array_r[m] / w.own.array_r
        w.parts[1].mult(w.work, w.rhs)
        w.rhs.array[:] = rhs.array_r[x] - w.rhs.array_r
        self.solver.solve(w.rhs, w.solution)
        values, found = solution.array, w.solution.array_r
        values[x] = found
        values[m] = w.work.array_r - w.slope.array_r / w.own.array_r * found

    def destroy(self, pc: PETSc.PC) -> None:  # noqa: ARG002
        """Free what the preconditioner holds, when PETSc frees that; collective."""
        for each in (self.solver, self.retained, self.condensed):
            each.destroy()
        if self.workspace is not None:
            self.workspace.destroy()
