"""Where a point lies in a distributed mesh."""

from dataclasses import dataclass
from typing import Any

import numpy as np

OUTSIDE = 1e-6
"""How far [-] outside a cell, in its own coordinates, a point may lie and still count as inside."""


@dataclass(frozen=True, slots=True)
class Location:
    """Cell of a point on the one rank that has it; ``cell`` is None on all others."""

    point: np.ndarray
    cell: int | None


def locate(mesh: Any, point: tuple[float, float]) -> Location | None:
    """Find the cell of a point [um]; every rank calls this.

    Returns:
        The location, or None on every rank if the point is outside the mesh.
    """
    best, cell = _nearest_cell(mesh, np.asarray(point, dtype=float))
    ranked = mesh.comm.allgather(best)
    winner = int(np.argmin(ranked))
    if ranked[winner] > OUTSIDE:
        return None
    mine = mesh.comm.rank == winner
    return Location(np.array([*point, 0.0]), cell if mine else None)


def _nearest_cell(mesh: Any, point: np.ndarray) -> tuple[float, int]:
    """How far outside its best owned cell a point is [-], and that cell."""
    owned = mesh.topology.index_map(2).size_local
    nodes = mesh.geometry.x[mesh.geometry.dofmaps[0][:owned]][:, :, :2]
    if not owned:
        return np.inf, -1
    low, high = nodes.min(axis=1), nodes.max(axis=1)
    slack = OUTSIDE * (high - low).max(axis=1, keepdims=True) + 1e-12
    near = np.flatnonzero(((point >= low - slack) & (point <= high + slack)).all(axis=1))
    found = [(_outside(mesh, nodes[cell], point), int(cell)) for cell in near]
    return min(found, default=(np.inf, -1))


def _outside(mesh: Any, nodes: np.ndarray, point: np.ndarray) -> float:
    """Largest negative barycentric coordinate of a point in a cell [-], 0 inside."""
    x, y = mesh.geometry.cmaps[0].pull_back(point[None, :], nodes)[0]
    return max(0.0, -x, -y, x + y - 1)
