"""A rectangular punch on a longer base, bonded to it where it stands; plane.

The base fills -base_width/2 <= x <= base_width/2 below y = 0, the punch 0 <= y <= punch_height over
its width from ``left`` on. Bodies ``punch``, ``base``. Interface ``punch_base``. Boundaries
``base_top`` (the base's surface beside the punch), ``base_bottom``, ``base_sides``, ``punch_top``,
``punch_sides``.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nanoglue.mesh.recipe.labels import PartLabels
from nanoglue.units.quantities import Metre, Number, Positive


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes, and lengths of the elements along the interface."""

    base_width: Positive[Metre] = 6.0
    base_height: Positive[Metre] = 1.0
    punch_width: Positive[Metre] = 1.0
    punch_height: Positive[Metre] = 1.0
    left: Metre = -2.0
    size: Positive[Metre] = 0.25
    rows: Number = 3.0


def describe(parameters: Parameters) -> PartLabels:
    """PartLabels that ``draw`` gives."""
    boundaries = {"base_top": "base", "base_bottom": "base", "base_sides": "base"}
    boundaries |= {"punch_top": "punch", "punch_sides": "punch"}
    return PartLabels(("punch", "base"), {"punch_base": ("punch", "base")}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Draw four rectangles with structured meshes, three of them the base."""
    p, geo = parameters, model.geo
    half, right = p.base_width / 2, p.left + p.punch_width
    stations = (-half, p.left, right, half)
    low = [geo.addPoint(x, -p.base_height, 0) for x in stations]
    mid = [geo.addPoint(x, 0, 0) for x in stations]
    high = [geo.addPoint(x, p.punch_height, 0) for x in (p.left, right)]
    bottom, top = ([geo.addLine(*ends) for ends in pairwise(row)] for row in (low, mid))
    up = [geo.addLine(*ends) for ends in zip(low, mid, strict=True)]
    rise = [geo.addLine(mid[1], high[0]), geo.addLine(mid[2], high[1])]
    lid = geo.addLine(*high)
    loops = [(bottom[i], up[i + 1], -top[i], -up[i]) for i in range(3)]
    loops.append((top[1], rise[1], -lid, -rise[0]))
    faces = [geo.addPlaneSurface([geo.addCurveLoop(list(loop))]) for loop in loops]
    widths = [end - start for start, end in pairwise(stations)]
    along = [*zip(widths, bottom, strict=True), *zip(widths, top, strict=True)]
    for width, curve in (*along, (p.punch_width, lid)):
        geo.mesh.setTransfiniteCurve(curve, max(round(width / p.size), 1) + 1)
    for curve in (*up, *rise):
        geo.mesh.setTransfiniteCurve(curve, round(p.rows) + 1)
    for face in faces:
        geo.mesh.setTransfiniteSurface(face)
    geo.synchronize()
    for name, parts in {"base": faces[:3], "punch": faces[3:]}.items():
        model.addPhysicalGroup(2, parts, name=name)
    curves = {
        "punch_base": [top[1]],
        "base_top": [top[0], top[2]],
        "base_bottom": bottom,
        "base_sides": [up[0], up[3]],
        "punch_top": [lid],
        "punch_sides": rise,
    }
    for name, parts in curves.items():
        model.addPhysicalGroup(1, parts, name=name)
    model.mesh.generate(2)
