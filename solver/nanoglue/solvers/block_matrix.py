"""The matrix of a block of bilinear forms, summed cell by cell in rows of each of its entries.

Inserting elements into one large distributed matrix costs as much as evaluating them. So every
entry is assembled in rows of its own on each rank, whose values PETSc then takes all at once, at
the coordinates that it was told beforehand. The rows are DOLFINx's where the block sizes of both
spaces are equal; others it refuses, and PETSc sums those.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nanoglue.runtime.fenics import PETSc, cpp, fem, la, petsc

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
        self.matrix = petsc.create_matrix(forms, kind="mpi")
        if widens:  # PETSc renews the solver's analysis then
            self.matrix.setOption(PETSc.Mat.Option.NEW_NONZERO_ALLOCATION_ERR, False)
        else:
            self._record_positions(spaces)

    def _record_positions(self, spaces: Sequence[Any]) -> None:
        numbers = np.asarray(self.matrix.getLGMap()[0].indices)
        blocks = np.split(numbers, np.cumsum([_reach(space) for space in spaces])[:-1])
        self.entries, places = [], []
        for i, row in enumerate(self.forms):
            for j, form in enumerate(row):
                if form is not None:
                    entry = _entry(form)
                    self.entries.append(entry)
                    places.append(_places(entry.rows, blocks[i], blocks[j]))
        self.matrix.setPreallocationCOO(*np.hstack(places))

    def assemble(self) -> None:
        """Evaluate all forms; collective."""
        if self.widens:
            self.matrix.zeroEntries()
            petsc.assemble_matrix(self.matrix, self.forms, bcs=self.bcs)
        else:
            values = np.concatenate([entry.values(self.bcs) for entry in self.entries])
            self.matrix.setValuesCOO(values)
        self.matrix.assemble()


class UniformEntry:
    """An entry between spaces of equal block size."""

    def __init__(self, form: Any) -> None:
        """Make empty rows with the pattern of a form."""
        self.form, self.rows = form, _rows(form)

    def values(self, bcs: Sequence[fem.DirichletBC]) -> np.ndarray:
        """Evaluate the form; its values in the order of the rows."""
        self.rows.set_value(0.0)
        fem.assemble_matrix(self.rows, self.form, bcs=bcs)
        return self.rows.data


class RectangularEntry:
    """An entry between spaces of unequal block size, its rows and columns one by one."""

    def __init__(self, form: Any) -> None:
        """Give the values of empty rows with the pattern of a form to PETSc to sum in."""
        self.form, self.rows = form, _rows(form, la.BlockMode.expanded)
        begins, columns = self.rows.indptr.astype(PETSc.IntType), self.rows.indices
        most = len(begins) - 1, int(columns.max(initial=-1)) + 1
        size = tuple(max(n, _reach(v)) for n, v in zip(most, form.function_spaces, strict=True))
        kept, alone = (begins, columns, self.rows.data), PETSc.COMM_SELF
        self.sums = PETSc.Mat().createAIJWithArrays(size, kept, comm=alone)
        as_they_are: list[Any] = [np.arange(n, dtype=PETSc.IntType) for n in size]
        self.sums.setLGMap(*[PETSc.LGMap().create(each, comm=alone) for each in as_they_are])

    def values(self, bcs: Sequence[fem.DirichletBC]) -> np.ndarray:
        """Evaluate the form; its values in the order of the rows."""
        self.rows.set_value(0.0)
        given = fem.pack_constants(self.form), fem.pack_coefficients(self.form)
        held = [bc._cpp_object for bc in bcs]
        one_by_one = True
        cpp.fem.petsc.assemble_matrix(self.sums, self.form._cpp_object, *given, held, one_by_one)
        return self.rows.data


def _entry(form: Any) -> UniformEntry | RectangularEntry:
    tests, trials = (space.dofmap.bs for space in form.function_spaces)
    return UniformEntry(form) if tests == trials else RectangularEntry(form)


def _places(rows: la.MatrixCSR, *blocks: np.ndarray) -> np.ndarray:
    """Row and column (2, n) in the whole of every value of an entry between two blocks."""
    count, size = np.diff(rows.indptr), rows.block_size
    row_of = np.repeat(np.arange(len(count), dtype=np.int32), count)
    within = np.mgrid[: size[0], : size[1]].astype(np.int32)
    found = np.empty((2, len(row_of) * size[0] * size[1]), dtype=PETSc.IntType)
    for axis, side in enumerate((row_of, rows.indices)):
        numbers = np.append(blocks[axis], NOWHERE)
        at = (size[axis] * side[:, None, None] + within[axis]).ravel()
        # columns that other ranks alone fill are not numbered here
        found[axis] = numbers[np.minimum(at, len(numbers) - 1, out=at)]
    return found


def _reach(space: Any) -> int:
    """Unknowns of a space on this rank, ghosts included."""
    index_map = space.dofmap.index_map
    return int((index_map.size_local + index_map.num_ghosts) * space.dofmap.bs)


def _rows(form: Any, mode: la.BlockMode = la.BlockMode.compact) -> la.MatrixCSR:
    """Empty rows with the pattern of a form."""
    pattern = fem.create_sparsity_pattern(form)
    pattern.finalize()
    return la.matrix_csr(pattern, block_mode=mode)
