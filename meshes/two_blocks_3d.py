"""Two boxes in space with a flat interface between them: ``two_blocks`` extruded along z.

The lower block fills 0 <= y <= lower_height of the width and the depth, the upper one the rest; the
whole is turned by ``angle`` about the z axis and then by ``tilt`` about the x axis.

Bodies ``top``, ``bottom``. Interface ``top_bottom``. Boundaries ``top_face``, ``bottom_face`` (the
outer faces along the interface) and ``left``, ``right`` (x), ``front``, ``back`` (z = 0 and z =
depth), each of both bodies.
"""

from dataclasses import dataclass
from math import cos, sin
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.recipe import Angle, Metre, PartLabels, Positive, Whole

BOTH = ("top", "bottom")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes, numbers of elements, and angles (bare numbers are in degrees)."""

    width: Positive[Metre]
    upper_height: Positive[Metre]
    lower_height: Positive[Metre]
    depth: Positive[Metre]
    elements_across: Annotated[Whole, Ge(1)] = 1.0
    elements_up: Annotated[Whole, Ge(1)] = 1.0  # in each block
    elements_deep: Annotated[Whole, Ge(1)] = 1.0
    angle: Angle = 0.0
    tilt: Angle = 0.0


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001  independent of the sizes
    """Return the names of bodies, interfaces and boundaries."""
    sides = dict.fromkeys(("left", "right", "front", "back"), BOTH)
    boundaries = {"top_face": "top", "bottom_face": "bottom", **sides}
    return PartLabels(BOTH, {"top_bottom": BOTH}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define both blocks with a structured mesh of tetrahedra."""
    p, geo = parameters, model.geo

    def turned(x: float, y: float, z: float) -> tuple[float, float, float]:
        x, y = x * cos(p.angle) - y * sin(p.angle), x * sin(p.angle) + y * cos(p.angle)
        return x, y * cos(p.tilt) - z * sin(p.tilt), y * sin(p.tilt) + z * cos(p.tilt)

    heights = (0.0, p.lower_height, p.lower_height + p.upper_height)
    left, right = ([geo.addPoint(*turned(x, y, 0.0)) for y in heights] for x in (0.0, p.width))
    across = [geo.addLine(*ends) for ends in zip(left, right, strict=True)]
    for line in across:
        geo.mesh.setTransfiniteCurve(line, round(p.elements_across) + 1)
    surfaces, sides = [], []
    for i in (0, 1):
        up = [geo.addLine(side[i], side[i + 1]) for side in (left, right)]
        for line in up:
            geo.mesh.setTransfiniteCurve(line, round(p.elements_up) + 1)
        loop = geo.addCurveLoop([across[i], up[1], -across[i + 1], -up[0]])
        surfaces.append(geo.addPlaneSurface([loop]))
        geo.mesh.setTransfiniteSurface(surfaces[-1])
        sides.append(up)
    # Of each surface: its copy, the volume, and the surfaces of its four curves in their order.
    found = geo.extrude(
        [(2, surface) for surface in surfaces], *turned(0.0, 0.0, p.depth), [round(p.elements_deep)]
    )
    bottom, top = found[:6], found[6:]
    geo.synchronize()
    for name, part in (("bottom", bottom), ("top", top)):
        model.addPhysicalGroup(3, [part[1][1]], name=name)
    groups = {
        "top_bottom": [bottom[4][1]],
        "top_face": [top[4][1]],
        "bottom_face": [bottom[2][1]],
        "left": [bottom[5][1], top[5][1]],
        "right": [bottom[3][1], top[3][1]],
        "front": surfaces,
        "back": [bottom[0][1], top[0][1]],
    }
    for name, tags in groups.items():
        model.addPhysicalGroup(2, tags, name=name)
    model.mesh.generate(3)
