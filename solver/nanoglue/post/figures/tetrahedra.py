"""Surfaces and flat parts of bodies of quadratic tetrahedra, for figures."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.post.figures.triangulation import at_refined, places, refined

if TYPE_CHECKING:
    from pyvista import PolyData

FACES = np.array([[0, 2, 1, 6, 5, 4], [0, 1, 3, 4, 8, 7], [1, 2, 3, 5, 9, 8], [0, 3, 2, 7, 9, 6]])
"""Nodes of the faces, corners first, outwards by the right-hand rule."""

PARTS = np.array(
    [
        *([0, 4, 6, 7], [4, 1, 5, 8], [6, 5, 2, 9], [7, 8, 9, 3]),
        *([6, 4, 5, 8], [6, 5, 9, 8], [6, 9, 7, 8], [6, 7, 4, 8]),
    ]
)
"""Corners of eight tetrahedra: at the corners, and in the octahedron between the middles."""

EDGES = np.array([[0, 1], [1, 2], [0, 2], [0, 3], [1, 3], [2, 3]])
"""Corners on both sides of the nodes 4 to 9."""

NODES = np.concatenate([np.eye(4), (np.eye(4)[EDGES[:, 0]] + np.eye(4)[EDGES[:, 1]]) / 2])
"""Barycentric coordinates of the nodes."""

SUBDIVISIONS = 3
"""Parts into which each edge of a face is divided."""

Image = tuple[int, int, int]
"""Signs of the coordinates of a body (1, 1, 1) or of a mirror image."""


def boundary(cells: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the faces (k, 6) that belong to one tetrahedron only."""
    faces = cells[:, FACES].reshape(-1, 6)
    corners = np.sort(places(points)[faces[:, :3]], axis=1)
    _, first, count = np.unique(corners, axis=0, return_index=True, return_counts=True)
    outer: np.ndarray = faces[first[count == 1]]
    return outer


def flat_parts(cells: np.ndarray) -> np.ndarray:
    """Return eight flat tetrahedra (8 m, 4) for each quadratic one (m, 10)."""
    parts: np.ndarray = cells[:, PARTS].reshape(-1, 4)
    return parts


def halved(nodal: np.ndarray) -> np.ndarray:
    """Return values at the nodes of eight quadratic tetrahedra of half the size.

    Args:
        nodal: (m, 10, ...) at the nodes of each tetrahedron.

    Returns:
        (8 m, 10, ...) at the nodes of the parts.
    """
    corners = NODES[PARTS]
    middles = (corners[:, EDGES[:, 0]] + corners[:, EDGES[:, 1]]) / 2
    weights = _shape(np.concatenate([corners, middles], axis=1))
    found: np.ndarray = np.einsum("pin,mn...->mpi...", weights, nodal)
    return found.reshape(-1, *nodal.shape[1:])


def _shape(places: np.ndarray) -> np.ndarray:
    """Return quadratic shape functions (..., 10) at places (..., 4) in barycentric coordinates."""
    at_middles = 4 * places[..., EDGES[:, 0]] * places[..., EDGES[:, 1]]
    return np.concatenate([places * (2 * places - 1), at_middles], axis=-1)


def surface(
    faces: np.ndarray, points: np.ndarray, values: np.ndarray | None, images: Sequence[Image]
) -> "PolyData":
    """Return quadratic faces and their mirror images as flat triangles with smooth normals.

    Args:
        faces: (k, 6) nodes, corners first.
        points: (n, 3) places of the nodes [um].
        values: (n,) or (n, 3) at the nodes, which become the point data ``field``.
        images: signs of the coordinates, one for each image.
    """
    import pyvista

    weights, triangles, _ = refined(faces, SUBDIVISIONS)
    flat = at_refined(weights, faces, points)
    shifts = len(flat) * np.arange(len(images))
    turned = [triangles if np.prod(image) > 0 else triangles[:, ::-1] for image in images]
    every = np.concatenate([one + shift for one, shift in zip(turned, shifts, strict=True)])
    sides = np.column_stack([np.full(len(every), 3), every]).ravel()
    found = pyvista.PolyData(np.concatenate([flat * np.array(image) for image in images]), sides)
    if values is not None:
        found.point_data["field"] = np.concatenate(
            len(images) * [at_refined(weights, faces, values)]
        )
    return merged(found, 1e-7)


def merged(mesh: "PolyData", tolerance: float) -> "PolyData":
    """Return a surface whose points that are closer than a tolerance [um] have become one.

    The filter of ``PolyData.clean`` takes a thousand times longer for points in a plane.
    """
    import pyvista
    from vtkmodules.vtkFiltersCore import vtkStaticCleanPolyData

    merging = vtkStaticCleanPolyData()
    merging.SetInputData(mesh)
    merging.ToleranceIsAbsoluteOn()
    merging.SetAbsoluteTolerance(tolerance)
    merging.Update()
    found: PolyData = pyvista.wrap(merging.GetOutput())
    return found
