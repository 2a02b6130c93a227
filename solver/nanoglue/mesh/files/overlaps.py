"""Crossing edges and overlapping bodies among closed polylines."""

from collections.abc import Mapping
from itertools import permutations

import numpy as np

from nanoglue.mesh.files.outline_files import BadOutline

Loops = Mapping[str, list[int]]


def check_crossings(points: np.ndarray, loops: Loops) -> None:
    """Raise an error for edges that cross, within an outline or of two bodies.

    Edges that share an end do not count, so that corners on the edges of others must be inserted
    before.

    Raises:
        BadOutline: with the place of the crossing.
    """
    owners = [name for name, loop in loops.items() for _ in loop]
    ends = np.concatenate([np.column_stack([loop, np.roll(loop, -1)]) for loop in loops.values()])
    first, second = points[ends[:, 0]], points[ends[:, 1]]
    low, high = np.minimum(first, second), np.maximum(first, second)
    for i in range(len(ends) - 1):
        near = (low[i + 1 :] <= high[i]).all(axis=1) & (high[i + 1 :] >= low[i]).all(axis=1)
        others = i + 1 + np.flatnonzero(near)
        others = others[~np.isin(ends[others], ends[i]).any(axis=1)]
        along, across = second[i] - first[i], second[others] - first[others]
        starts = _cross(along, first[others] - first[i])
        stops = _cross(along, second[others] - first[i])
        before = _cross(across, first[i] - first[others])
        after = _cross(across, second[i] - first[others])
        crossing = (starts * stops < 0) & (before * after < 0)
        if crossing.any():
            at = int(crossing.argmax())
            place = first[i] + along * before[at] / (before[at] - after[at])
            raise BadOutline(_message(owners[i], owners[int(others[at])], place))


def _message(one: str, other: str, place: np.ndarray) -> str:
    at = f"at ({place[0]:.6g}, {place[1]:.6g})"
    if one == other:
        return f"has an outline of {one!r} that crosses itself {at}; give its corners in order"
    return (
        f"has outlines of {one!r} and {other!r} that cross {at}; bodies may share edges, or one "
        "may be inside another, but they must not overlap"
    )


def check_overlaps(points: np.ndarray, loops: Loops) -> None:
    """Raise an error for bodies that overlap with edges or corners in common.

    Raises:
        BadOutline: with the middle of an edge in both bodies.
    """
    edges = {name: _edges(points, loop) for name, loop in loops.items()}
    for one, other in permutations(loops, 2):
        outline = points[loops[other]]
        if not _boxes_meet(points[loops[one]], outline):
            continue
        both = edges[one] & edges[other]
        if not both:
            outer = edges[one] - {(end, start) for start, end in edges[other]}
            middles = np.array([points[list(edge)].mean(axis=0) for edge in sorted(outer)])
            within = inside(middles.reshape(-1, 2), outline)
            if not within.any() or inside(points[loops[one]], outline).all():
                continue
            place = middles[int(within.argmax())]
        else:
            place = points[list(min(both))].mean(axis=0)
        raise BadOutline(
            f"has bodies {one!r} and {other!r} that overlap at ({place[0]:.6g}, {place[1]:.6g}); "
            "bodies may share edges, or one may be inside another without touching its outline"
        )


def _edges(points: np.ndarray, loop: list[int]) -> set[tuple[int, int]]:
    """Return the edges of a loop, counter-clockwise."""
    ordered = loop if area(points[loop]) > 0 else loop[::-1]
    return set(zip(ordered, [*ordered[1:], ordered[0]], strict=True))


def _boxes_meet(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(((one.min(0) <= other.max(0)) & (one.max(0) >= other.min(0))).all())


def area(corners: np.ndarray) -> float:
    """Return the area of a polygon, which is positive if its corners are counter-clockwise.

    >>> area(np.array([[0, 0], [2, 0], [2, 1], [0, 1]]))
    2.0
    """
    offset = corners - corners[0]
    return float(_cross(offset, np.roll(offset, -1, axis=0)).sum() / 2)


def inside(places: np.ndarray, outline: np.ndarray) -> np.ndarray:
    """Return for each place whether it is strictly inside a polygon, by crossings of a ray.

    >>> square = np.array([[0, 0], [2, 0], [2, 2], [0, 2]])
    >>> inside(np.array([[1, 1], [0, 0], [3, 1]]), square).tolist()
    [True, False, False]
    """
    ends = np.roll(outline, -1, axis=0)
    found = np.zeros(len(places), dtype=bool)
    for row, (x, y) in enumerate(places):
        crossed = (outline[:, 1] > y) != (ends[:, 1] > y)
        start, end = outline[crossed], ends[crossed]
        at = start[:, 0] + (y - start[:, 1]) * (end - start)[:, 0] / (end - start)[:, 1]
        corner = (outline == (x, y)).all(axis=1).any()
        found[row] = not corner and np.sum(at > x) % 2 == 1
    return found


def _cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    product: np.ndarray = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return product
