"""A truncated spherical particle on a flat base, in space.

The base fills z <= 0 and is a cylinder about the z axis. The particle is the part z >= 0 of a
sphere whose section with z = 0 is the contact, a circle with ``contact_ratio`` times the radius of
the particle. ``part`` is what is modelled: a ``quarter`` (x, y >= 0), a ``half`` (y >= 0) or the
``full`` system.

Bodies ``particle``, ``base``. Interface ``particle_base``. Boundaries ``plane_x`` (x = 0; of a
quarter), ``plane_y`` (y = 0; of a quarter or half), ``bottom``, ``base_surface`` (the top beside
the contact, and the side) and ``free_surface`` of the particle.
"""

from dataclasses import dataclass
from math import pi, sqrt
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Lt

from nanoglue.recipe import BOX_MARGIN, Metre, Number, PartLabels, Positive, size_fields

ANGLES = {"quarter": pi / 2, "half": pi, "full": 2 * pi}
PLANES: dict[str, tuple[str, ...]] = {
    "quarter": ("plane_x", "plane_y"),
    "half": ("plane_y",),
    "full": (),
}


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the system and of its elements."""

    particle_diameter: Positive[Metre]
    contact_ratio: Annotated[Number, Gt(0), Lt(1)]
    interface_size: Positive[Metre]
    bulk_size: Positive[Metre]
    far_size: Positive[Metre]
    part: Literal["quarter", "half", "full"] = "quarter"
    base_radius: Positive[Metre] | None = None  # default: the diameter of the particle
    base_depth: Positive[Metre] | None = None  # default: the diameter of the particle
    fine_layers: Annotated[Number, Ge(0)] = 1.0
    growth: Positive[Number] = 0.25

    def __post_init__(self) -> None:
        """Check that the base carries the whole contact.

        Raises:
            ValueError: it does not.
        """
        if self.base_radius is not None:
            contact = self.contact_ratio * self.particle_diameter / 2
            if self.base_radius <= contact:
                raise ValueError("base_radius must be above the radius of the contact")


def describe(parameters: Parameters) -> PartLabels:
    """Return the names of bodies, interface and boundaries."""
    pair = ("particle", "base")
    boundaries: dict[str, str | tuple[str, ...]] = dict.fromkeys(PLANES[parameters.part], pair)
    boundaries |= {"bottom": "base", "base_surface": "base", "free_surface": "particle"}
    return PartLabels(pair, {"particle_base": pair}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define the bodies by Boolean operations and mesh them."""
    p, occ = parameters, model.occ
    radius, angle = p.particle_diameter / 2, ANGLES[p.part]
    height = sqrt(1 - p.contact_ratio**2) * radius
    width, depth = p.base_radius or 2 * radius, p.base_depth or 2 * radius
    base = 3, occ.addCylinder(0, 0, -depth, 0, 0, depth, width, angle=angle)
    sphere = 3, occ.addSphere(0, 0, height, radius, angle3=angle)
    below = 3, occ.addBox(-2 * radius, -2 * radius, -2 * radius, 4 * radius, 4 * radius, 2 * radius)
    (particle,), _ = occ.cut([sphere], [below])
    _, images = occ.fragment([particle, base], [])
    occ.synchronize()
    body_of = {image[0][1]: name for name, image in zip(("particle", "base"), images, strict=True)}
    for tag, name in body_of.items():
        model.addPhysicalGroup(3, [tag], name=name)
    surfaces = _surfaces(model, p, body_of, depth)
    for name, tags in surfaces.items():
        model.addPhysicalGroup(2, tags, name=name)
    field = model.mesh.field
    away = size_fields.surface_distance(field, surfaces["particle_base"])
    near = p.fine_layers * p.interface_size
    inner, outer = (
        size_fields.growth_field(field, away, near, (p.interface_size, largest), p.growth)
        for largest in (p.bulk_size, p.far_size)
    )
    own = [tag for tag, name in body_of.items() if name == "particle"]
    size_fields.use_in_space(field, [size_fields.within(field, inner, own), outer])
    model.mesh.generate(3)


def _surfaces(
    model: Any, p: Parameters, body_of: dict[int, str], depth: float
) -> dict[str, list[int]]:
    """Return the surfaces of the interface and of each boundary."""
    found: dict[str, list[int]] = {}
    small = 1e-5 * p.particle_diameter + BOX_MARGIN
    for dim, tag in model.getEntities(2):
        owners = [body_of[int(volume)] for volume in model.getAdjacencies(dim, tag)[0]]
        x0, y0, _, x1, y1, z1 = model.getBoundingBox(dim, tag)
        if len(owners) == 2:
            name = "particle_base"
        elif "plane_x" in PLANES[p.part] and max(abs(x0), abs(x1)) < small:
            name = "plane_x"
        elif "plane_y" in PLANES[p.part] and max(abs(y0), abs(y1)) < small:
            name = "plane_y"
        elif z1 < small - depth:
            name = "bottom"
        else:
            name = "base_surface" if owners == ["base"] else "free_surface"
        found.setdefault(name, []).append(tag)
    return found
