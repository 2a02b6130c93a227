"""A spherical particle in a craterlike dent of a fibre, with or without a coating.

Axisymmetric about the contact.

The half-plane (r, z): the fibre's surface is z = 0 and the particle's lower cap, of contact radius
``contact_ratio`` times the particle's radius, fills the dent. The fibre is a block as wide and as
high as its diameter.

Bodies ``particle``, ``fibre`` and, with a thickness, ``coating``. Interfaces ``particle_fibre``
(the dent) and ``particle_coating``, ``coating_fibre``. Boundaries ``axis``, ``bottom``, ``side``,
``free_surface`` (of the particle, or of the coating on it) and ``fibre_surface``.
"""

from dataclasses import dataclass
from math import acos, ceil, sqrt
from typing import Annotated, Any

from annotated_types import Ge, Gt, Lt

from nanoglue.names import Names
from nanoglue.quantities import Metre, NonNegative, Number, Positive

GROWTH = 0.25  # of the element size per distance from the interface


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the system and of its elements."""

    particle_diameter: Positive[Metre]
    contact_ratio: Annotated[Number, Gt(0), Lt(1)]
    fibre_diameter: Positive[Metre]
    interface_size: Positive[Metre]
    bulk_size: Positive[Metre]
    far_size: Positive[Metre]
    fine_layers: Annotated[Number, Ge(0)] = 3.0  # rows of the interface's size on either side of it
    coating_thickness: NonNegative[Metre] = 0.0
    coating_reach: Positive[Metre] | None = None  # along the fibre, from the contact's edge

    def __post_init__(self) -> None:
        """Refuse sizes that cannot be drawn.

        Raises:
            ValueError: the particle does not fit on the fibre, or sizes are out of order.
        """
        if self.particle_diameter * self.contact_ratio >= self.fibre_diameter:
            raise ValueError("fibre_diameter must exceed the contact: it is the width of the block")
        if not self.interface_size <= self.bulk_size <= self.far_size:
            raise ValueError("sizes must be in order: interface_size <= bulk_size <= far_size")


def describe(parameters: Parameters) -> Names:
    """Names that ``draw`` gives to bodies, interfaces and boundaries."""
    if parameters.coating_thickness == 0:
        both = ("particle", "fibre")
        boundaries = {
            "axis": both,
            "bottom": "fibre",
            "side": "fibre",
            "free_surface": "particle",
            "fibre_surface": "fibre",
        }
        return Names(both, {"particle_fibre": both}, boundaries)
    raise ValueError("coating_thickness must be 0: coatings are not drawn yet")


def draw(model: Any, parameters: Parameters) -> None:
    """Draw the half-plane and mesh it, finest along the contact."""
    geo, radius, width = model.geo, parameters.particle_diameter / 2, parameters.fibre_diameter
    edge = parameters.contact_ratio * radius
    height = sqrt(radius**2 - edge**2)
    points = {
        name: geo.addPoint(r, z, 0)
        for name, (r, z) in {
            "centre": (0, height),
            "foot": (0, height - radius),
            "edge": (edge, 0),
            "equator": (radius, height),
            "top": (0, height + radius),
            "rim": (width, 0),
            "corner": (width, -width),
            "floor": (0, -width),
        }.items()
    }

    def arc(start: str, end: str) -> int:
        return int(geo.addCircleArc(points[start], points["centre"], points[end]))

    def line(start: str, end: str) -> int:
        return int(geo.addLine(points[start], points[end]))

    cap, flank, crown = arc("foot", "edge"), arc("edge", "equator"), arc("equator", "top")
    axis, surface, side = line("top", "foot"), line("edge", "rim"), line("rim", "corner")
    bottom, axis_below = line("corner", "floor"), line("floor", "foot")
    particle = geo.addPlaneSurface([geo.addCurveLoop([cap, flank, crown, axis])])
    fibre = geo.addPlaneSurface([geo.addCurveLoop([cap, surface, side, bottom, axis_below])])
    geo.synchronize()
    groups = {
        "particle_fibre": [cap],
        "axis": [axis, axis_below],
        "bottom": [bottom],
        "side": [side],
        "free_surface": [flank, crown],
        "fibre_surface": [surface],
    }
    for name, curves in groups.items():
        model.addPhysicalGroup(1, curves, name=name)
    model.addPhysicalGroup(2, [particle], name="particle")
    model.addPhysicalGroup(2, [fibre], name="fibre")
    facets = ceil(radius * acos(height / radius) / parameters.interface_size)
    model.mesh.setTransfiniteCurve(cap, facets + 1)
    _size_by_distance(model, cap, particle, parameters)
    model.mesh.generate(2)


def _size_by_distance(model: Any, cap: int, particle: int, parameters: Parameters) -> None:
    """Elements grow with the distance from the contact.

    To one size in the particle and another in the fibre.
    """
    field = model.mesh.field
    distance = field.add("Distance")
    field.setNumbers(distance, "CurvesList", [cap])
    field.setNumber(distance, "Sampling", 400)
    near = parameters.fine_layers * parameters.interface_size

    def graded(largest: float) -> int:
        ramp = int(field.add("Threshold"))
        span = (largest - parameters.interface_size) / GROWTH
        settings = {
            "SizeMin": parameters.interface_size,
            "SizeMax": largest,
            "DistMin": near,
            "DistMax": near + span,
        }
        field.setNumber(ramp, "InField", distance)
        for name, value in settings.items():
            field.setNumber(ramp, name, value)
        return ramp

    inside = field.add("Restrict")
    field.setNumber(inside, "InField", graded(parameters.bulk_size))
    field.setNumbers(inside, "SurfacesList", [particle])
    smaller = field.add("Min")
    field.setNumbers(smaller, "FieldsList", [inside, graded(parameters.far_size)])
    field.setAsBackgroundMesh(smaller)
    import gmsh

    for option, value in {
        "MeshSizeExtendFromBoundary": 0,
        "MeshSizeFromPoints": 0,
        "Algorithm": 6,
    }.items():
        gmsh.option.setNumber(f"Mesh.{option}", value)
