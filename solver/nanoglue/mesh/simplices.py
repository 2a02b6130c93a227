"""Points inside flat simplices and distances from them, and the division of quadratic ones."""

from itertools import combinations

import numpy as np

EDGES = {1: [(0, 1)], 2: [(1, 2), (0, 2), (0, 1)], 3: list(combinations(range(4), 2))[::-1]}
"""Vertices of the edges of a segment, a triangle and a tetrahedron in the order of basix."""

CORNERS_2 = ((0, 5, 4), (1, 5, 3), (2, 4, 3), (3, 4, 5))
CORNERS_3 = ((0, 9, 8, 7), (1, 9, 6, 5), (2, 8, 6, 4), (3, 7, 5, 4))
INNER_3 = ((4, 9, 5, 6), (4, 9, 6, 8), (4, 9, 8, 7), (4, 9, 7, 5))
PARTS = {
    1: np.array([(0, 2), (2, 1)]),
    2: np.array(CORNERS_2),
    3: np.array([*CORNERS_3, *INNER_3]),
}
"""Nodes of the flat parts of a quadratic segment, triangle or tetrahedron."""


def flat_parts(nodes: np.ndarray) -> np.ndarray:
    """Return flat simplices for quadratic ones, by the number of nodes 3, 6 or 10.

    Args:
        nodes: (n, nodes, dim), in the order of basix.
    """
    kind = {3: 1, 6: 2, 10: 3}[nodes.shape[1]]
    return nodes[:, PARTS[kind]].reshape(-1, kind + 1, nodes.shape[2])


def facet_nodes(dim: int) -> np.ndarray:
    """Return the nodes of each facet of a quadratic simplex, vertices first, one row a facet.

    >>> facet_nodes(2).tolist()
    [[1, 2, 3], [0, 2, 4], [0, 1, 5]]
    """
    middle = {edge: dim + 1 + i for i, edge in enumerate(EDGES[dim])}
    rows = []
    for opposite in range(dim + 1):
        corners = [corner for corner in range(dim + 1) if corner != opposite]
        pairs = [(corners[a], corners[b]) for a, b in EDGES[dim - 1]]
        rows.append([*corners, *(middle[pair] for pair in pairs)])
    return np.array(rows)


def contained(points: np.ndarray, simplices: np.ndarray) -> np.ndarray:
    """Return whether each point (n, dim) is inside one of the simplices (m, dim + 1, dim)."""
    inside = np.zeros(len(points), dtype=bool)
    low, high = simplices.min(axis=1), simplices.max(axis=1)
    spans = (simplices[:, 1:] - simplices[:, :1]).swapaxes(1, 2)
    for number, point in enumerate(points):
        near = np.flatnonzero(((point >= low) & (point <= high)).all(axis=1))
        near = near[np.linalg.det(spans[near]) != 0]
        shares = np.linalg.solve(spans[near], (point - simplices[near, 0])[..., None])[..., 0]
        inside[number] = ((shares >= 0).all(axis=1) & (shares.sum(axis=1) <= 1)).any()
    return inside


def distances(point: np.ndarray, simplices: np.ndarray) -> np.ndarray:
    """Return the distance of a point (dim,) from each simplex (m, k, dim) with k vertices.

    >>> segment = np.array([[[0.0, 0.0], [1.0, 0.0]]])
    >>> [distances(np.array(p), segment).tolist() for p in ([0.5, 2.0], [4.0, 4.0])]
    [[2.0], [5.0]]
    """
    away = point - simplices[:, 0]
    count = simplices.shape[1]
    if count == 1:
        found: np.ndarray = np.linalg.norm(away, axis=1)
        return found
    span = simplices[:, 1:] - simplices[:, :1]
    shares = np.einsum("mij,mj->mi", np.linalg.pinv(span.swapaxes(1, 2)), away)
    across = np.linalg.norm(away - np.einsum("mi,mij->mj", shares, span), axis=1)
    faces = [distances(point, np.delete(simplices, i, axis=1)) for i in range(count)]
    above = (shares >= 0).all(axis=1) & (shares.sum(axis=1) <= 1)
    return np.where(above, across, np.min(faces, axis=0))


def is_plane(points: np.ndarray) -> bool:
    """Return whether the third coordinate of points (n, 3) is the same but for rounding.

    >>> is_plane(np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [0.0, 1.0, 1.1]]))
    False
    """
    return bool(np.ptp(points[:, 2]) <= 1e-9 * np.ptp(points, axis=0).max())
