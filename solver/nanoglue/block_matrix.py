"""The matrix of a block of bilinear forms, summed cell by cell in DOLFINx's own rows.

Inserting elements into PETSc one by one costs as much as evaluating them. So entries between
spaces of equal block size are assembled in a ``MatrixCSR`` each, whose values PETSc then takes all
at once, at the coordinates that it was told beforehand. DOLFINx refuses entries between unequal
block sizes; those are inserted as ever.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem, la  # isort: skip
from dolfinx.fem import petsc as fp  # isort: skip
from petsc4py import PETSc  # isort: skip

NOWHERE = -1
"""A row or column that PETSc ignores."""


class BlockMatrix:
    """Assembles forms [i][j] (None: empty) with prescribed values into one PETSc ``matrix``."""

    def __init__(
        self,
        forms: Sequence[Sequence[Any]],
        spaces: Sequence[Any],
        bcs: Sequence[fem.DirichletBC],
        widens: bool = False,
    ) -> None:
        """Note where each value goes; collective.

        Args:
            forms: compiled, rows by columns.
            spaces: of the blocks.
            bcs: prescribed values: their rows and columns are empty but for 1 on the diagonal.
            widens: whether others add entries at new places, after which PETSc has forgotten where
                values went; all are inserted as ever then.
        """
        self.forms, self.bcs, self.widens = forms, list(bcs), widens
        self.matrix = fp.create_matrix(forms, kind="mpi")
        if widens:  # PETSc renews the solver's analysis then
            self.matrix.setOption(PETSc.Mat.Option.NEW_NONZERO_ALLOCATION_ERR, False)
        else:
            self._note_places(spaces)

    def _note_places(self, spaces: Sequence[Any]) -> None:
        numbers = np.asarray(self.matrix.getLGMap()[0].indices)
        ends = np.cumsum([_reach(space) for space in spaces])
        self.blocks = np.split(numbers, ends[:-1])
        found = [
            (form, (i, j), _rows(form))
            for i, row in enumerate(self.forms)
            for j, form in enumerate(row)
            if form is not None
        ]
        places = [self._places(entry, rows) for _, entry, rows in found]
        self.entries = [  # rows that DOLFINx does not assemble have served their purpose
            (form, entry, rows if rows.block_size[0] == rows.block_size[1] else None)
            for form, entry, rows in found
        ]
        ends_of_parts = np.cumsum([at.shape[1] for at in places])
        self.matrix.setPreallocationCOO(*np.hstack(places))
        self.values = np.zeros(ends_of_parts[-1])
        self.parts = np.split(self.values, ends_of_parts[:-1])
        self.index_sets = [
            PETSc.IS().createStride(len(block), int(end) - len(block), comm=PETSc.COMM_SELF)
            for block, end in zip(self.blocks, ends, strict=True)
        ]

    def assemble(self) -> None:
        """Evaluate all forms; collective."""
        if self.widens:
            self.matrix.zeroEntries()
            fp.assemble_matrix(self.matrix, self.forms, bcs=self.bcs)
        else:
            self._insert()
        self.matrix.assemble()

    def _insert(self) -> None:
        for (form, _, rows), part in zip(self.entries, self.parts, strict=True):
            if rows is not None:
                rows.set_value(0.0)
                fem.assemble_matrix(rows, form, bcs=self.bcs)
                part[:] = rows.data
        self.matrix.setValuesCOO(self.values)
        for form, (i, j), rows in self.entries:
            if rows is None:
                place = self.index_sets[i], self.index_sets[j]
                within = self.matrix.getLocalSubMatrix(*place)
                fp.assemble_matrix(within, [[form]], bcs=self.bcs)
                self.matrix.restoreLocalSubMatrix(*place, within)

    def _places(self, entry: tuple[int, int], rows: la.MatrixCSR) -> np.ndarray:
        """Row and column (2, n) in the whole of every value of an entry."""
        count, size = np.diff(rows.indptr), rows.block_size
        row_of = np.repeat(np.arange(len(count), dtype=np.int32), count)
        within = np.mgrid[: size[0], : size[1]].astype(np.int32)
        found = np.empty((2, len(row_of) * size[0] * size[1]), dtype=PETSc.IntType)
        for axis, side in enumerate((row_of, rows.indices)):
            numbers = np.append(self.blocks[entry[axis]], NOWHERE)
            at = (size[axis] * side[:, None, None] + within[axis]).ravel()
            # columns that other ranks alone fill are not numbered here
            found[axis] = numbers[np.minimum(at, len(numbers) - 1, out=at)]
        return found


def _reach(space: Any) -> int:
    """Unknowns of a space on this rank, ghosts included."""
    index_map = space.dofmap.index_map
    return int((index_map.size_local + index_map.num_ghosts) * space.dofmap.bs)


def _rows(form: Any) -> la.MatrixCSR:
    """Empty rows with the pattern of a form."""
    pattern = fem.create_sparsity_pattern(form)
    pattern.finalize()
    return la.matrix_csr(pattern)
