"""Interfaces of bodies in space: their lines on a cut and their rims on the surface."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.post.figures.cut import Whole, clipped, in_planes
from nanoglue.post.figures.results import Grid, Results
from nanoglue.post.figures.tetrahedra import boundary, surface
from nanoglue.post.figures.triangulation import curves, outline, places

if TYPE_CHECKING:
    from pyvista import PolyData
    from scipy.spatial import KDTree

ENVELOPE = "damage_envelope [-]"


@dataclass(frozen=True, slots=True)
class Bond:
    """Faces (k, 6) of a body on an interface, and the quadrature points that give its damage."""

    name: str
    grid: Grid
    faces: np.ndarray
    tree: "KDTree"
    values: np.ndarray

    def damage(self, places: np.ndarray) -> np.ndarray:
        """Return the damage [-] at undeformed places (..., 3): that of the nearest point."""
        found: np.ndarray = self.values[self.tree.query(places)[1]]
        return found


def bonds(results: Results, time: float) -> Iterator[Bond]:
    """Yield the interfaces at a time, on the first of the two bodies that they join."""
    from scipy.spatial import KDTree

    if not results.interfaces:
        return
    points, owners, damage = _quadrature(results, time)
    tree = KDTree(points)
    for grid, faces in _joint(results, time):
        corners = grid.points[faces[:, :3]]
        distance, nearest = tree.query(corners.mean(axis=1))
        near = distance < np.ptp(corners, axis=1).max(axis=1)
        for number, name in enumerate(results.interfaces):
            mine = near & (owners[nearest] == number)
            if mine.any():
                yield Bond(name, grid, faces[mine], tree, damage)


def _quadrature(results: Results, time: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return points (n, 3) [um] of all interfaces, the number of theirs, and the damage [-]."""
    grids = [results.grid(name, time) for name in results.interfaces]
    owners = np.repeat(np.arange(len(grids)), [len(grid.points) for grid in grids])
    damage = np.concatenate([grid.nodal[ENVELOPE] for grid in grids])
    return np.concatenate([grid.points for grid in grids]), owners, damage


def _joint(results: Results, time: float) -> Iterator[tuple[Grid, np.ndarray]]:
    """Yield each body with its faces that another body after it has too."""
    grids = [results.grid(name, time) for name in results.bodies]
    every = places(np.concatenate([grid.points for grid in grids]))
    starts = np.cumsum([0, *(len(grid.points) for grid in grids)])
    faces = [boundary(grid.cells, grid.points) for grid in grids]
    keys = [np.sort(every[f[:, :3] + at], axis=1) for f, at in zip(faces, starts, strict=False)]
    _, first, count = np.unique(np.concatenate(keys), axis=0, return_index=True, return_counts=True)
    shared = np.zeros(sum(map(len, keys)), dtype=bool)
    shared[first[count > 1]] = True
    ends = np.cumsum([len(one) for one in keys])[:-1]
    for grid, mine, chosen in zip(grids, faces, np.split(shared, ends), strict=True):
        if chosen.any():
            yield grid, mine[chosen]


def on_cut(bond: Bond, shown: Whole) -> tuple[np.ndarray, np.ndarray]:
    """Return the line of an interface on the cut: segments (k, 2, 3) [um], and damage (k, 2)."""
    if shown.plane is None:
        return np.zeros((0, 2, 3)), np.zeros((0, 2))
    sheet = surface(bond.faces, bond.grid.deformed, bond.grid.points, shown.images)
    line = sheet.slice(normal=shown.plane.normal, origin=shown.plane.origin)
    ends = np.asarray(line.lines).reshape(-1, 3)[:, 1:]
    if not len(ends):
        return np.zeros((0, 2, 3)), np.zeros((0, 2))
    return np.asarray(line.points)[ends], bond.damage(np.asarray(line["field"])[ends])


def rim(bond: Bond, shown: Whole) -> "PolyData":
    """Return the edge of an interface as lines with the cell data ``damage``, cut as the bodies."""
    import pyvista

    edges = outline(bond.faces, bond.grid.points, has_axis=False)
    edges = edges[~in_planes(bond.grid.points[edges], shown)]
    found = pyvista.PolyData()
    if not len(edges):
        return found
    lines = curves(edges, bond.grid.deformed)
    damage = bond.damage(curves(edges, bond.grid.points))
    images = np.concatenate([lines * np.array(image) for image in shown.images])
    numbers = np.arange(images[..., 0].size).reshape(images.shape[:2])
    ends = np.stack([numbers[:, :-1], numbers[:, 1:]], axis=-1).reshape(-1, 2)
    found.points = images.reshape(-1, 3)
    found.lines = np.column_stack([np.full(len(ends), 2), ends]).ravel()
    at_ends = np.stack([damage[:, :-1], damage[:, 1:]], axis=-1).reshape(-1, 2)
    found.cell_data["damage"] = np.concatenate(len(shown.images) * [at_ends])
    return clipped(found, shown.plane)
