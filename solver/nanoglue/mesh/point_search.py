"""Location of points in a distributed mesh."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import mesh

OUTSIDE = 1e-6
"""Tolerance [-], in reference coordinates, within which a point counts as inside a cell."""


@dataclass(frozen=True, slots=True)
class Location:
    """Cell that contains a point, on one rank; ``cell`` is None on all others."""

    point: np.ndarray
    cell: int | None


def locate(mesh: "mesh.Mesh", point: tuple[float, ...]) -> Location | None:
    """Find the cell that contains a point [um]; collective.

    Returns:
        The location, or None on every rank if the point is outside the mesh.
    """
    distance, cell = _nearest_cell(mesh, np.asarray(point, dtype=float))
    distances = mesh.comm.allgather(distance)
    nearest_rank = int(np.argmin(distances))
    if distances[nearest_rank] > OUTSIDE:
        return None
    mine = mesh.comm.rank == nearest_rank
    return Location(np.array([*point, 0.0][:3]), cell if mine else None)


def _nearest_cell(mesh: "mesh.Mesh", point: np.ndarray) -> tuple[float, int]:
    """Return the distance [-] of a point outside the nearest owned cell, and that cell.

    The bounding boxes of DOLFINx give the candidates, and reference coordinates decide, because
    ``determine_point_ownership`` measures curved cells by their convex hull (decision 23).
    """
    from nanoglue.runtime.fenics import geometry

    owned = mesh.topology.index_map(mesh.topology.dim).size_local
    if not owned:
        return np.inf, -1
    cells = np.arange(owned, dtype=np.int32)
    place = np.array([*point, 0.0][:3])
    boxes = geometry.bb_tree(mesh, mesh.topology.dim, padding=_padding(mesh, owned), entities=cells)
    near = geometry.compute_collisions_points(boxes, place).links(0)
    nodes = mesh.geometry.x[mesh.geometry.dofmaps[0][:owned]][:, :, : mesh.geometry.dim]
    candidates = [(_outside(mesh, nodes[cell], point), int(cell)) for cell in near]
    return min(candidates, default=(np.inf, -1))


def _padding(mesh: "mesh.Mesh", owned: int) -> float:
    """Return the length [um] by which boxes are widened: the tolerance in the largest cell."""
    nodes = mesh.geometry.x[mesh.geometry.dofmaps[0][:owned]]
    return float(OUTSIDE * np.ptp(nodes, axis=1).max()) + 1e-12


def _outside(mesh: "mesh.Mesh", nodes: np.ndarray, point: np.ndarray) -> float:
    """Return the largest violation [-] of the barycentric bounds, 0 inside the cell."""
    x = mesh.geometry.cmaps[0].pull_back(point[None, :], nodes)[0]
    return max(0.0, *(-x), x.sum() - 1)
