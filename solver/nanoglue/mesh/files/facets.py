"""Facets of triangles and tetrahedra, and the bodies beside each."""

import numpy as np

FACETS = {
    2: ((0, 1), (1, 2), (2, 0)),
    3: ((0, 1, 2), (0, 3, 1), (1, 3, 2), (2, 3, 0)),
}
"""Corners of the facets of an element by its dimension, in the order of the faces of Abaqus."""

ELEMENTS = {2: "triangles", 3: "tetrahedra"}
ELEMENT = {2: "triangle", 3: "tetrahedron"}

DIMENSIONS = {3: 2, 6: 2, 4: 3, 10: 3}
"""Dimension of an element by its number of nodes."""


def swap_last_middles(cells: np.ndarray) -> np.ndarray:
    """Return elements from the order of meshio, Abaqus and Exodus in that of Gmsh, or back.

    The last two middle nodes of quadratic tetrahedra change places; other elements stay.
    """
    if cells.shape[1] != 10:
        return cells
    swapped: np.ndarray = cells[:, [0, 1, 2, 3, 4, 5, 6, 7, 9, 8]]
    return swapped


def corners_of(cells: np.ndarray) -> np.ndarray:
    """Return the corners (m, dim + 1) of elements of either order."""
    corners: np.ndarray = cells[:, : DIMENSIONS[cells.shape[1]] + 1]
    return corners


def all_facets(cells: np.ndarray) -> np.ndarray:
    """Return the sorted corners of the first facet of all elements, then of the second and so on.

    >>> all_facets(np.array([[4, 7, 2]])).tolist()
    [[4, 7], [2, 7], [2, 4]]
    """
    dim = DIMENSIONS[cells.shape[1]]
    return np.sort(np.concatenate([cells[:, list(facet)] for facet in FACETS[dim]]), axis=1)


def sided_facets(cells: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the facets (k, dim) and the bodies (k, 2 or more) beside each, then -1."""
    whole = all_facets(cells)
    facets, group, count = np.unique(whole, axis=0, return_inverse=True, return_counts=True)
    bodies = np.tile(owner, whole.shape[1] + 1)
    order = np.lexsort((bodies, group.reshape(-1)))
    sides = np.full((len(facets), max(2, int(count.max()))), -1)
    starts = np.cumsum(count) - count
    rank = np.arange(len(order)) - np.repeat(starts, count)
    sides[np.repeat(np.arange(len(facets)), count), rank] = bodies[order]
    return facets, sides


def outer_facets(cells: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the facets (n, dim) of one element alone and their bodies."""
    whole = all_facets(cells)
    unique, index, count = np.unique(whole, axis=0, return_index=True, return_counts=True)
    return unique[count == 1], np.tile(owner, whole.shape[1] + 1)[index[count == 1]]


def written(place: np.ndarray, digits: int = 4) -> str:
    """Return a position in the unit of the file as text.

    >>> written(np.array([0.5, 2.0]))
    '(0.5, 2)'
    """
    return f"({', '.join(f'{coordinate:.{digits}g}' for coordinate in place)})"
