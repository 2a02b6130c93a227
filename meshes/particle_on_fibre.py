"""Spherical particle in a dent of a fibre, with or without a coating; axisymmetric.

The half-plane (r, z): the fibre's surface is z = 0 and the particle's lower cap, of contact radius
``contact_ratio`` times the particle's radius, fills the dent. The fibre is a block as wide and as
high as its diameter. A coating is a shell on the particle that merges into a layer, as thick, on
the fibre; the wedge between the particle's flank and the fibre is filled, and at its tip, the edge
of the contact, the three bodies meet::

    crest |----__
    top   |--__   `-.
          |    `.    :  notch
          |     :  .`-------- lid
          | heel `.___________|
    foot -|-- edge    toe    end ---- rim

Bodies ``particle``, ``fibre`` and, with a thickness, ``coating``. Interfaces ``particle_fibre``
(the dent) and ``particle_coating``, ``coating_fibre``. Boundaries ``axis``, ``bottom``, ``side``,
``free_surface`` (of the particle, or of the coating on it and on the fibre) and ``fibre_surface``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import acos, atan2, ceil, dist, pi, sqrt
from typing import Annotated, Any

from annotated_types import Ge, Gt, Lt

from nanoglue.recipe import Metre, NonNegative, Number, PartLabels, Positive, Sketch, size_fields

GROWTH = 0.25  # of the element size per distance from the contact
GROWTH_ALONG = 0.1  # of the coating's element size per distance from the triple line
ASPECT = 4.0  # largest, of the coating's elements


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the system and of its elements."""

    particle_diameter: Positive[Metre]
    contact_ratio: Annotated[Number, Gt(0), Lt(1)]
    fibre_diameter: Positive[Metre]
    interface_size: Positive[Metre]
    bulk_size: Positive[Metre]
    far_size: Positive[Metre]
    axis_size: Positive[Metre] | None = None  # where the contact meets the axis
    fine_layers: Annotated[Number, Ge(0)] = 3.0  # rows of the interface's size on either side of it
    coating_thickness: NonNegative[Metre] = 0.0
    coating_length: Positive[Metre] | None = None  # along the fibre, from the contact's edge
    coating_layers: Annotated[int, Ge(1)] = 3  # elements through the coating
    coating_size: Positive[Metre] | None = None  # largest along it; not given: bulk_size

    def __post_init__(self) -> None:
        """Check that the sizes are compatible.

        Raises:
            ValueError: the particle or the coating does not fit on the fibre, or sizes are out of
                order.
        """
        if self.particle_diameter * self.contact_ratio >= self.fibre_diameter:
            raise ValueError("fibre_diameter must exceed the contact: it is the width of the block")
        if not self.interface_size <= self.bulk_size <= self.far_size:
            raise ValueError("sizes must be in order: interface_size <= bulk_size <= far_size")
        if self.coating_thickness > 0:
            self._coating_fits()

    def _coating_fits(self) -> None:
        if self.coating_length is None:
            raise ValueError("coating_length is missing: a coating ends somewhere on the fibre")
        least = self.places()["toe"][0] - self.edge
        if self.coating_length <= least:
            raise ValueError(
                f"coating_length must exceed {least * 1e3:.4g} nm, where the wedge ends"
            )
        if self.edge + self.coating_length >= self.fibre_diameter:
            raise ValueError("coating_length must end before the rim of the fibre")

    @property
    def radius(self) -> float:
        """Radius of the particle [um]."""
        return self.particle_diameter / 2

    @property
    def edge(self) -> float:
        """Radius [um] of the contact."""
        return self.contact_ratio * self.radius

    @property
    def height(self) -> float:
        """Height of the particle's centre above the fibre's surface [um]."""
        return sqrt(self.radius**2 - self.edge**2)

    def places(self) -> dict[str, tuple[float, float]]:
        """Named points (r, z) [um]."""
        radius, height, width = self.radius, self.height, self.fibre_diameter
        places = {
            "centre": (0.0, height),
            "foot": (0.0, height - radius),
            "edge": (self.edge, 0.0),
            "equator": (radius, height),
            "top": (0.0, height + radius),
            "rim": (width, 0.0),
            "corner": (width, -width),
            "floor": (0.0, -width),
        }
        if self.coating_thickness == 0 or self.coating_length is None:
            return places
        del places["equator"]
        thickness, end = self.coating_thickness, self.edge + self.coating_length
        # The outlines at equal distance from the sphere and from the fibre cross at the notch.
        notch = sqrt((radius + thickness) ** 2 - (thickness - height) ** 2)
        inwards = radius / (radius + thickness)
        return places | {
            "heel": (inwards * notch, height + inwards * (thickness - height)),
            "notch": (notch, thickness),
            "toe": (notch, 0.0),
            "end": (end, 0.0),
            "lid": (end, thickness),
            "crest": (0.0, height + radius + thickness),
        }


def describe(parameters: Parameters) -> PartLabels:
    """Return the names of bodies, interfaces and boundaries."""
    coated = parameters.coating_thickness > 0
    dent, coating = ("particle", "fibre"), ("coating",) if coated else ()
    interfaces = {"particle_fibre": dent}
    if coated:
        interfaces |= {
            "particle_coating": ("particle", "coating"),
            "coating_fibre": ("coating", "fibre"),
        }
    boundaries: dict[str, str | tuple[str, ...]] = {
        "axis": (*dent, *coating),
        "bottom": "fibre",
        "side": "fibre",
        "free_surface": "coating" if coated else "particle",
        "fibre_surface": "fibre",
    }
    return PartLabels((*dent, *coating), interfaces, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define and mesh the half-plane, with the finest elements along the contact."""
    sketch, coated = Sketch.of(model.geo, parameters.places()), parameters.coating_thickness > 0
    waist, covered = ("heel", ("toe", "end")) if coated else ("equator", ())
    cap = sketch.arc("foot", "edge")
    flank = [sketch.arc(*ends) for ends in pairwise(("edge", waist, "top"))]
    axis = sketch.line("top", "foot")
    ground = [sketch.line(*ends) for ends in pairwise(("edge", *covered, "rim"))]
    side, bottom = sketch.line("rim", "corner"), sketch.line("corner", "floor")
    axis_below = sketch.line("floor", "foot")
    particle = sketch.face(cap, *flank, axis)
    fibre = sketch.face(cap, *ground, side, bottom, axis_below)
    curves = {
        "particle_fibre": [cap],
        "axis": [axis, axis_below],
        "bottom": [bottom],
        "side": [side],
        "free_surface": list(flank),
        "fibre_surface": ground[-1:],
    }
    faces = {"particle": [particle], "fibre": [fibre]}
    if coated:
        faces["coating"] = _coat(sketch, parameters, flank, ground[:-1], curves)
    model.geo.synchronize()
    for dimension, groups in ((1, curves), (2, faces)):
        for name, entities in groups.items():
            model.addPhysicalGroup(dimension, entities, name=name)
    angle = acos(parameters.height / parameters.radius)
    facets = ceil(parameters.radius * angle / parameters.interface_size)
    if parameters.axis_size is None:
        model.mesh.setTransfiniteCurve(cap, facets + 1)
    _size_by_distance(model, cap, particle, parameters)
    model.mesh.generate(2)


def _coat(
    sketch: Sketch,
    parameters: Parameters,
    flank: Sequence[int],
    ground: Sequence[int],
    curves: dict[str, list[int]],
) -> list[int]:
    """Define the coating with its mesh divisions.

    Args:
        sketch: where the particle and the fibre are drawn.
        parameters: sizes.
        flank: curves of the particle from the edge over the heel to the top.
        ground: curves of the fibre from the edge over the toe to the coating's end.
        curves: groups by name, to which those of the coating are added.

    Returns:
        Its faces: the wedge, the shell on the particle and the layer on the fibre.
    """
    up, down = sketch.line("heel", "notch"), sketch.line("toe", "notch")
    over, outside = sketch.line("top", "crest"), sketch.arc("notch", "crest")
    end, lid = sketch.line("end", "lid"), sketch.line("notch", "lid")
    wedge = sketch.face(ground[0], down, -up, -flank[0])
    shell = sketch.face(flank[1], over, -outside, -up)
    layer = sketch.face(ground[1], end, -lid, -down)
    curves["axis"].append(over)
    curves["free_surface"] = [outside, lid, end]
    curves["particle_coating"], curves["coating_fibre"] = list(flank), list(ground)

    places, rows = parameters.places(), sketch.geo.mesh
    for across in (up, down, over, end):
        rows.setTransfiniteCurve(across, parameters.coating_layers + 1)
    for face in (shell, layer):
        rows.setTransfiniteSurface(face, "Alternate")
    row = parameters.coating_thickness / parameters.coating_layers
    largest = min(parameters.coating_size or parameters.bulk_size, ASPECT * row)
    first = min(parameters.interface_size, row, largest)
    span = dist(places["edge"], places["toe"])
    middle = min(first + GROWTH_ALONG * span, largest)
    beyond = dist(places["toe"], places["end"])
    height = places["heel"][1] - parameters.height
    around = parameters.radius * (pi / 2 - atan2(height, places["heel"][0]))
    for pair, length, start in (
        ((flank[0], ground[0]), span, first),
        ((flank[1], outside), around, middle),
        ((ground[1], lid), beyond, middle),
    ):
        last = min(start + GROWTH_ALONG * length, largest)
        count, ratio = size_fields.division(length, start, last)
        for curve in pair:
            rows.setTransfiniteCurve(curve, count + 1, "Progression", ratio)
    return [wedge, shell, layer]


def _size_by_distance(model: Any, cap: int, particle: int, parameters: Parameters) -> None:
    """Set element sizes that grow with the distance from the contact, in each body."""
    field, p = model.mesh.field, parameters
    away, near = size_fields.distance(field, curves=[cap]), p.fine_layers * p.interface_size
    coarse, coarsest = (
        size_fields.growth_field(field, away, near, (p.interface_size, largest), GROWTH)
        for largest in (p.bulk_size, p.far_size)
    )
    fields = [size_fields.within_faces(field, coarse, [particle]), coarsest]
    if p.axis_size is not None:
        foot, sizes = (0.0, p.height - p.radius, 0.0), (p.axis_size, p.far_size)
        fields.append(size_fields.growth_from_place(model, foot, sizes, GROWTH / 2))
    field.setAsBackgroundMesh(size_fields.minimum_field(field, fields))
    import gmsh

    gmsh.option.setNumber("Mesh.MeshSizeExtendFromBoundary", int(p.coating_thickness > 0))
    gmsh.option.setNumber("Mesh.MeshSizeFromPoints", 0)
    gmsh.option.setNumber("Mesh.Algorithm", 6)
