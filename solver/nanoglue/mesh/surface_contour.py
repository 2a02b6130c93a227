"""Contours and connected parts of values at the corners of triangles in space."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

EDGES = ((0, 1), (1, 2), (2, 0))
"""Corners of the edges of a triangle."""

Part = tuple[int, np.ndarray, np.ndarray]
"""Number of connected parts on a rank, shared corners of them, and the part of each."""


def contour_length(corners: np.ndarray, values: np.ndarray, level: float) -> float:
    """Return the length [um] of the contour of values that are linear on each triangle.

    Args:
        corners: (n, 3, 3) of triangles [um].
        values: (n, 3) at the corners.
        level: value on the contour.

    >>> triangle = np.array([[[0.0, 0, 0], [2, 0, 0], [0, 2, 0]]])
    >>> contour_length(triangle, np.array([[1.0, 0.0, 1.0]]), 0.5)
    1.0
    """
    points, crossed = _crossings(corners, values, level)
    cut = crossed.sum(axis=1) == 2
    ends = points[cut][crossed[cut]].reshape(-1, 2, 3)
    return float(np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1).sum())


def _crossings(
    corners: np.ndarray, values: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return points (n, 3, d) on the edges where values pass a level, and whether they do."""
    first, second = (list(ends) for ends in zip(*EDGES, strict=True))
    one, other = values[:, first], values[:, second]
    crossed = (one > level) != (other > level)
    share = np.where(crossed, (level - one) / np.where(crossed, other - one, 1.0), 0.0)
    points = corners[:, first] + share[:, :, None] * (corners[:, second] - corners[:, first])
    return points, crossed


def farthest(
    corners: np.ndarray, values: np.ndarray, level: float, axes: tuple[int, int], rounding: float
) -> float:
    """Return the largest distance [um] from the origin of values above a level in a plane.

    Args:
        corners: (n, 3, 3) of triangles [um].
        values: (n, 3) at the corners, linear between them.
        level: value above which a place counts.
        axes: the axis along which distances are measured, and that normal to the plane.
        rounding: distance [um] from the plane within which a corner is in it.

    Returns:
        The distance, 0 if the plane contains no such place.
    """
    along, across = axes
    off = corners[:, :, across]
    data = np.concatenate([corners[:, :, [along]], values[:, :, None]], axis=2)
    cuts, cut = _crossings(data, np.where(np.abs(off) < rounding, 0.0, off), 0.0)
    places = np.concatenate([data, cuts], axis=1)
    valid = np.concatenate([np.abs(off) < rounding, cut], axis=1)
    largest = 0.0
    for i, j in combinations(range(6), 2):
        both = valid[:, i] & valid[:, j]
        largest = max(largest, _farthest_above(places[both, i], places[both, j], level))
    return largest


def _farthest_above(one: np.ndarray, other: np.ndarray, level: float) -> float:
    """Return the largest distance above a level on segments between (distance, value) pairs."""
    first, second = one[:, 1] > level, other[:, 1] > level
    apart = first != second
    ends = np.concatenate([one[first, 0], other[second, 0]])
    start, end = one[apart], other[apart]
    share = (level - start[:, 1]) / (end[:, 1] - start[:, 1])
    between = start[:, 0] + share * (end[:, 0] - start[:, 0])
    return float(np.abs(np.concatenate([ends, between])).max(initial=0.0))


def connected_parts(triangles: np.ndarray, shared: np.ndarray) -> Part:
    """Return the parts of triangles that are connected by their corners, for ``count_parts``.

    Args:
        triangles: (n, 3) numbers of the corners, equal on all ranks.
        shared: numbers of the corners that other ranks may have.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not len(triangles):
        return 0, np.empty(0, dtype=int), np.empty(0, dtype=int)
    numbers, local = np.unique(triangles, return_inverse=True)
    local = local.reshape(-1, 3)
    rows, columns = local[:, [0, 1]].ravel(), local[:, [1, 2]].ravel()
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(numbers),) * 2)
    count, parts = connected_components(graph, directed=False)
    meeting = np.isin(numbers, shared)
    return int(count), numbers[meeting], parts[meeting]


def count_parts(ranks: Sequence[Part]) -> int:
    """Return the number of connected parts of all ranks, joined at shared corners.

    >>> empty = np.array([], dtype=int)
    >>> count_parts([(2, np.array([7]), np.array([1])), (1, np.array([7]), np.array([0]))])
    2
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    starts = np.cumsum([0, *(count for count, *_ in ranks)])
    total = int(starts[-1])
    if total == 0:
        return 0
    numbers = np.concatenate([corners for _, corners, _ in ranks])
    parts = np.concatenate([part + start for (*_, part), start in zip(ranks, starts, strict=False)])
    met, joint = np.unique(numbers, return_inverse=True)
    size = total + len(met)
    graph = coo_array((np.ones(len(parts)), (parts, total + joint)), shape=(size, size))
    return int(connected_components(graph, directed=False)[0])
