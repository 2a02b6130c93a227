"""Closed polylines by name from CSV and SVG files, in the coordinates of the file."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
OTHER_SHAPES = ("rect", "circle", "ellipse", "line", "polyline", "use")
NOT_DRAWN = ("defs", "clipPath", "mask", "marker", "pattern", "symbol")


class BadOutline(ValueError):
    """A file of outlines cannot be used, with the reason."""


def read_csv(file: Path) -> dict[str, np.ndarray]:
    """Read rows ``body,x,y``, in order around each body.

    Raises:
        BadOutline: missing columns, or a line without numbers or body.
    """
    found: dict[str, list[tuple[float, float]]] = {}
    with file.open(newline="", encoding="utf-8-sig", errors="replace") as opened:
        rows = csv.DictReader(opened)
        if not {"body", "x", "y"} <= set(rows.fieldnames or ()):
            raise BadOutline("needs the columns body, x and y")
        for row in rows:
            if not row["body"]:
                raise BadOutline(f"names no body in line {rows.line_num}")
            try:
                found.setdefault(row["body"], []).append((float(row["x"]), float(row["y"])))
            except (TypeError, ValueError):
                raise BadOutline(f"has no numbers in line {rows.line_num}") from None
    return {name: np.array(points) for name, points in found.items()}


def read_svg(file: Path) -> dict[str, np.ndarray]:
    """Read polygons and straight paths by their ``id``; the vertical axis points downwards.

    Raises:
        BadOutline: a shape that cannot be read, with its id.
    """
    try:
        root = ElementTree.parse(file).getroot()
    except ElementTree.ParseError as error:
        raise BadOutline(f"is not SVG: {error}") from error
    found: dict[str, np.ndarray] = {}
    for kind, element in _drawn(root):
        name = element.get("id") or ""
        if element.get("transform"):
            raise BadOutline("has a transform; apply it in the drawing program")
        if kind in OTHER_SHAPES:
            raise BadOutline(f"has the shape <{kind}> {name!r}; convert it to a path or remove it")
        if kind not in ("polygon", "path"):
            continue
        if not name:
            raise BadOutline("has a shape without an id, which names its body")
        if name in found:
            raise BadOutline(f"has two shapes with the id {name!r}; give each body its own id")
        if kind == "polygon":
            values = _numbers(element.get("points", ""), name)
            if len(values) % 2:
                raise BadOutline(f"has an odd number of coordinates in {name!r}")
            found[name] = np.array(values).reshape(-1, 2)
        else:
            found[name] = _path(element.get("d", ""), name)
    return found


def _drawn(element: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    """Yield kind and element of everything that is not only a definition."""
    kind = str(element.tag).rpartition("}")[2]
    if kind not in NOT_DRAWN:
        yield kind, element
        for child in element:
            yield from _drawn(child)


def _numbers(text: str, name: str) -> list[float]:
    """Return numbers that are separated by spaces, commas or signs."""
    if rest := re.sub(NUMBER, " ", text).replace(",", " ").split():
        raise BadOutline(f"has {rest[0]!r} in place of a number in {name!r}")
    return [float(number) for number in re.findall(NUMBER, text)]


def _path(text: str, name: str) -> np.ndarray:
    """Return the corners of an SVG path of one closed line with straight sides."""
    start, *pieces = re.split(r"([A-DF-Za-df-z])", text)  # e belongs to a number
    if start.strip() or pieces[:1] not in (["M"], ["m"]):
        raise BadOutline(f"has a path {name!r} that does not begin with M")
    points: list[tuple[float, float]] = []
    closed = False
    for command, written in zip(pieces[::2], pieces[1::2], strict=True):
        values = _numbers(written, name)
        if closed or (points and command in "Mm"):
            raise BadOutline(
                f"has several lines in the path {name!r}; split it into paths with ids of their "
                "own, and fill a hole with a body"
            )
        if command in "Zz":
            closed = True
        elif command not in "MmLlHhVv":
            raise BadOutline(f"has the command {command!r} in {name!r}; convert curves to lines")
        elif not values or (command in "MmLl" and len(values) % 2):
            raise BadOutline(f"has too few numbers after {command!r} in {name!r}")
        else:
            points += _corners(command, values, points[-1] if points else (0.0, 0.0))
    return np.array(points).reshape(-1, 2)


def _corners(
    command: str, values: list[float], last: tuple[float, float]
) -> Iterator[tuple[float, float]]:
    """Yield the corners of one command, whose numbers are absolute if it is a capital letter."""
    width = 1 if command in "HhVv" else 2
    for at in range(0, len(values), width):
        origin = last if command.islower() else (0.0, 0.0)
        if command in "Hh":
            last = (origin[0] + values[at], last[1])
        elif command in "Vv":
            last = (last[0], origin[1] + values[at])
        else:
            last = (origin[0] + values[at], origin[1] + values[at + 1])
        yield last
