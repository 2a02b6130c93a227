"""Lines and flat triangles for figures, from quadratic triangles and interface points."""

import numpy as np

AXIS = 1e-7  # um; what lies closer to r = 0 lies on the axis


def refined(cells: np.ndarray, parts: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Subdivide quadratic triangles into flat ones.

    Args:
        cells: (m, 6) nodes, corners first.
        parts: subdivisions of each edge.

    Returns:
        Weights (p, 6) of a cell's nodes at its new points, triangles (m * parts**2, 3) over the
        m * p points, and the cell of each triangle.
    """
    steps = [(i, j) for i in range(parts + 1) for j in range(parts + 1 - i)]
    place = {step: number for number, step in enumerate(steps)}
    up = [(place[i, j], place[i + 1, j], place[i, j + 1]) for i, j in steps if i + j < parts]
    down = [
        (place[i + 1, j], place[i + 1, j + 1], place[i, j + 1])
        for i, j in steps
        if i + j < parts - 1
    ]
    local = np.array(up + down)
    triangles = local[None] + len(steps) * np.arange(len(cells))[:, None, None]
    owner = np.repeat(np.arange(len(cells)), len(local))
    return _shape(np.array(steps) / parts), triangles.reshape(-1, 3), owner


def _shape(places: np.ndarray) -> np.ndarray:
    """Return quadratic shape functions at (p, 2) places of the reference triangle: (p, 6)."""
    b, c = places.T
    a = 1 - b - c
    corners = [a * (2 * a - 1), b * (2 * b - 1), c * (2 * c - 1)]
    return np.column_stack([*corners, 4 * a * b, 4 * b * c, 4 * c * a])


def at_refined(weights: np.ndarray, cells: np.ndarray, nodal: np.ndarray) -> np.ndarray:
    """Return nodal values interpolated to the points of ``refined``."""
    values: np.ndarray = np.einsum("pn,mn...->mp...", weights, nodal[cells])
    return values.reshape(-1, *nodal.shape[1:])


def places(points: np.ndarray) -> np.ndarray:
    """Return a number for each point, equal for those that several ranks have written."""
    rounded = np.round(points + 0.03 * AXIS, 7)  # the offset avoids ties in rounding
    return np.unique(rounded, axis=0, return_inverse=True)[1].reshape(-1)


def outline(
    cells: np.ndarray, points: np.ndarray, has_axis: bool, equator: bool = False
) -> np.ndarray:
    """Return the edges of the outline (k, 3) as end, middle and end nodes.

    Edges on the axis are left out, with ``equator`` those on the second coordinate axis too.
    """
    edges = np.concatenate([cells[:, [0, 3, 1]], cells[:, [1, 4, 2]], cells[:, [2, 5, 0]]])
    ends = np.sort(places(points)[edges[:, [0, 2]]], axis=1)
    _, first, count = np.unique(ends, axis=0, return_index=True, return_counts=True)
    bare = edges[first[count == 1]]
    for coordinate, left_out in enumerate((has_axis, equator)):
        if left_out:
            bare = bare[(np.abs(points[bare][:, :, coordinate]) > AXIS).any(axis=1)]
    return bare


def curves(edges: np.ndarray, points: np.ndarray, parts: int = 6) -> np.ndarray:
    """Return values at quadratic edges (k, 3) along polylines, shape (k, parts + 1, ...)."""
    s = np.linspace(0, 1, parts + 1)
    shape = np.column_stack([(1 - s) * (1 - 2 * s), 4 * s * (1 - s), s * (2 * s - 1)])
    lines: np.ndarray = np.einsum("sn,kn...->ks...", shape, points[edges])
    return lines


def joined(lines: np.ndarray) -> list[np.ndarray]:
    """Return polylines (k, s, 2) joined at common ends, each once, so that dashes are regular."""
    ends = [tuple(map(tuple, pair)) for pair in np.rint(lines[:, [0, -1]] / AXIS).astype(int)]
    left = set({frozenset(pair): number for number, pair in enumerate(ends)}.values())
    meeting: dict[tuple[int, ...], list[int]] = {}
    for number in sorted(left):
        for end in ends[number]:
            meeting.setdefault(end, []).append(number)
    found = []
    for first in sorted(left, key=lambda n: min(len(meeting[end]) for end in ends[n])):
        number, tip = first, max(ends[first][::-1], key=lambda end: len(meeting[end]))
        chain: list[np.ndarray] = []
        while number in left:
            left.remove(number)
            forward = ends[number][1] == tip
            chain.append(lines[number] if forward else lines[number][::-1])
            number = next((other for other in meeting[tip] if other in left), -1)
            if number in left:
                tip = ends[number][1] if ends[number][0] == tip else ends[number][0]
        found += [np.concatenate(chain)] if chain else []
    return found


Planes = tuple[bool, bool]
"""Whether bodies are mirrored at the planes 0 of the first and of the second coordinate."""


def signs(planes: Planes) -> list[tuple[int, int]]:
    """Return the signs of both coordinates for a body and every mirror image.

    >>> signs((True, False))
    [(1, 1), (-1, 1)]
    """
    return [
        (a, b) for a in ((1, -1) if planes[0] else (1,)) for b in ((1, -1) if planes[1] else (1,))
    ]


def mirrored(lines: np.ndarray, planes: Planes) -> np.ndarray:
    """Return polylines (k, s, 2) with their mirror images."""
    return np.concatenate([lines * np.array(sign) for sign in signs(planes)])


def along(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the order of points (n, 2) along their line, and arc lengths [um] from its start.

    The line starts at the end that is nearer to the axis.
    """
    middle = points.mean(axis=0)
    one = int(np.linalg.norm(points - middle, axis=1).argmax())
    other = int(np.linalg.norm(points - points[one], axis=1).argmax())
    start = min((one, other), key=lambda end: (round(points[end, 0], 6), points[end, 1]))
    order, left = [start], np.ones(len(points), dtype=bool)
    left[start] = False
    while left.any():
        rest = np.flatnonzero(left)
        order.append(int(rest[np.linalg.norm(points[rest] - points[order[-1]], axis=1).argmin()]))
        left[order[-1]] = False
    steps = np.linalg.norm(np.diff(points[order], axis=0), axis=1)
    return np.array(order), np.concatenate([[0.0], np.cumsum(steps)])


def pieces(points: np.ndarray) -> np.ndarray:
    """Return segments (n - 1, 2, 2) between ordered points; jumps between branches are NaN."""
    lines = np.stack([points[:-1], points[1:]], axis=1)
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    typical = np.median(lengths[lengths > 0]) if (lengths > 0).any() else 0.0
    lines[lengths > 12 * typical] = np.nan
    return lines


def up_to_planes(
    points: np.ndarray, values: np.ndarray, planes: Planes
) -> tuple[np.ndarray, np.ndarray]:
    """Return ordered points (n, 2) and their values, with the ends on mirror planes added.

    An end is added where a plane is nearer than the usual distance of two points.
    """
    usual = np.median(np.linalg.norm(np.diff(points, axis=0), axis=1)) if len(points) > 1 else 0.0
    for axis in (axis for axis in (0, 1) if planes[axis]):
        for at, place in ((0, 0), (-1, len(points))):
            if 0 < abs(points[at, axis]) < usual:
                end = np.where(np.arange(2) == axis, 0.0, points[at])
                points = np.insert(points, place, end, axis=0)
                values = np.insert(values, place, values[at])
    return points, values
