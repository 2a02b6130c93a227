"""Exchange of the rows of arrays between ranks, in an order that does not depend on timing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI


class Exchange:
    """Rows that this rank gives to each rank, itself included, and those that it gets.

    What arrives is sorted by the rank that gives it, then as that rank gives it.
    """

    def __init__(self, comm: "MPI.Comm", given: Sequence[np.ndarray]) -> None:
        """Tell all ranks how much they get; collective.

        Args:
            comm: communicator.
            given: numbers of the rows for each rank.
        """
        self.comm = comm
        self.rows = np.concatenate(given).astype(np.int64)
        self.sent = np.array([len(rows) for rows in given], dtype=np.int64)
        self.received = np.empty_like(self.sent)
        comm.Alltoall(self.sent, self.received)

    @property
    def sources(self) -> np.ndarray:
        """Return the rank from which each row comes."""
        return np.repeat(np.arange(len(self.received)), self.received)

    def forward(self, values: np.ndarray) -> np.ndarray:
        """Return the rows (n, ...) of values (m, ...) that this rank gets; collective."""
        return self._moved(values[self.rows], self.sent, self.received)

    def back(self, answers: np.ndarray) -> np.ndarray:
        """Return what became of the given rows, one answer (n, ...) a row; collective.

        Args:
            answers: one for each row that this rank has got.
        """
        return self._moved(answers, self.received, self.sent)

    def _moved(self, values: np.ndarray, sent: np.ndarray, received: np.ndarray) -> np.ndarray:
        width = int(np.prod(values.shape[1:], dtype=np.int64))
        found = np.empty((int(received.sum()), *values.shape[1:]), dtype=values.dtype)
        there = np.ascontiguousarray(values)
        self.comm.Alltoallv([there, sent * width], [found, received * width])
        return found


def to_owners(comm: "MPI.Comm", starts: np.ndarray, rows: np.ndarray) -> Exchange:
    """Return the exchange that sends each of some rows (n,) to the rank that owns it; collective.

    Args:
        comm: communicator.
        starts: (ranks,) first row of each rank.
        rows: global numbers of the rows.
    """
    owner = np.searchsorted(starts, rows, side="right") - 1
    return Exchange(comm, [np.flatnonzero(owner == rank) for rank in range(comm.size)])
