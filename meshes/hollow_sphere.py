"""A thick spherical shell as a quarter ring in the half-plane (r, z), symmetric about its equator.

Body ``shell``. Boundaries ``inner``, ``outer``, ``axis``, ``equator``.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.names import Names
from nanoglue.quantities import Metre, Number, Positive


@dataclass(frozen=True, slots=True)
class Parameters:
    """Radii, and numbers of elements through the thickness and along the quarter."""

    inner_radius: Positive[Metre]
    outer_radius: Positive[Metre]
    elements_through: Annotated[Number, Ge(1)] = 8.0
    elements_along: Annotated[Number, Ge(2)] = 12.0

    def __post_init__(self) -> None:
        """Refuse a shell without thickness.

        Raises:
            ValueError: the radii are out of order.
        """
        if self.inner_radius >= self.outer_radius:
            raise ValueError("outer_radius must exceed inner_radius")


def describe(parameters: Parameters) -> Names:  # noqa: ARG001
    """Names that ``draw`` gives to body and boundaries."""
    return Names(("shell",), {}, dict.fromkeys(("inner", "outer", "axis", "equator"), "shell"))


def draw(model: Any, parameters: Parameters) -> None:
    """Draw the quarter ring with a structured mesh."""
    geo, a, b = model.geo, parameters.inner_radius, parameters.outer_radius
    centre = geo.addPoint(0, 0, 0)
    ends = {r: (geo.addPoint(r, 0, 0), geo.addPoint(0, r, 0)) for r in (a, b)}
    curves = {
        "equator": geo.addLine(ends[a][0], ends[b][0]),
        "outer": geo.addCircleArc(ends[b][0], centre, ends[b][1]),
        "axis": geo.addLine(ends[b][1], ends[a][1]),
        "inner": geo.addCircleArc(ends[a][1], centre, ends[a][0]),
    }
    ring = geo.addPlaneSurface([geo.addCurveLoop(list(curves.values()))])
    for name, curve in curves.items():
        through = name in ("equator", "axis")
        count = parameters.elements_through if through else parameters.elements_along
        geo.mesh.setTransfiniteCurve(curve, round(count) + 1)
    geo.mesh.setTransfiniteSurface(ring)
    geo.synchronize()
    for name, curve in curves.items():
        model.addPhysicalGroup(1, [curve], name=name)
    model.addPhysicalGroup(2, [ring], name="shell")
    model.mesh.generate(2)
