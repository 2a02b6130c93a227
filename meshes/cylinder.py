"""Section of a tube or, without inner radius, of a rod, in the half-plane (r, z).

The wall fills inner_radius <= r <= outer_radius and 0 <= z <= height.

Body ``wall``. Boundaries ``inner`` (the axis of a rod), ``outer``, ``bottom``, ``top``.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.recipe import Metre, NonNegative, PartLabels, Positive, Whole

SIDES = ("bottom", "outer", "top", "inner")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Radii, height and numbers of elements."""

    outer_radius: Positive[Metre]
    height: Positive[Metre]
    inner_radius: NonNegative[Metre] = 0.0
    elements_through: Annotated[Whole, Ge(1)] = 8.0
    elements_up: Annotated[Whole, Ge(1)] = 1.0

    def __post_init__(self) -> None:
        """Check that the tube has a wall.

        Raises:
            ValueError: the radii are not in increasing order.
        """
        if self.inner_radius >= self.outer_radius:
            raise ValueError("outer_radius must exceed inner_radius")


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001  independent of the sizes
    """Return the names of the body and its boundaries."""
    return PartLabels(("wall",), {}, dict.fromkeys(SIDES, "wall"))


def draw(model: Any, parameters: Parameters) -> None:
    """Define the wall with a structured mesh."""
    geo, a, b, h = (
        model.geo,
        parameters.inner_radius,
        parameters.outer_radius,
        parameters.height,
    )
    corners = [geo.addPoint(r, z, 0) for r, z in ((a, 0), (b, 0), (b, h), (a, h))]
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    sides = dict(zip(SIDES, (geo.addLine(start, end) for start, end in pairs), strict=True))
    surface = geo.addPlaneSurface([geo.addCurveLoop(list(sides.values()))])
    for name, side in sides.items():
        through = name in ("bottom", "top")
        count = parameters.elements_through if through else parameters.elements_up
        geo.mesh.setTransfiniteCurve(side, round(count) + 1)
    geo.mesh.setTransfiniteSurface(surface)
    geo.synchronize()
    for name, side in sides.items():
        model.addPhysicalGroup(1, [side], name=name)
    model.addPhysicalGroup(2, [surface], name="wall")
    model.mesh.generate(2)
