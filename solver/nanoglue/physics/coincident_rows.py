"""Groups of coincident rows of several ranks, and the main row of each."""

from dataclasses import dataclass

import numpy as np

from nanoglue.runtime.exchange import to_owners
from nanoglue.runtime.fenics import MPI


@dataclass(frozen=True, slots=True)
class CoincidentRows:
    """Rows (n,) that a rank owns and that coincide with others, and the main row of each.

    The main row is the first one with a prescribed value, else the first one. ``columns`` and
    ``main_columns`` are the unknowns of the rows, ``fixed`` is true for prescribed values and
    ``main_fixed`` where the main row has one.
    """

    rows: np.ndarray
    columns: np.ndarray
    fixed: np.ndarray
    main: np.ndarray
    main_columns: np.ndarray
    main_fixed: np.ndarray

    @property
    def constrained(self) -> np.ndarray:
        """Return whether a row becomes a constraint: not the main ones, nor prescribed values."""
        return (self.rows != self.main) & ~self.fixed


def coincident_rows(
    comm: MPI.Comm, starts: np.ndarray, size: int, links: np.ndarray, fixed: np.ndarray
) -> CoincidentRows:
    """Return the coincident rows of this rank; collective.

    The smallest number passes from row to row until no rank finds a smaller one, which takes as
    many rounds as a group has bodies.

    Args:
        comm: communicator.
        starts: (ranks,) first row of each rank.
        size: number of rows of all ranks.
        links: (n, 4) pairs of rows that this rank knows to coincide, and their columns.
        fixed: (n, 2) whether the rows have prescribed values.
    """
    both = [[0, 1, 2], [1, 0, 3]]
    directed = np.concatenate([np.column_stack([links[:, c], fixed[:, c[0]]]) for c in both])
    table = to_owners(comm, starts, directed[:, 0]).forward(directed)
    rows, first, where = np.unique(table[:, 0], return_index=True, return_inverse=True)
    columns, held = table[first, 2], np.zeros(len(rows), dtype=bool)
    np.logical_or.at(held, where.ravel(), table[:, 3] > 0)
    rank = np.where(held, rows, rows + size)  # rows with prescribed values come first
    main_columns = columns.copy()
    pairs = np.unique(table[:, :2], axis=0)
    known, exchange = np.searchsorted(rows, pairs[:, 0]), to_owners(comm, starts, pairs[:, 1])
    linked = np.searchsorted(rows, exchange.forward(pairs[:, 1]))
    changed = True
    while changed:
        before = rank.copy()
        received = exchange.forward(np.column_stack([rank, main_columns])[known])
        np.minimum.at(rank, linked, received[:, 0])
        taken = received[:, 0] == rank[linked]
        main_columns[linked[taken]] = received[taken, 1]
        changed = bool(comm.allreduce(bool((rank != before).any()), MPI.LOR))
    return CoincidentRows(rows, columns, held, rank % size, main_columns, rank < size)
