"""Rows of coincident unknowns: which balances are added, and which rows become constraints."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nanoglue.physics.dirichlet import Support
from nanoglue.physics.tie import Tie
from nanoglue.runtime.fenics import PETSc, fem
from nanoglue.runtime.vectors import global_numbers, owned_size


def constraint_matrices(
    fields: Sequence[fem.Function], ties: Sequence[Tie], held: Sequence[np.ndarray]
) -> tuple[PETSc.Mat, PETSc.Mat]:
    """Return R, which adds balances, and C, which holds the constraints; collective.

    Args:
        fields: blocks of the system, those of the ties among them.
        ties: what is equal.
        held: 1 where a field has a prescribed value, else 0, one array per field.
    """
    comm = fields[0].function_space.mesh.comm
    numbers = global_numbers(fields)
    found, prescribed = [], []
    for tie in ties:
        dofs = tie.pairs()
        columns = []
        for pair in (tie.balanced, tie.equal):
            for field, local in zip(pair, dofs, strict=True):
                columns.append(numbers[fields.index(field)][local])
        for field, local in zip(tie.balanced, dofs, strict=True):
            index = fields.index(field)
            prescribed.append(numbers[index][local[held[index][local] > 0]])
        found.append(np.column_stack(columns))
    links = np.unique(np.concatenate(comm.allgather(np.concatenate(found))), axis=0)
    fixed = set(np.concatenate(comm.allgather(np.concatenate(prescribed))).tolist())
    column_of = dict(zip(links[:, :2].ravel().tolist(), links[:, 2:].ravel().tolist(), strict=True))
    added, constrained = _constraints(_groups(links[:, :2]), fixed, column_of)
    size = sum(map(owned_size, fields))
    adding = _matrix(comm, size, added, {row for row, *_ in constrained})
    return adding, _matrix(comm, size, _entries(constrained))


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


def _groups(links: np.ndarray) -> list[list[int]]:
    """Return the connected groups of linked numbers, each sorted.

    >>> _groups(np.array([[1, 5], [5, 3], [2, 4]]))
    [[1, 3, 5], [2, 4]]
    """
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        parent.setdefault(number, number)
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for first, second in links.tolist():
        low, high = sorted((root(first), root(second)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for number in sorted(parent):
        groups.setdefault(root(number), []).append(number)
    return list(groups.values())


def _constraints(
    groups: Sequence[Sequence[int]], fixed: set[int], column_of: dict[int, int]
) -> tuple[list[tuple[int, int, float]], list[tuple[int, int, int]]]:
    """Return the rows that are added (main row, row, 1) and the constraints.

    A constraint is the row that it replaces, the column of its unknown and the column of the main
    unknown. A prescribed unknown is the main one of its group; its row stays as it is.
    """
    added, constrained = [], []
    for group in groups:
        held = [number for number in group if number in fixed]
        main = (held or group)[0]
        for row in group:
            if row == main or row in fixed:
                continue
            constrained.append((row, column_of[row], column_of[main]))
            if not held:
                added.append((main, row, 1.0))
    return added, constrained


def _entries(constrained: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, float]]:
    return [
        entry for row, own, main in constrained for entry in ((row, own, 1.0), (row, main, -1.0))
    ]


def _matrix(
    comm: PETSc.Comm,
    size: int,
    entries: Sequence[tuple[int, int, float]],
    without_diagonal: set[int] | None = None,
) -> PETSc.Mat:
    """Return a matrix of entries; if rows are given, with 1 on the diagonal of all others."""
    own: Any = (size, None)  # its number follows from the size
    matrix = PETSc.Mat().createAIJ((own, own), comm=comm)
    start, end = matrix.getOwnershipRange()
    own = [entry for entry in entries if start <= entry[0] < end]
    if without_diagonal is not None:
        own += [(row, row, 1.0) for row in range(start, end) if row not in without_diagonal]
    table = np.array(own, dtype=float).reshape(-1, 3)
    rows, columns, values = table.T
    places: list[Any] = [each.astype(PETSc.IntType) for each in (rows, columns)]
    given: Any = values
    matrix.setPreallocationCOO(*places)
    matrix.setValuesCOO(given)
    matrix.assemble()
    return matrix
