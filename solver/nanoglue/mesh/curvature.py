"""Jacobians of curved elements, which are negative where curved edges cross."""

from functools import cache

import numpy as np

EDGES = {
    2: ((0, 1), (1, 2), (2, 0)),
    3: ((0, 1), (1, 2), (2, 0), (0, 3), (2, 3), (1, 3)),
}
"""Corners of the edges of triangles and tetrahedra in the order of the middle nodes of Gmsh."""


def smallest_jacobians(points: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Return the smallest Jacobian of each element at its nodes over that of its corners, (m,).

    It is 1 for straight elements and not positive where an element is inverted.

    Args:
        points: coordinates of the nodes, shape (n, dim).
        cells: nodes of linear or quadratic simplices in the order of Gmsh, shape (m, nodes).

    >>> points = np.array([[0, 0], [1, 0], [0, 1], [0.5, 0.6], [0.5, 0.5], [0, 0.5]])
    >>> smallest_jacobians(points, np.array([[0, 1, 2, 3, 4, 5]])).round(9).tolist()
    [-1.4]
    """
    dim = points.shape[1]
    if cells.shape[1] == dim + 1:
        return np.ones(len(cells))
    nodes = points[cells.T]  # (nodes, m, dim)
    straight = _determinants((nodes[1 : dim + 1] - nodes[0]).swapaxes(0, 1))
    slopes = _slopes(dim).swapaxes(1, 2)  # (places, axis, nodes)
    along = slopes.reshape(-1, len(nodes)) @ nodes.reshape(len(nodes), -1)
    curved = _determinants(along.reshape(-1, dim, len(cells), dim).swapaxes(1, 2))
    found: np.ndarray = (curved / straight).min(axis=0)
    return found


def _determinants(matrices: np.ndarray) -> np.ndarray:
    """Return the determinants of matrices (..., 2, 2) or (..., 3, 3)."""
    first, *others = np.moveaxis(matrices, (-2, -1), (0, 1))
    if len(first) == 2:
        found: np.ndarray = first[0] * others[0][1] - first[1] * others[0][0]
        return found
    return sum(first[i] * _minor(others[0], others[1], i) for i in range(3))


def _minor(second: np.ndarray, third: np.ndarray, left_out: int) -> np.ndarray:
    """Return the minor of a column of the first row, with its sign, from the other two rows."""
    i, j = (left_out + 1) % 3, (left_out + 2) % 3
    found: np.ndarray = second[i] * third[j] - second[j] * third[i]
    return found


def most_inverted(points: np.ndarray, cells: np.ndarray) -> np.ndarray | None:
    """Return the centre of the element with the smallest Jacobian if it is inverted, or None."""
    jacobians = smallest_jacobians(points, cells)
    worst = int(jacobians.argmin())
    if jacobians[worst] > 0:
        return None
    centre: np.ndarray = points[cells[worst, : points.shape[1] + 1]].mean(axis=0)
    return centre


@cache
def _slopes(dim: int) -> np.ndarray:
    """Return the slopes of the quadratic shape functions at all nodes, (nodes, nodes, dim)."""
    corners = np.eye(dim + 1)
    middles = [(corners[i] + corners[j]) / 2 for i, j in EDGES[dim]]
    along = np.vstack([-np.ones(dim), np.eye(dim)])  # slopes of the barycentric coordinates
    return np.array(
        [
            [
                *((4 * at[i] - 1) * along[i] for i in range(dim + 1)),
                *(4 * (at[i] * along[j] + at[j] * along[i]) for i, j in EDGES[dim]),
            ]
            for at in (*corners, *middles)
        ]
    )
