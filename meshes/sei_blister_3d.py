"""SEI film on a metal anode, debonded over an elliptic patch, in space; a quarter of the system.

The film fills 0 <= z <= film_thickness, the metal -metal_depth <= z <= 0, both up to outer_radius
from the z axis, with x, y >= 0. They are free of each other within the ellipse with the half axes
``patch_radius_x`` and ``patch_radius_y``, and bonded beyond; elements are ``process_zone_size``
long over ``process_zone`` on both sides of the rim of the patch.

Bodies ``film``, ``metal``. Interface ``film_metal``. Boundaries ``plane_x`` (x = 0), ``plane_y``
(y = 0) and ``rim`` of both bodies, ``patch`` (underside of the film), ``nucleus`` (the metal below
it), ``film_top``, ``metal_base``.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.recipe import (
    Metre,
    Number,
    PartLabels,
    Positive,
    Sheet,
    Whole,
    heights,
    plan_arrays,
    size_fields,
    stacked,
)

BOTH = ("film", "metal")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of film, metal and patch, and of their elements."""

    patch_radius_x: Positive[Metre]
    patch_radius_y: Positive[Metre]
    film_thickness: Positive[Metre]
    outer_radius: Positive[Metre]
    metal_depth: Positive[Metre]
    process_zone: Positive[Metre]
    process_zone_size: Positive[Metre]
    bulk_size: Positive[Metre]
    elements_film: Annotated[Whole, Ge(1)] = 2.0
    elements_metal: Annotated[Whole, Ge(1)] = 2.0
    metal_growth: Annotated[Number, Ge(1)] = 1.3
    growth: Positive[Number] = 0.25

    def __post_init__(self) -> None:
        """Check that the patch does not reach the rim.

        Raises:
            ValueError: patch and process zone do not fit.
        """
        if max(self.patch_radius_x, self.patch_radius_y) + self.process_zone >= self.outer_radius:
            raise ValueError("patch_radius and process_zone together must be below outer_radius")


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001  independent of the sizes
    """Return the names of bodies, interface and boundaries."""
    boundaries: dict[str, str | tuple[str, ...]] = {"plane_x": BOTH, "plane_y": BOTH, "rim": BOTH}
    boundaries |= {"patch": "film", "film_top": "film", "nucleus": "metal", "metal_base": "metal"}
    return PartLabels(BOTH, {"film_metal": BOTH}, boundaries)


def arrays(parameters: Parameters, order: int) -> dict[str, Any]:
    """Mesh the plan view and stack both bodies on it."""
    p, regions = parameters, ("inside", "outside")
    metal = heights(0.0, -p.metal_depth, round(p.elements_metal), p.metal_growth)[::-1]
    film = heights(0.0, p.film_thickness, round(p.elements_film))
    bond = {"outside": "film_metal"}
    sheets = [
        Sheet("metal", metal, dict.fromkeys(regions, "metal_base"), {"inside": "nucleus", **bond}),
        Sheet("film", film, {"inside": "patch", **bond}, dict.fromkeys(regions, "film_top")),
    ]
    return stacked(plan_arrays(_plan, p, order), sheets, ["film_metal"], order)


def _plan(model: Any, p: Parameters) -> None:
    """Draw a quarter of the ellipse within a quarter of the circle."""
    geo = model.geo
    centre = geo.addPoint(0, 0, 0)
    along = [geo.addPoint(x, 0, 0) for x in (p.patch_radius_x, p.outer_radius)]
    across = [geo.addPoint(0, y, 0) for y in (p.patch_radius_y, p.outer_radius)]
    longest = along[0] if p.patch_radius_x >= p.patch_radius_y else across[0]
    front = geo.addEllipseArc(along[0], centre, longest, across[0])
    rim = geo.addCircleArc(along[1], centre, across[1])
    bottom = [geo.addLine(centre, along[0]), geo.addLine(*along)]
    left = [geo.addLine(centre, across[0]), geo.addLine(*across)]
    loops = ((bottom[0], front, -left[0]), (bottom[1], rim, -left[1], -front))
    surfaces = [geo.addPlaneSurface([geo.addCurveLoop(list(loop))]) for loop in loops]
    geo.synchronize()
    for name, tag in zip(("inside", "outside"), surfaces, strict=True):
        model.addPhysicalGroup(2, [tag], name=name)
    for name, tags in (("plane_x", left), ("plane_y", bottom), ("rim", [rim])):
        model.addPhysicalGroup(1, tags, name=name)
    field = model.mesh.field
    away = size_fields.distance(field, curves=[front])
    sizes = (p.process_zone_size, p.bulk_size)
    size_fields.use_fields(
        field, [size_fields.growth_field(field, away, p.process_zone, sizes, p.growth)]
    )
    model.mesh.generate(2)
