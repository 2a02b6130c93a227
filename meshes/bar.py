"""Rectangle with a structured mesh: a bar in the plane, or a rod in axisymmetry.

The bar fills 0 <= x <= width and 0 <= y <= height; in axisymmetry x is r and y is z, ``left`` is
the axis and ``width`` the radius.

Body ``bar``. Boundaries ``left``, ``right``, ``top``, ``bottom``.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.recipe import Metre, PartLabels, Positive, Whole

SIDES = ("bottom", "right", "top", "left")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes and numbers of elements."""

    width: Positive[Metre]
    height: Positive[Metre]
    elements_across: Annotated[Whole, Ge(1)] = 1.0
    elements_up: Annotated[Whole, Ge(1)] = 1.0


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001  independent of the sizes
    """Return the names of the body and its boundaries."""
    return PartLabels(("bar",), {}, dict.fromkeys(SIDES, "bar"))


def draw(model: Any, parameters: Parameters) -> None:
    """Define the rectangle with a structured mesh."""
    geo, w, h = model.geo, parameters.width, parameters.height
    corners = [geo.addPoint(x, y, 0) for x, y in ((0, 0), (w, 0), (w, h), (0, h))]
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    sides = [geo.addLine(start, end) for start, end in pairs]
    surface = geo.addPlaneSurface([geo.addCurveLoop(sides)])
    for i, side in enumerate(sides):
        count = parameters.elements_up if i % 2 else parameters.elements_across
        geo.mesh.setTransfiniteCurve(side, round(count) + 1)
    geo.mesh.setTransfiniteSurface(surface)
    geo.synchronize()
    for name, side in zip(SIDES, sides, strict=True):
        model.addPhysicalGroup(1, [side], name=name)
    model.addPhysicalGroup(2, [surface], name="bar")
    model.mesh.generate(2)
