"""Assembly of a block of bilinear forms into one PETSc matrix by coordinates (COO).

Inserting element matrices into a large distributed matrix costs as much as evaluating them.
Therefore each block is assembled into a local CSR matrix on each rank, and all values are passed to
PETSc at once, at coordinates set in advance. DOLFINx assembles the local matrix if both spaces have
the same block size; otherwise a local PETSc matrix is used.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nanoglue.runtime.fenics import PETSc, cpp, fem, la, petsc

NEW_NONZERO_ERROR: Any = PETSc.Mat.Option.NEW_NONZERO_ALLOCATION_ERR  # an integer in the stubs

INODES: Any = PETSc.Mat.Option.USE_INODES

IGNORED = -1
"""Index of a row or column that PETSc ignores."""


class BlockMatrix:
    """PETSc ``matrix`` of the forms [i][j] (None: empty block) with Dirichlet conditions."""

    def __init__(
        self,
        forms: Sequence[Sequence[fem.Form | None]],
        spaces: Sequence[fem.FunctionSpace],
        bcs: Sequence[fem.DirichletBC],
        widens: bool = False,
    ) -> None:
        """Record the position of each value; collective.

        Args:
            forms: compiled forms, rows by columns.
            spaces: function spaces of the blocks.
            bcs: Dirichlet conditions; their rows and columns are zero except for 1 on the diagonal.
            widens: whether the sparsity may grow (sliding contact); values are then inserted with
                MatSetValues.
        """
        self.forms, self.bcs, self.widens = forms, list(bcs), widens
        self.matrix = petsc.create_matrix(forms, kind="mpi")  # type: ignore[arg-type]
        self.matrix.setOption(
            INODES, False
        )  # products by groups of rows take up to 3 times as long
        self.entries: list[UniformEntry | RectangularEntry] = []
        if widens:  # PETSc then repeats the symbolic analysis
            self.matrix.setOption(NEW_NONZERO_ERROR, False)
        else:
            self._record_positions(spaces)

    def _record_positions(self, spaces: Sequence[fem.FunctionSpace]) -> None:
        numbers = np.asarray(self.matrix.getLGMap()[0].indices)
        blocks = np.split(numbers, np.cumsum([_reach(space) for space in spaces])[:-1])
        places = []
        for i, row in enumerate(self.forms):
            for j, form in enumerate(row):
                if form is not None:
                    entry = _entry(form)
                    self.entries.append(entry)
                    places.append(_places(entry.rows, blocks[i], blocks[j]))
        self.matrix.setPreallocationCOO(*np.hstack(places))

    def assemble(self) -> None:
        """Assemble all forms; collective."""
        if self.widens:
            self.matrix.zeroEntries()
            petsc.assemble_matrix(self.matrix, self.forms, bcs=self.bcs)  # type: ignore[misc, arg-type]
        else:
            values = np.concatenate([entry.values(self.bcs) for entry in self.entries])
            self.matrix.setValuesCOO(values)  # type: ignore[arg-type]
        self.matrix.assemble()


class UniformEntry:
    """Block between spaces of equal block size."""

    def __init__(self, form: fem.Form) -> None:
        """Create an empty local matrix with the sparsity of a form."""
        self.form, self.rows = form, _rows(form)

    def values(self, bcs: Sequence[fem.DirichletBC]) -> np.ndarray:
        """Assemble the form and return its values in the order of the rows."""
        self.rows.set_value(0.0)
        fem.assemble_matrix(self.rows, self.form, bcs=bcs)  # type: ignore[misc, arg-type]
        return self.rows.data


class RectangularEntry:
    """Block between spaces of unequal block size, with scalar rows and columns."""

    def __init__(self, form: fem.Form) -> None:
        """Create an empty local PETSc matrix with the sparsity of a form."""
        self.form, self.rows = form, _rows(form, la.BlockMode.expanded)
        begins, columns = self.rows.indptr.astype(PETSc.IntType), self.rows.indices
        most = len(begins) - 1, int(columns.max(initial=-1)) + 1
        size = tuple(max(n, _reach(v)) for n, v in zip(most, form.function_spaces, strict=True))
        arrays, comm = (begins, columns, self.rows.data), PETSc.COMM_SELF
        self.sums = PETSc.Mat().createAIJWithArrays(size, arrays, comm=comm)  # type: ignore[arg-type]
        identity: list[Any] = [np.arange(n, dtype=PETSc.IntType) for n in size]
        self.sums.setLGMap(*[PETSc.LGMap().create(each, comm=comm) for each in identity])

    def values(self, bcs: Sequence[fem.DirichletBC]) -> np.ndarray:
        """Assemble the form and return its values in the order of the rows."""
        self.rows.set_value(0.0)
        coefficients = fem.pack_constants(self.form), fem.pack_coefficients(self.form)
        conditions = [bc._cpp_object for bc in bcs]
        one_by_one = True
        cpp.fem.petsc.assemble_matrix(
            self.sums, self.form._cpp_object, *coefficients, conditions, one_by_one
        )
        return self.rows.data


def _entry(form: fem.Form) -> UniformEntry | RectangularEntry:
    tests, trials = (space.dofmap.bs for space in form.function_spaces)
    return UniformEntry(form) if tests == trials else RectangularEntry(form)


def _places(rows: la.MatrixCSR, *blocks: np.ndarray) -> np.ndarray:
    """Return the global row and column (2, n) of every value of a block."""
    count, size = np.diff(rows.indptr), rows.block_size
    row_of = np.repeat(np.arange(len(count), dtype=np.int32), count)
    within = np.mgrid[: size[0], : size[1]].astype(np.int32)
    coordinates = np.empty((2, len(row_of) * size[0] * size[1]), dtype=PETSc.IntType)
    for axis, side in enumerate((row_of, rows.indices)):
        numbers = np.append(blocks[axis], IGNORED)
        at = (size[axis] * side[:, None, None] + within[axis]).ravel()
        # columns filled only by other ranks have no number here
        coordinates[axis] = numbers[np.minimum(at, len(numbers) - 1, out=at)]
    return coordinates


def _reach(space: fem.FunctionSpace) -> int:
    """Return the number of unknowns of a space on this rank, including ghosts."""
    index_map = space.dofmap.index_map
    return int((index_map.size_local + index_map.num_ghosts) * space.dofmap.bs)


def _rows(form: fem.Form, mode: la.BlockMode = la.BlockMode.compact) -> la.MatrixCSR:
    """Return an empty local matrix with the sparsity of a form."""
    pattern = fem.create_sparsity_pattern(form)
    pattern.finalize()
    return la.matrix_csr(pattern, block_mode=mode)
