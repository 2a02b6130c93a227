"""Thick spherical shell, as a quarter ring in the half-plane (r, z).

The equator is a plane of symmetry. With a ``sector`` below 90 degrees only the part between the
equator and a cone is meshed, which suffices for fields that vary along the radius only.

Body ``shell``. Boundaries ``inner``, ``outer``, ``equator``, and ``axis`` or, of a sector,
``cone``.
"""

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Annotated, Any

from annotated_types import Ge, Le

from nanoglue.recipe import Angle, Metre, PartLabels, Positive, Whole

QUARTER = pi / 2


@dataclass(frozen=True, slots=True)
class Parameters:
    """Radii, numbers of elements through the thickness and along the quarter or sector."""

    inner_radius: Positive[Metre]
    outer_radius: Positive[Metre]
    elements_through: Annotated[Whole, Ge(1)] = 8.0
    elements_along: Annotated[Whole, Ge(1)] = 12.0
    sector: Annotated[Positive[Angle], Le(QUARTER + 1e-12)] = QUARTER

    @property
    def far_side(self) -> str:
        """Name of the boundary opposite the equator."""
        return "axis" if self.sector > QUARTER - 1e-9 else "cone"

    def __post_init__(self) -> None:
        """Check that the shell has a thickness.

        Raises:
            ValueError: the radii are not in increasing order.
        """
        if self.inner_radius >= self.outer_radius:
            raise ValueError("outer_radius must exceed inner_radius")


def describe(parameters: Parameters) -> PartLabels:
    """Return the names of body and boundaries."""
    sides = ("inner", "outer", parameters.far_side, "equator")
    return PartLabels(("shell",), {}, dict.fromkeys(sides, "shell"))


def draw(model: Any, parameters: Parameters) -> None:
    """Define the quarter ring, or a sector of it, with a structured mesh."""
    geo, a, b = model.geo, parameters.inner_radius, parameters.outer_radius
    far = parameters.far_side
    up = (0.0, 1.0) if far == "axis" else (cos(parameters.sector), sin(parameters.sector))
    centre = geo.addPoint(0, 0, 0)
    ends = {r: (geo.addPoint(r, 0, 0), geo.addPoint(r * up[0], r * up[1], 0)) for r in (a, b)}
    curves = {
        "equator": geo.addLine(ends[a][0], ends[b][0]),
        "outer": geo.addCircleArc(ends[b][0], centre, ends[b][1]),
        far: geo.addLine(ends[b][1], ends[a][1]),
        "inner": geo.addCircleArc(ends[a][1], centre, ends[a][0]),
    }
    ring = geo.addPlaneSurface([geo.addCurveLoop(list(curves.values()))])
    for name, curve in curves.items():
        through = name in ("equator", far)
        count = parameters.elements_through if through else parameters.elements_along
        geo.mesh.setTransfiniteCurve(curve, round(count) + 1)
    geo.mesh.setTransfiniteSurface(ring)
    geo.synchronize()
    for name, curve in curves.items():
        model.addPhysicalGroup(1, [curve], name=name)
    model.addPhysicalGroup(2, [ring], name="shell")
    model.mesh.generate(2)
