"""Closest-point projection onto a surface of quadratic edges.

An edge has a first, a last and a middle node; t is its coordinate, 0 at the first and 1 at the last
node. The edge is extended as a straight line beyond its ends.
"""

from dataclasses import dataclass

import numpy as np

SAMPLES = np.linspace(0.0, 1.0, 5)
"""Places on an edge from which the closest point is sought."""

NEAREST, ROUNDS = 3, 30
"""Edges tried for a point, and iterations of Newton's method on each of them."""


def shapes(t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return shape functions of the three nodes and their derivatives by t, (n, 3) each.

    >>> [part.tolist() for part in shapes(np.array([1.5]))]
    [[[0.5, 2.5, -2.0]], [[1.0, 3.0, -4.0]], [[0.0, 0.0, 0.0]]]
    """
    on = np.clip(t, 0.0, 1.0)
    values = np.stack([(1 - on) * (1 - 2 * on), on * (2 * on - 1), 4 * on * (1 - on)], axis=-1)
    slopes = np.stack([4 * on - 3, 4 * on - 1, 4 - 8 * on], axis=-1)
    bends = np.where(np.equal(on, t)[..., None], [4.0, 4.0, -8.0], 0.0)
    return values + (t - on)[..., None] * slopes, slopes, bends


@dataclass(frozen=True, slots=True)
class Projection:
    """Closest points of a surface to some points, each of shape (n,).

    ``edge`` and ``t`` are the position; ``corner`` is true if the closest point is a joint with a
    kink, where the distance is not normal to either edge.
    """

    edge: np.ndarray
    t: np.ndarray
    corner: np.ndarray


def closest(points: np.ndarray, edges: np.ndarray, reach: np.ndarray) -> Projection:
    """Return the closest points of a surface.

    Args:
        points: (n, 2).
        edges: (m, 3, 2) nodes of the edges.
        reach: (m, 2) extension of t before the first and beyond the last node of an edge.
    """
    samples = (shapes(SAMPLES)[0] @ edges).reshape(-1, 2)
    squares = (samples**2).sum(axis=1) - 2 * points @ samples.T  # less that of the point
    squares = squares.reshape(len(points), len(edges), len(SAMPLES))
    count = min(NEAREST, len(edges))
    tried = np.argpartition(squares.min(axis=2), count - 1, axis=1)[:, :count]
    tried.sort(axis=1)
    nearest = np.take_along_axis(squares, tried[..., None], axis=1)
    start = SAMPLES[nearest.argmin(axis=2)]
    t, off = _along(points[:, None], edges[tried], start, -reach[tried, 0], 1 + reach[tried, 1])
    x = np.einsum("pka,pkai->pki", shapes(t)[0], edges[tried])
    best = _first_least(((points[:, None] - x) ** 2).sum(axis=2))
    row = np.arange(len(points))
    edge, t, off = tried[row, best], t[row, best], off[row, best]
    return Projection(edge, t, off & ((t == 0.0) | (t == 1.0)))


def _first_least(squares: np.ndarray) -> np.ndarray:
    """Return the column of the smallest entry of each row, the first of equal ones."""
    smallest = squares.min(axis=1, keepdims=True)
    near: np.ndarray = squares <= smallest * (1 + 1e-12) + 1e-30
    return near.argmax(axis=1)


def _along(
    points: np.ndarray, nodes: np.ndarray, start: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the closest t between two bounds, and whether a bound is active."""
    t, length = start, np.ones_like(start)
    for _ in range(ROUNDS):
        values, slopes, bends = (np.einsum("pka,pkai->pki", s, nodes) for s in shapes(t))
        way = points - values
        length = (slopes**2).sum(axis=-1)
        stiffness = length - (way * bends).sum(axis=-1)
        stiffness = np.where(stiffness > 0.1 * length, stiffness, length)
        step = np.clip((way * slopes).sum(axis=-1) / stiffness, -0.5, 0.5)
        fresh = np.clip(t + step, low, high)
        done = np.abs(fresh - t).max(initial=0.0) < 1e-14
        t = fresh
        if done:
            break
    return t, np.abs(step) > 1e-10


def numbered(labels: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number the nodes of edges by position, independently of the numbering of the mesh.

    Args:
        labels: (m, 3) of the nodes of each edge, equal where a node is shared.
        places: (m, 3, 2) of them.

    Returns:
        Edges (m, 3) in nodes that count from 0, the label (k,) of each node, and which of the given
        edges each one is (m,).
    """
    known, first = np.unique(labels, return_index=True)
    order = np.lexsort(places.reshape(-1, 2)[first].round(9).T)
    rank = np.empty(len(known), dtype=np.int64)
    rank[order] = np.arange(len(known))
    edges = rank[np.searchsorted(known, labels)]
    flipped = edges[:, 0] > edges[:, 1]
    edges[flipped] = edges[flipped][:, [1, 0, 2]]
    given = np.argsort(edges[:, 2], kind="stable")
    return edges[given], known[order], given


def free_ends(edges: np.ndarray) -> np.ndarray:
    """Return whether the first and the last node of each edge are free ends, (m, 2)."""
    ends, counts = np.unique(edges[:, :2], return_counts=True)
    lonely: np.ndarray = counts[np.searchsorted(ends, edges[:, :2])] == 1
    return lonely
