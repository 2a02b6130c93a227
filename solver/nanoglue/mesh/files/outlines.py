"""Outlines of bodies as closed polylines, from CSV and SVG files."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from nanoglue.mesh.recipe.labels import PartLabels

TOLERANCE = 1e-6
"""Distance [-] over the size of all outlines below which two points are one."""

Edge = tuple[int, int]


class BadOutline(ValueError):
    """A file of outlines cannot be used, with the reason."""


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
    readers = {".csv": _csv, ".svg": _svg}
    if file.suffix.lower() not in readers:
        raise BadOutline(f"{file.name}: outlines come from .csv or .svg files")
    try:
        polygons = readers[file.suffix.lower()](file)
        return _outlines(polygons)
    except BadOutline as error:
        raise BadOutline(f"{file.name} {error}") from error


def _csv(file: Path) -> dict[str, np.ndarray]:
    """Read rows ``body,x,y``, in order around each body."""
    found: dict[str, list[tuple[float, float]]] = {}
    with file.open(newline="", encoding="utf-8-sig", errors="replace") as opened:
        rows = csv.DictReader(opened)
        if not {"body", "x", "y"} <= set(rows.fieldnames or ()):
            raise BadOutline("needs the columns body, x and y")
        for row in rows:
            try:
                found.setdefault(row["body"], []).append((float(row["x"]), float(row["y"])))
            except (TypeError, ValueError):
                raise BadOutline(f"has no numbers in line {rows.line_num}") from None
    return {name: np.array(points) for name, points in found.items()}


def _svg(file: Path) -> dict[str, np.ndarray]:
    """Read polygons and straight paths by their ``id``; the vertical axis points upwards."""
    try:
        root = ElementTree.parse(file).getroot()
    except ElementTree.ParseError as error:
        raise BadOutline(f"is not SVG: {error}") from error
    if any(element.get("transform") for element in root.iter()):
        raise BadOutline("has a transform; apply it in the drawing program")
    found: dict[str, np.ndarray] = {}
    for element in root.iter():
        kind, name = element.tag.rpartition("}")[2], element.get("id") or ""
        if kind == "polygon":
            numbers = re.findall(r"[-+\d.eE]+", element.get("points", ""))
            points = np.array([float(number) for number in numbers]).reshape(-1, 2)
        elif kind == "path":
            points = _path(element.get("d", ""), name)
        else:
            continue
        if not name:
            raise BadOutline("has a shape without an id, which names its body")
        found[name] = points * [1.0, -1.0]
    return found


def _path(text: str, name: str) -> np.ndarray:
    """Return the corners of an SVG path of straight lines."""
    points: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", text.replace("e-", "E-")):
        values = [float(number) for number in re.findall(r"[-+]?[\d.]+(?:E-?\d+)?", numbers)]
        if command in "ML" and len(values) % 2 == 0:
            points += list(zip(values[::2], values[1::2], strict=True))
        elif command in "ml" and len(values) % 2 == 0:
            for x, y in zip(values[::2], values[1::2], strict=True):
                last = points[-1] if points else (0.0, 0.0)
                points.append((last[0] + x, last[1] + y))
        elif command not in "Zz":
            raise BadOutline(f"has the command {command!r} in {name!r}; convert curves to lines")
    return np.array(points).reshape(-1, 2)


def _outlines(polygons: dict[str, np.ndarray]) -> Outlines:
    if not polygons:
        raise BadOutline("has no outlines")
    every = np.concatenate(list(polygons.values()))
    if not np.isfinite(every).all():
        raise BadOutline("has coordinates that are not finite numbers")
    near = TOLERANCE * np.ptp(every, axis=0).max()
    _, first, group = np.unique(
        np.round(every / near), axis=0, return_index=True, return_inverse=True
    )
    points, rows = every[first], group.reshape(-1).tolist()
    loops: dict[str, list[list[int]]] = {}
    for name, polygon in polygons.items():
        own, rows = rows[: len(polygon)], rows[len(polygon) :]
        loops[name] = [_with_corners(_closed(own), points, near)]
        if len(set(loops[name][0])) < max(3, len(loops[name][0])):
            raise BadOutline(f"has an outline of {name!r} that touches itself or has no area")
    for inner, outer in ((a, b) for a in loops for b in loops if a != b):
        if _inside(points[loops[inner][0]], points[loops[outer][0]]):
            loops[outer].append(loops[inner][0])
    return _labelled(points, loops, near)


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


def _inside(inner: np.ndarray, outer: np.ndarray) -> bool:
    """Return whether all points of a loop are strictly inside another, by crossings of a ray."""
    ends = np.roll(outer, -1, axis=0)
    for x, y in inner:
        if (np.hypot(*(outer - (x, y)).T) == 0).any():
            return False
        crossed = (outer[:, 1] > y) != (ends[:, 1] > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = (ends[:, 0] - outer[:, 0]) / (ends[:, 1] - outer[:, 1])
            at = outer[:, 0] + (y - outer[:, 1]) * slope
        if np.sum(crossed & (at > x)) % 2 == 0:
            return False
    return True


def _labelled(points: np.ndarray, loops: dict[str, list[list[int]]], near: float) -> Outlines:
    """Name the edges: interfaces by their bodies, ``axis``, ``bottom`` and ``free_surface``."""
    beside: dict[Edge, list[str]] = {}
    for name, parts in loops.items():
        for loop in parts:
            for edge in pairwise([*loop, loop[0]]):
                beside.setdefault((min(edge), max(edge)), []).append(name)
    lowest = points[:, 1].min()
    interfaces: dict[str, tuple[str, str]] = {}
    boundaries: dict[str, list[str]] = {}
    sides: dict[str, list[Edge]] = {}
    for edge, names in beside.items():
        if len(names) > 2 or len(set(names)) < len(names):
            raise BadOutline(f"has an edge that belongs to {' and '.join(names)}")
        if len(names) == 2:
            title = "_".join(names)
            interfaces[title] = (names[0], names[1])
        else:
            ends = points[list(edge)]
            on_axis = (np.abs(ends[:, 0]) < near).all()
            at_bottom = (ends[:, 1] < lowest + near).all()
            title = "axis" if on_axis else "bottom" if at_bottom else "free_surface"
            boundaries.setdefault(title, [])
            boundaries[title] += [name for name in names if name not in boundaries[title]]
        sides.setdefault(title, []).append(edge)
    labels = PartLabels(tuple(loops), interfaces, {n: tuple(b) for n, b in boundaries.items()})
    return Outlines(points, loops, labels, sides)


def named_edges(outlines: Outlines, names: Sequence[str]) -> set[int]:
    """Return the points on the edges of some sides."""
    return {point for name in names for edge in outlines.sides[name] for point in edge}
