"""Rows of coincident unknowns: which balances are added, and which rows become constraints."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nanoglue.physics.coincident_rows import CoincidentRows, coincident_rows
from nanoglue.physics.dirichlet import Support
from nanoglue.physics.tie import Tie
from nanoglue.runtime.exchange import to_owners
from nanoglue.runtime.fenics import MPI, PETSc, fem
from nanoglue.runtime.vectors import global_numbers, owned_size, row_starts


def constraint_matrices(
    fields: Sequence[fem.Function], ties: Sequence[Tie], held: Sequence[np.ndarray]
) -> tuple[PETSc.Mat, PETSc.Mat]:
    """Return R, which adds balances, and C, which holds the constraints; collective.

    Args:
        fields: blocks of the system, those of the ties among them.
        ties: what is equal.
        held: 1 where a field has a prescribed value, else 0, one array per field.
    """
    comm, starts = fields[0].function_space.mesh.comm, row_starts(fields)
    own = sum(map(owned_size, fields))
    links, fixed = _links(fields, ties, held)
    found = coincident_rows(comm, starts, int(comm.allreduce(own)), links, fixed)
    chosen = found.constrained
    main, added = _added(comm, starts, found)
    kept = np.setdiff1d(starts[comm.rank] + np.arange(own), found.rows[chosen])
    rows, columns = np.concatenate([main, kept]), np.concatenate([added, kept])
    adding = _matrix(comm, own, rows, columns, np.ones(len(rows)))
    ends = np.concatenate([found.columns[chosen], found.main_columns[chosen]])
    signs = np.repeat([1.0, -1.0], chosen.sum())
    return adding, _matrix(comm, own, np.tile(found.rows[chosen], 2), ends, signs)


def _links(
    fields: Sequence[fem.Function], ties: Sequence[Tie], held: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return coincident rows and their columns (n, 4), and which rows are held, (n, 2).

    The rows are those of the facets that this rank owns; collective.
    """
    numbers = global_numbers(fields)
    links, fixed = [np.empty((0, 4), dtype=np.int64)], [np.empty((0, 2), dtype=np.int64)]
    for tie in ties:
        dofs = tie.pairs()
        sides = [
            numbers[fields.index(field)][local]
            for pair in (tie.balanced, tie.equal)
            for field, local in zip(pair, dofs, strict=True)
        ]
        marks = [
            held[fields.index(field)][local] > 0
            for field, local in zip(tie.balanced, dofs, strict=True)
        ]
        links.append(np.column_stack(sides))
        fixed.append(np.column_stack(marks).astype(np.int64))
    return np.concatenate(links), np.concatenate(fixed)


def _added(
    comm: MPI.Comm, starts: np.ndarray, found: CoincidentRows
) -> tuple[np.ndarray, np.ndarray]:
    """Return main rows of this rank and the rows whose balances are added to them; collective.

    Where the main row has a prescribed value, it stays as it is.
    """
    adds = found.constrained & ~found.main_fixed
    exchange = to_owners(comm, starts, found.main[adds])
    return exchange.forward(found.main[adds]), exchange.forward(found.rows[adds])


def held_dofs(fields: Sequence[fem.Function], supports: Sequence[Support]) -> list[np.ndarray]:
    """Return 1 where a field has a prescribed value and 0 elsewhere, one array per field."""
    marks = [np.zeros_like(field.x.array) for field in fields]
    conditions = fem.bcs_by_block(
        [field.function_space._cpp_object for field in fields],
        [support.condition for support in supports],
    )
    for array, block in zip(marks, conditions, strict=True):
        for condition in block:
            array[condition.dof_indices()[0]] = 1.0
    return marks


def _matrix(
    comm: PETSc.Comm, size: int, rows: np.ndarray, columns: np.ndarray, values: np.ndarray
) -> PETSc.Mat:
    """Return a matrix of the entries of this rank's rows, ``size`` of which it owns."""
    own: Any = (size, None)  # its number follows from the size
    matrix = PETSc.Mat().createAIJ((own, own), comm=comm)
    places: list[Any] = [each.astype(PETSc.IntType) for each in (rows, columns)]
    given: Any = values
    matrix.setPreallocationCOO(*places)
    matrix.setValuesCOO(given)
    matrix.assemble()
    return matrix
