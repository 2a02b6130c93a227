"""A spherical particle in a dent of a cylindrical fibre, in space, optionally with a coating.

x lies along the fibre, y across it and z up; the crest of the fibre is z = 0 and the particle's
centre is on the z axis. The foot reaches as deep as with ``contact_ratio`` on a flat base, the
radius of the contact over that of the particle, and ``deeper`` below that. ``base: block`` replaces
the fibre by a cylinder about the z axis, the body of revolution of ``particle_on_fibre``. A coating
covers the particle, and the fibre within ``coating_reach`` of the foot's edge; it consists of
``coating_layers`` sheets, so that at least as many elements lie on any way through it.

``part`` is what is modelled: a ``quarter`` (x, y >= 0), a ``half`` (y >= 0) or the ``full`` system.

Bodies ``particle``, ``fibre`` and ``coating``. Interfaces ``particle_fibre``,
``particle_coating``, ``coating_fibre``. Boundaries ``plane_x`` (x = 0; of a quarter), ``plane_y``
(y = 0; of a quarter or half), ``bottom``, ``fibre_surface`` and ``free_surface``.
"""

from dataclasses import dataclass
from math import pi, sqrt
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Lt

from nanoglue.recipe import (
    BOX_MARGIN,
    Metre,
    NonNegative,
    Number,
    PartLabels,
    Positive,
    Whole,
    size_fields,
)

ANGLES = {"quarter": pi / 2, "half": pi, "full": 2 * pi}


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the system and of its elements."""

    particle_diameter: Positive[Metre]
    contact_ratio: Annotated[Number, Gt(0), Lt(1)]
    fibre_diameter: Positive[Metre]
    interface_size: Positive[Metre]
    bulk_size: Positive[Metre]
    far_size: Positive[Metre]
    base: Literal["block", "fibre"] = "fibre"
    part: Literal["quarter", "half", "full"] = "quarter"
    half_length: Positive[Metre] | None = None  # of the fibre; default: its diameter
    deeper: Metre = 0.0
    fine_layers: Annotated[Number, Ge(0)] = 1.0
    coating_thickness: NonNegative[Metre] = 0.0
    coating_reach: Positive[Metre] = 0.05
    coating_elements: Annotated[Number, Ge(1)] = 1.5  # edges per thickness along the coating
    coating_layers: Annotated[Whole, Ge(1)] = 2.0  # of elements through the thickness
    growth: Positive[Number] = 0.25

    def __post_init__(self) -> None:
        """Check that the dent is within the base.

        Raises:
            ValueError: the particle does not reach the base, or reaches through it or beyond it, or
                a block has the length of a fibre.
        """
        if self.base == "block" and self.half_length is not None:
            raise ValueError("half_length is that of a fibre; leave it out with base: block")
        radius = self.particle_diameter / 2
        foot = radius - self.height
        if foot <= 0:
            raise ValueError(
                f"deeper must be above -{1e3 * (foot - self.deeper):.4g} nm, so that the particle "
                "reaches into the base"
            )
        if foot >= self.depth:
            raise ValueError(
                f"the particle reaches {1e3 * foot:.4g} nm deep, but the base ends "
                f"{1e3 * self.depth:.4g} nm below its crest; use a larger fibre_diameter"
            )
        length, key = self.fibre_diameter, "fibre_diameter"
        if self.base == "fibre":
            length, key = self.half_length or length, "half_length"
        if sqrt(radius**2 - max(self.height, 0.0) ** 2) >= length:
            raise ValueError(f"{key} must exceed the radius of the contact")
        if self.coating_thickness and self.reach >= length:
            raise ValueError(f"{key} must exceed the radius of the contact and coating_reach")

    @property
    def reach(self) -> float:
        """Distance [um] from the z axis at which the coating of the base ends."""
        return self.contact_ratio * self.particle_diameter / 2 + self.coating_reach

    @property
    def height(self) -> float:
        """Height [um] of the centre of the particle above the crest."""
        return sqrt(1 - self.contact_ratio**2) * self.particle_diameter / 2 - self.deeper

    @property
    def depth(self) -> float:
        """Depth [um] of the base below its crest."""
        return self.fibre_diameter * (1.0 if self.base == "block" else 0.5)


def describe(parameters: Parameters) -> PartLabels:
    """Return the names of bodies, interfaces and boundaries."""
    pair = ("particle", "fibre")
    coated = parameters.coating_thickness > 0
    bodies = (*pair, "coating") if coated else pair
    interfaces = {"particle_fibre": pair}
    if coated:
        interfaces["particle_coating"] = ("particle", "coating")
        interfaces["coating_fibre"] = ("coating", "fibre")
    planes = {"quarter": ("plane_x", "plane_y"), "half": ("plane_y",), "full": ()}
    boundaries: dict[str, Any] = dict.fromkeys(planes[parameters.part], bodies)
    boundaries |= {"bottom": "fibre", "fibre_surface": "fibre"}
    boundaries["free_surface"] = "coating" if coated else "particle"
    return PartLabels(bodies, interfaces, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define the bodies by Boolean operations and mesh them."""
    p, occ = parameters, model.occ
    radius = p.particle_diameter / 2
    sphere = _sphere(occ, p, radius)
    fibre = _base(occ, p, 0.0, None)
    (fibre,), _ = occ.cut([fibre], [sphere], removeTool=False)
    parts = [sphere, fibre]
    names = ["particle", "fibre"]
    for number in range(1, round(p.coating_layers) + 1 if p.coating_thickness > 0 else 1):
        thickness = p.coating_thickness * number / round(p.coating_layers)
        outer = _sphere(occ, p, radius + thickness)
        layer = _base(occ, p, thickness, p.reach)
        both, _ = occ.fuse([outer], [layer])
        (sheet,), _ = occ.cut(both, parts, removeTool=False)
        parts.append(sheet)
        names.append("coating")
    _, images = occ.fragment(parts, [])
    occ.synchronize()
    body_of = {image[0][1]: name for name, image in zip(names, images, strict=True)}
    for name in dict.fromkeys(names):
        tags = [tag for tag, owner in body_of.items() if owner == name]
        model.addPhysicalGroup(3, tags, name=name)
    surfaces = _surfaces(model, p, body_of)
    for name, tags in surfaces.items():
        model.addPhysicalGroup(2, tags, name=name)
    _sizes(model, p, surfaces["particle_fibre"], body_of)
    model.mesh.generate(3)


def _sphere(occ: Any, p: Parameters, radius: float) -> tuple[int, int]:
    return 3, occ.addSphere(0, 0, p.height, radius, angle3=ANGLES[p.part])


def _base(occ: Any, p: Parameters, more: float, reach: float | None) -> tuple[int, int]:
    """Return the upper half of the fibre, or the block, thicker by ``more`` [um]."""
    width = p.fibre_diameter
    if p.base == "block":
        height, angle = width + more, ANGLES[p.part]
        return 3, occ.addCylinder(0, 0, -width, 0, 0, height, reach or width, angle=angle)
    length = reach or p.half_length or width
    start = 0.0 if p.part == "quarter" else -length
    whole = 3, occ.addCylinder(start, 0, -width / 2, length - start, 0, 0, width / 2 + more)
    across = -2 * width if p.part == "full" else 0.0
    box = 3, occ.addBox(-2 * length, across, -width / 2, 4 * length, 2 * width - across, 2 * width)
    (cut,), _ = occ.intersect([whole], [box])
    return int(cut[0]), int(cut[1])


def _surfaces(model: Any, p: Parameters, body_of: dict[int, str]) -> dict[str, list[int]]:
    """Return the surfaces of each interface and boundary."""
    found: dict[str, list[int]] = {}
    small = 1e-5 * p.fibre_diameter + BOX_MARGIN
    planes = {"quarter": ("x", "y"), "half": ("y",), "full": ()}[p.part]
    for dim, tag in model.getEntities(2):
        beside = [body_of[int(volume)] for volume in model.getAdjacencies(dim, tag)[0]]
        owners = set(beside)
        if beside == ["coating", "coating"]:
            continue
        x0, y0, _, x1, y1, z1 = model.getBoundingBox(dim, tag)
        if len(owners) == 2:
            pairs = ("particle", "fibre"), ("particle", "coating"), ("coating", "fibre")
            name = "_".join(next(pair for pair in pairs if set(pair) == owners))
        elif "x" in planes and max(abs(x0), abs(x1)) < small:
            name = "plane_x"
        elif "y" in planes and max(abs(y0), abs(y1)) < small:
            name = "plane_y"
        elif z1 < small - p.depth:
            if owners != {"fibre"}:
                continue  # the coating is not held where it is cut
            name = "bottom"
        else:
            name = "fibre_surface" if owners == {"fibre"} else "free_surface"
        found.setdefault(name, []).append(tag)
    return found


def _sizes(model: Any, p: Parameters, contact: list[int], body_of: dict[int, str]) -> None:
    """Set the element sizes: fine at the contact, growing with the distance from it."""
    field = model.mesh.field
    away = size_fields.surface_distance(field, contact)
    near = p.fine_layers * p.interface_size
    inner, outer = (
        size_fields.growth_field(field, away, near, (p.interface_size, largest), p.growth)
        for largest in (p.bulk_size, p.far_size)
    )
    particle, coating = (
        [tag for tag, owner in body_of.items() if owner == name] for name in ("particle", "coating")
    )
    fields = [size_fields.within(field, inner, particle), outer]
    if coating:
        thin = p.coating_thickness / p.coating_elements
        fields.append(size_fields.constant_within(field, thin, coating, p.far_size))
    size_fields.use_in_space(field, fields)
