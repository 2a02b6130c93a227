"""Closest-point projection onto a surface of quadratic edges.

An edge has a first, a last and a middle node; t is its coordinate, 0 at the first and 1 at the last
node. The edge is extended as a straight line beyond its ends.
"""

from dataclasses import dataclass

import numpy as np

from nanoglue.mesh.surface_projection import first_least

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
    if not len(points):
        return Projection(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0, dtype=bool))
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
    best = first_least(((points[:, None] - x) ** 2).sum(axis=2))
    row = np.arange(len(points))
    edge, t, off = tried[row, best], t[row, best], off[row, best]
    return Projection(edge, t, off & ((t == 0.0) | (t == 1.0)))


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


def backwards(places: np.ndarray) -> np.ndarray:
    """Return whether edges (m, 3, 2) run from the upper to the lower end.

    Of ends that are as high, the left one counts as the lower one.

    >>> backwards(np.array([[[0.0, 1.0], [0.0, 0.0], [0.0, 0.5]]])).tolist()
    [True]
    """
    first, last = places[:, :2].round(9).swapaxes(0, 1)
    level = first[:, 1] == last[:, 1]
    higher: np.ndarray = first[:, 1] > last[:, 1]
    return higher | (level & (first[:, 0] > last[:, 0]))
