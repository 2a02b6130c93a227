"""Nodes of a surface that every rank holds, and the part of them that this rank owns."""

import numpy as np

from nanoglue.runtime.fenics import MPI, fem


class GatheredNodes:
    """Displacement nodes of a surface by their global numbers.

    A contact looks for the closest point on the whole surface, so that every rank holds its nodes;
    nodes inside the bodies stay where they are.
    """

    def __init__(self, u: fem.Function, known: np.ndarray) -> None:
        """Find the nodes that this rank owns.

        Args:
            u: displacement of the body [um].
            known: global numbers (k,) of the nodes, the same on all ranks.
        """
        space = u.function_space
        self.comm, self.dim = space.mesh.comm, space.mesh.geometry.dim
        low, high = space.dofmap.index_map.local_range
        self.count = len(known)
        self.owned = np.flatnonzero((known >= low) & (known < high))
        self.local = known[self.owned] - low

    def together(self, *arrays: np.ndarray) -> np.ndarray:
        """Return the values (k, dim, n) of n arrays at all nodes; collective."""
        values = np.zeros((self.count, self.dim, len(arrays)))
        for i, array in enumerate(arrays):
            values[self.owned, :, i] = array.reshape(-1, self.dim)[self.local]
        return self._sum(values)

    def rows(self, start: int) -> np.ndarray:
        """Return the global rows (k, dim) of the nodes, counted from a start; collective."""
        rows = np.zeros((self.count, self.dim), dtype=np.int64)
        rows[self.owned] = start + self.dim * self.local[:, None] + np.arange(self.dim)
        return self._sum(rows)

    def _sum(self, values: np.ndarray) -> np.ndarray:
        everywhere = np.empty_like(values)
        self.comm.Allreduce(values, everywhere, op=MPI.SUM)
        return everywhere
