"""Outlines of bodies as closed polylines, from CSV and SVG files."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from nanoglue.mesh.files.outline_files import BadOutline, read_csv, read_svg
from nanoglue.mesh.files.overlaps import area, check_crossings, check_overlaps, inside
from nanoglue.mesh.recipe.labels import PartLabels

TOLERANCE = 1e-6
"""Distance [-] over the size of all outlines below which two points are one."""

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outlines:
    """Points (n, 2) in the unit of the file, loops of each body, and named edges.

    The first loop of a body is its outline, others are holes; all hold numbers of points.
    """

    points: np.ndarray
    loops: dict[str, list[list[int]]]
    labels: PartLabels
    sides: dict[str, list[Edge]]


@lru_cache(maxsize=4)
def outlines_of(path: str, digest: str) -> Outlines:  # noqa: ARG001  the content of the file
    """Read outlines and find interfaces (shared edges) and boundaries.

    Raises:
        BadOutline: with the reason.
    """
    file = Path(path)
    readers = {".csv": (read_csv, 1.0), ".svg": (read_svg, -1.0)}
    if file.suffix.lower() not in readers:
        raise BadOutline(f"{file.name}: outlines come from .csv or .svg files")
    read, upwards = readers[file.suffix.lower()]
    try:
        return _outlines(read(file), upwards)
    except BadOutline as error:
        raise BadOutline(f"{file.name} {error}") from error
    except (ValueError, IndexError, csv.Error) as error:
        raise BadOutline(f"{file.name} cannot be read: {error}") from error


def _outlines(polygons: dict[str, np.ndarray], upwards: float) -> Outlines:
    """Return the outlines with the vertical axis upwards, from where it is +1 or -1."""
    every = _corners(polygons)
    near = TOLERANCE * np.ptp(every, axis=0).max()
    points, rows = _merged(every, near)
    outer: dict[str, list[int]] = {}
    for name, polygon in polygons.items():
        own, rows = _closed(rows[: len(polygon)]), rows[len(polygon) :]
        if len(set(own)) < 3:
            raise BadOutline(f"has fewer than three different corners of {name!r}")
        outer[name] = _with_corners(own, points, near)
        if twice := [row for row, times in Counter(outer[name]).items() if times > 1]:
            x, y = points[twice[0]]
            raise BadOutline(
                f"has an outline of {name!r} that touches itself at ({x:.6g}, {y:.6g}) or has no "
                "area; draw one line around each body"
            )
    check_crossings(points, outer)
    check_overlaps(points, outer)
    return _labelled(points, _with_holes(points, outer), near, upwards)


def _merged(every: np.ndarray, near: float) -> tuple[np.ndarray, list[int]]:
    """Return points from left to right, those nearer than a distance as one, and their rows."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    pairs = cKDTree(every).query_pairs(near, output_type="ndarray")
    links = coo_matrix((np.ones(len(pairs)), tuple(pairs.T)), (len(every), len(every)))
    _, group = connected_components(links, directed=False)
    _, first = np.unique(group, return_index=True)
    order = np.lexsort(np.round(every[first] / near).T[::-1])
    return every[first[order]], np.argsort(order)[group].tolist()


def _corners(polygons: dict[str, np.ndarray]) -> np.ndarray:
    """Return the corners of all bodies.

    Raises:
        BadOutline: too few, not finite, or all at one place.
    """
    if not polygons:
        raise BadOutline("has no outlines")
    for name, polygon in polygons.items():
        if len(polygon) < 3:
            raise BadOutline(f"has fewer than three corners of {name!r}")
    every = np.concatenate(list(polygons.values()))
    if not np.isfinite(every).all():
        raise BadOutline("has coordinates that are not finite numbers")
    if not np.ptp(every, axis=0).max() > 0:
        raise BadOutline("has outlines without area: all corners are at one place")
    return every


def _with_holes(points: np.ndarray, outer: dict[str, list[int]]) -> dict[str, list[list[int]]]:
    """Return the outline of each body and those of the bodies directly inside it."""
    loops = {name: [loop] for name, loop in outer.items()}
    for name, loop in outer.items():
        around = [o for o in outer if o != name and inside(points[loop], points[outer[o]]).all()]
        if around:
            smallest = min(around, key=lambda o: abs(area(points[outer[o]])))
            loops[smallest].append(loop)
    return loops


def _closed(loop: list[int]) -> list[int]:
    """Return a loop without repeated neighbours."""
    return [one for one, before in zip(loop, [loop[-1], *loop[:-1]], strict=True) if one != before]


def _with_corners(loop: list[int], points: np.ndarray, near: float) -> list[int]:
    """Return a loop with the points of others that lie on its edges."""
    found = []
    for start, end in pairwise([*loop, loop[0]]):
        along = points[end] - points[start]
        length = float(np.hypot(*along))
        offset = points - points[start]
        place = offset @ along / length
        distance = np.abs(offset[:, 0] * along[1] - offset[:, 1] * along[0]) / length
        on = np.flatnonzero((distance < near) & (place > near) & (place < length - near))
        found += [start, *on[np.argsort(place[on])].tolist()]
    return found


def _labelled(
    points: np.ndarray, loops: dict[str, list[list[int]]], near: float, upwards: float
) -> Outlines:
    """Name the edges: interfaces by their bodies, ``axis``, ``bottom`` and ``free_surface``."""
    beside: dict[Edge, list[str]] = {}
    for name, parts in loops.items():
        for loop in parts:
            for edge in pairwise([*loop, loop[0]]):
                beside.setdefault((min(edge), max(edge)), []).append(name)
    height = upwards * points[:, 1]
    lowest = height.min()
    interfaces: dict[str, tuple[str, str]] = {}
    boundaries: dict[str, list[str]] = {}
    sides: dict[str, list[Edge]] = {}
    for edge, names in beside.items():
        if len(names) > 2 or len(set(names)) < len(names):
            x, y = points[list(edge)].mean(axis=0)
            raise BadOutline(
                f"has an edge at ({x:.6g}, {y:.6g}) that belongs to {' and '.join(names)}; bodies "
                "that touch each other cannot be inside the outline of a third one"
            )
        if len(names) == 2:
            title = "_".join(names)
            interfaces[title] = (names[0], names[1])
        else:
            ends = points[list(edge)]
            on_axis = (np.abs(ends[:, 0]) < near).all()
            at_bottom = (height[list(edge)] < lowest + near).all()
            title = "axis" if on_axis else "bottom" if at_bottom else "free_surface"
            boundaries.setdefault(title, [])
            boundaries[title] += [name for name in names if name not in boundaries[title]]
        sides.setdefault(title, []).append(edge)
    labels = PartLabels(tuple(loops), interfaces, {n: tuple(b) for n, b in boundaries.items()})
    return Outlines(points * [1.0, upwards], loops, labels, sides)


def named_edges(outlines: Outlines, names: Sequence[str]) -> set[int]:
    """Return the points on the edges of some sides."""
    return {point for name in names for edge in outlines.sides[name] for point in edge}
