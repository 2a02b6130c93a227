"""Bodies drawn by their outlines, closed polylines of a CSV or SVG file, e.g. of a micrograph.

A CSV file has the columns ``body``, ``x`` and ``y`` with the corners in order around each body; an
SVG file has polygons or paths of straight lines whose ``id`` is the body. Bodies touch where their
outlines coincide, and a body inside another one fills a hole of it.

Interfaces ``FIRST_SECOND`` in the order of the file, whose first body is the plus side. Boundaries
``axis`` (x = 0), ``bottom`` (the lowest straight side) and ``free_surface`` (all others).
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from nanoglue.recipe import (
    CaseFile,
    Metre,
    PartLabels,
    Positive,
    named_edges,
    outlines_of,
    scale_of,
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The file, its unit of length, and element sizes."""

    file: CaseFile
    unit: Literal["nm", "um", "mm", "m"]
    bulk_size: Positive[Metre]
    interface_size: Positive[Metre] | None = None


def describe(parameters: Parameters) -> PartLabels:
    """Return the names of bodies, interfaces and boundaries."""
    labels: PartLabels = outlines_of(parameters.file.path, parameters.file.digest).labels
    return labels


def draw(model: Any, parameters: Parameters) -> None:
    """Define the polygons and mesh them, finer at the interfaces."""
    drawn = outlines_of(parameters.file.path, parameters.file.digest)
    scale, geo = scale_of(parameters.unit), model.geo
    fine = named_edges(drawn, list(drawn.labels.interfaces))
    sizes = (parameters.bulk_size, parameters.interface_size or parameters.bulk_size)
    used = {point for loops in drawn.loops.values() for loop in loops for point in loop}
    points = {
        row: geo.addPoint(scale * x, scale * y, 0.0, sizes[row in fine])
        for row, (x, y) in enumerate(drawn.points.tolist())
        if row in used
    }
    lines: dict[tuple[int, int], int] = {}

    def line(start: int, end: int) -> int:
        if (end, start) in lines:
            return -lines[end, start]
        if (start, end) not in lines:
            lines[start, end] = geo.addLine(points[start], points[end])
        return lines[start, end]

    faces = {}
    for body, loops in drawn.loops.items():
        curves = [[line(*edge) for edge in pairwise([*loop, loop[0]])] for loop in loops]
        faces[body] = geo.addPlaneSurface([geo.addCurveLoop(curve) for curve in curves])
    geo.synchronize()
    for body, face in faces.items():
        model.addPhysicalGroup(2, [face], name=body)
    for side, edges in drawn.sides.items():
        model.addPhysicalGroup(1, [abs(line(*edge)) for edge in edges], name=side)
    model.mesh.generate(2)
