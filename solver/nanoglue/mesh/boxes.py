"""Boxes parallel to the axes around the points of each rank and of all ranks."""

import numpy as np

from nanoglue.runtime.fenics import MPI


def box(points: np.ndarray) -> np.ndarray:
    """Return the lowest and the highest coordinates (2, dim) of points (n, dim).

    Those of no points are inf and -inf.

    >>> box(np.array([[1.0, 5.0], [2.0, 4.0]])).tolist()
    [[1.0, 4.0], [2.0, 5.0]]
    """
    return np.stack([points.min(axis=0, initial=np.inf), points.max(axis=0, initial=-np.inf)])


def common_box(comm: MPI.Comm, points: np.ndarray) -> np.ndarray:
    """Return the box (2, dim) around the points (n, dim) of all ranks; collective."""
    ends = box(points) * [[-1.0], [1.0]]
    extremes = np.empty_like(ends)
    comm.Allreduce(ends, extremes, op=MPI.MAX)
    found: np.ndarray = extremes * [[-1.0], [1.0]]
    return found


def rank_boxes(comm: MPI.Comm, points: np.ndarray) -> np.ndarray:
    """Return the box (ranks, 2, dim) around the points (n, dim) of each rank; collective."""
    boxes = np.empty((comm.size, 2, points.shape[1]))
    comm.Allgather(box(points), boxes)
    return boxes
