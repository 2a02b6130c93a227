"""Rectangle of one body."""

from dataclasses import dataclass
from typing import Any

from nanoglue.recipe import Metre, PartLabels, Positive


@dataclass(frozen=True, slots=True)
class Parameters:
    """Width, height and element size."""

    width: Positive[Metre]
    height: Positive[Metre]
    element_size: Positive[Metre]


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001
    """Return the names of the parts."""
    return PartLabels(bodies=("block",), boundaries={"bottom": "block", "top": "block"})


def draw(model: Any, parameters: Parameters) -> None:
    """Define the rectangle and generate the mesh."""
    p, geo = parameters, model.geo
    corners = [
        geo.addPoint(x, y, 0, p.element_size)
        for x, y in ((0, 0), (p.width, 0), (p.width, p.height), (0, p.height))
    ]
    lines = [geo.addLine(corners[i], corners[(i + 1) % 4]) for i in range(4)]
    surface = geo.addPlaneSurface([geo.addCurveLoop(lines)])
    geo.synchronize()
    model.addPhysicalGroup(2, [surface], name="block")
    model.addPhysicalGroup(1, [lines[0]], name="bottom")
    model.addPhysicalGroup(1, [lines[2]], name="top")
    model.mesh.generate(2)
