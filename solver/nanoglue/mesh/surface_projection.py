"""Closest-point projection onto a surface of quadratic triangles.

A triangle has six nodes, in the order of basix; (s, t) are its coordinates, with s, t >= 0 and
s + t <= 1. The closest point of a triangle may lie on its edges.
"""

from dataclasses import dataclass

import numpy as np

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])

SAMPLES = np.array([(i / 4, j / 4) for i in range(5) for j in range(5 - i)])
"""Places on a triangle from which the closest point is sought."""

NEAREST, ROUNDS = 12, 30
"""Samples tried for a point, and iterations of Newton's method from each of them."""

RIDGE, TINY = 1e-14, 1e-30
"""Share of the squared tangents, and a square [um^2], that keep a collapsed triangle regular."""

EDGE = 1e-12
"""Coordinate [-] below which a place is on an edge."""

SECOND = np.array([[[4, 4], [4, 4]], [[4, 0], [0, 0]], [[0, 0], [0, 4]]])
SECOND = np.concatenate([SECOND, [[[0, 4], [4, 0]], [[0, -4], [-4, -8]], [[-8, -4], [-4, 0]]]])
"""Second derivatives (6, 2, 2) of the shape functions."""


def shapes(place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return shape functions (..., 6) at places (..., 2) and their derivatives (..., 6, 2).

    >>> shapes(np.array([0.5, 0.0]))[0].tolist()
    [0.0, 0.0, -0.0, 0.0, 0.0, 1.0]
    """
    s, t = place[..., 0], place[..., 1]
    r = 1 - s - t
    values = [r * (2 * r - 1), s * (2 * s - 1), t * (2 * t - 1), 4 * s * t, 4 * r * t, 4 * r * s]
    by_s = [1 - 4 * r, 4 * s - 1, 0 * s, 4 * t, -4 * t, 4 * (r - s)]
    by_t = [1 - 4 * r, 0 * t, 4 * t - 1, 4 * s, 4 * (r - t), -4 * s]
    slopes = np.stack([np.stack(by_s, axis=-1), np.stack(by_t, axis=-1)], axis=-1)
    return np.stack(values, axis=-1), slopes


@dataclass(frozen=True, slots=True)
class Projection:
    """Closest points of a surface to n points.

    ``triangle`` (n,) and ``place`` (n, 2) are the position, ``free`` (n, 2, 2) the projection onto
    the directions in which it may move: both within a triangle, one on an edge, none at a corner.
    """

    triangle: np.ndarray
    place: np.ndarray
    free: np.ndarray


def project(points: np.ndarray, triangles: np.ndarray) -> Projection:
    """Return the closest points of a surface to some points.

    Of triangles whose distances differ by rounding only, the first one counts.

    Args:
        points: (n, 3).
        triangles: (m, 6, 3) nodes of the triangles, at least one if there is a point.
    """
    if not len(points):
        return Projection(np.empty(0, dtype=np.int64), np.empty((0, 2)), np.empty((0, 2, 2)))
    from scipy.spatial import KDTree

    samples = (shapes(SAMPLES)[0] @ triangles).reshape(-1, 3)
    count = min(NEAREST, len(samples))
    nearest = KDTree(samples).query(points, k=count)[1].reshape(len(points), count)
    nearest.sort(axis=1)
    nodes = triangles[nearest // len(SAMPLES)]
    place = SAMPLES[nearest % len(SAMPLES)]
    for _ in range(ROUNDS):
        fresh = _improved(points[:, None], nodes, place)
        change = np.abs(fresh - place).max(initial=0.0)
        place = fresh
        if change < 1e-14:
            break
    feet = np.einsum("pka,pkai->pki", shapes(place)[0], nodes)
    best = first_least(((feet - points[:, None]) ** 2).sum(axis=2))
    row = np.arange(len(points))
    place = place[row, best]
    return Projection(nearest[row, best] // len(SAMPLES), place, _directions(place))


def first_least(squares: np.ndarray) -> np.ndarray:
    """Return the column of the smallest entry of each row, the first of equal ones.

    >>> first_least(np.array([[0.25, 0.04, 0.04]])).tolist()
    [1]
    """
    smallest = squares.min(axis=1, keepdims=True)
    near: np.ndarray = squares <= smallest * (1 + 1e-12) + 1e-30
    return near.argmax(axis=1)


def closest(points: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Return the closest points (n, 3) of a surface to some points, as ``project``."""
    found = project(points, triangles)
    return np.einsum("na,nai->ni", shapes(found.place)[0], triangles[found.triangle])


def on_edges(place: np.ndarray) -> np.ndarray:
    """Return whether places (n, 2) are on the edges (n, 3), in the order of basix."""
    s, t = place.T
    return np.stack([1 - s - t < EDGE, s < EDGE, t < EDGE], axis=1)


def _directions(place: np.ndarray) -> np.ndarray:
    """Return the projections (n, 2, 2) onto the edges that places are on."""
    free = np.tile(np.eye(2), (len(place), 1, 1))
    on = on_edges(place)
    for edge, along in enumerate(np.array([[-1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])):
        free[on[:, edge]] = np.outer(along, along) / (along @ along)
    free[on.sum(axis=1) > 1] = 0.0
    return free


def _improved(points: np.ndarray, nodes: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return the places that minimise a quadratic model of half the squared distance."""
    values, slopes = shapes(place)
    way = np.einsum("pka,pkai->pki", values, nodes) - points
    tangents = np.einsum("pkax,pkai->pkxi", slopes, nodes)
    force = np.einsum("pkxi,pki->pkx", tangents, way)
    metric = np.einsum("pkxi,pkyi->pkxy", tangents, tangents)
    bend = np.einsum("axy,pkai,pki->pkxy", SECOND, nodes, way)
    convex = np.linalg.eigvalsh(metric + bend)[..., 0] > 0.1 * np.linalg.eigvalsh(metric)[..., 0]
    stiffness = np.where(convex[..., None, None], metric + bend, metric)
    trace = np.trace(metric, axis1=-2, axis2=-1)[..., None, None]
    stiffness = stiffness + (RIDGE * trace + TINY) * np.eye(2)
    free = place - np.linalg.solve(stiffness, force[..., None])[..., 0]
    tried, energy = [free], [np.where(_inside(free), -np.inf, np.inf)]
    for one, other in ((0, 1), (1, 2), (2, 0)):
        along, start = CORNERS[other] - CORNERS[one], CORNERS[one] - place
        pull = force + np.einsum("pkxy,pky->pkx", stiffness, start)
        share = -(pull @ along) / np.einsum("x,pkxy,y->pk", along, stiffness, along)
        end = CORNERS[one] + np.clip(share, 0.0, 1.0)[..., None] * along
        step = end - place
        half = np.einsum("pkx,pkxy,pky->pk", step, stiffness, step) / 2
        tried.append(end)
        energy.append(half + (force * step).sum(axis=2))
    least = np.argmin(energy, axis=0)
    chosen = np.take_along_axis(np.stack(tried), least[None, ..., None], axis=0)
    return np.asarray(chosen[0])


def _inside(place: np.ndarray) -> np.ndarray:
    inside: np.ndarray = (place >= 0).all(axis=-1) & (place.sum(axis=-1) <= 1)
    return inside
