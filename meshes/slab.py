"""Strip through a slab, for fields that vary with depth only, with graded elements.

The strip fills 0 <= x <= thickness and 0 <= y <= height. ``front`` is the face x = 0 and ``back``
the face x = thickness; in axisymmetry the strip is a pin whose axis is ``front``.

Body ``slab``. Boundaries ``front``, ``back``, ``top``, ``bottom``.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge, Gt

from nanoglue.recipe import Metre, Number, PartLabels, Positive, Whole

SIDES = ("bottom", "back", "top", "front")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes, numbers of elements, and ratio of successive element sizes."""

    thickness: Positive[Metre]
    height: Positive[Metre]
    elements_through: Annotated[Whole, Ge(1)] = 20.0
    elements_up: Annotated[Whole, Ge(1)] = 1.0
    growth: Annotated[Number, Gt(0.5)] = 1.0


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001  independent of the sizes
    """Return the names of the body and its boundaries."""
    return PartLabels(("slab",), {}, dict.fromkeys(SIDES, "slab"))


def draw(model: Any, parameters: Parameters) -> None:
    """Define the strip with a structured mesh."""
    geo, p = model.geo, parameters
    points = ((0, 0), (p.thickness, 0), (p.thickness, p.height), (0, p.height))
    corners = [geo.addPoint(x, y, 0) for x, y in points]
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    sides = dict(zip(SIDES, (geo.addLine(start, end) for start, end in pairs), strict=True))
    surface = geo.addPlaneSurface([geo.addCurveLoop(list(sides.values()))])
    through = round(p.elements_through) + 1
    geo.mesh.setTransfiniteCurve(sides["bottom"], through, "Progression", p.growth)
    geo.mesh.setTransfiniteCurve(sides["top"], through, "Progression", 1 / p.growth)
    for side in ("front", "back"):
        geo.mesh.setTransfiniteCurve(sides[side], round(p.elements_up) + 1)
    geo.mesh.setTransfiniteSurface(surface)
    geo.synchronize()
    for name, side in sides.items():
        model.addPhysicalGroup(1, [side], name=name)
    model.addPhysicalGroup(2, [surface], name="slab")
    model.mesh.generate(2)
