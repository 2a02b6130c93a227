"""Metal with one bump on its surface, under a film of uniform thickness.

The metal fills 0 <= y <= ``metal_thickness`` and a round bump of radius ``bump_radius`` about
(0, metal_thickness). The order parameter describes the surface of the metal; the mesh is one body
``cell`` of metal and film. Its upper face is ``film_thickness`` above the metal: a circle about the
centre of the bump, and then flat. In axisymmetry x is r and y is z.

Body ``cell``. Boundaries ``axis`` (x = 0), ``side`` (x = width), ``base`` (y = 0), ``face``.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

from nanoglue.recipe import Metre, PartLabels, Positive

SIDES = ("axis", "base", "side", "face")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes, and element sizes: at the surface up to ``surface_zone`` above it, and elsewhere."""

    width: Positive[Metre]
    metal_thickness: Positive[Metre]
    bump_radius: Positive[Metre]
    film_thickness: Positive[Metre]
    surface_size: Positive[Metre]
    bulk_size: Positive[Metre]
    surface_zone: Positive[Metre]

    def __post_init__(self) -> None:
        """Check that a flat part remains beside the bump.

        Raises:
            ValueError: the width is too small.
        """
        if self.width <= self.shoulder:
            raise ValueError(f"width must exceed {self.shoulder:g} um, where the film gets flat")

    @property
    def shoulder(self) -> float:
        """Distance [um] from the axis at which the upper face becomes flat."""
        return sqrt((self.bump_radius + self.film_thickness) ** 2 - self.film_thickness**2)


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001  independent of the sizes
    """Return the names of the body and its boundaries."""
    return PartLabels(("cell",), {}, dict.fromkeys(SIDES, "cell"))


def draw(model: Any, parameters: Parameters) -> None:
    """Define metal and film, with fine elements around the moving surface."""
    p, geo = parameters, model.geo
    top = p.metal_thickness + p.film_thickness
    foot, corner, edge, shoulder, tip, centre = (
        geo.addPoint(x, y, 0)
        for x, y in (
            (0, 0),
            (p.width, 0),
            (p.width, top),
            (p.shoulder, top),
            (0, top + p.bump_radius),
            (0, p.metal_thickness),
        )
    )
    curves = {
        "base": [geo.addLine(foot, corner)],
        "side": [geo.addLine(corner, edge)],
        "face": [geo.addLine(edge, shoulder), geo.addCircleArc(shoulder, centre, tip)],
        "axis": [geo.addLine(tip, foot)],
    }
    loop = [curve for name in ("base", "side", "face", "axis") for curve in curves[name]]
    surface = geo.addPlaneSurface([geo.addCurveLoop(loop)])
    geo.remove([(0, centre)])
    geo.synchronize()
    for name, found in curves.items():
        model.addPhysicalGroup(1, found, name=name)
    model.addPhysicalGroup(2, [surface], name="cell")
    _grade(model, p)
    model.mesh.generate(2)


def _grade(model: Any, p: Parameters) -> None:
    """Set element sizes by the distance from the surface zone."""
    above = f"y - {p.metal_thickness!r}"
    beside = f"Sqrt(x*x + ({above})*({above})) - {p.bump_radius!r}"
    distance = f"Min({above}, {beside})"
    from_band = f"Max(Fabs({distance} - {p.surface_zone / 2!r}) - {p.surface_zone!r}, 0)"
    field = model.mesh.field.add("MathEval")
    size = f"Min({p.surface_size!r} + 0.3*{from_band}, {p.bulk_size!r})"
    model.mesh.field.setString(field, "F", size)
    model.mesh.field.setAsBackgroundMesh(field)
