"""Several spherical particles in dents of one cylindrical fibre, in space, at random.

x lies along the fibre, whose axis is y = z = 0. Diameters, places along the fibre and angles about
it are drawn evenly within their ranges by a generator with the ``seed``, so that the same numbers
give the same mesh. Each foot reaches as deep as with ``contact_ratio`` on a flat base. Particles
are drawn until all of them are ``smallest_gap`` apart; where none fits, the recipe fails. Particles
that swell until they meet press on each other if ``contact_pairs`` of the case names them.

Bodies ``fibre``, ``particle_1``, ``particle_2`` and so on. Interfaces ``particle_1_fibre`` and so
on. Boundaries ``start`` (x = 0), ``end``, ``fibre_surface`` and ``free_surface`` of all particles.
"""

from dataclasses import dataclass
from math import cos, dist, sin, sqrt
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Gt, Lt

from nanoglue.recipe import (
    BOX_MARGIN,
    Angle,
    Metre,
    NonNegative,
    Number,
    PartLabels,
    Positive,
    Whole,
    size_fields,
)

TRIES = 2000
"""Draws of one particle before it is taken not to fit."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Number and sizes of the particles, the fibre, and sizes of elements."""

    particles: Annotated[Whole, Ge(1), Lt(100)]
    smallest_diameter: Positive[Metre]
    largest_diameter: Positive[Metre]
    contact_ratio: Annotated[Number, Gt(0), Lt(1)]
    fibre_diameter: Positive[Metre]
    fibre_length: Positive[Metre]
    interface_size: Positive[Metre]
    bulk_size: Positive[Metre]
    far_size: Positive[Metre]
    seed: NonNegative[Whole] = 1.0
    smallest_gap: Positive[Metre] = 0.02
    largest_angle: Annotated[Angle, Ge(0)] = 0.0  # about the fibre on both sides of z
    fine_layers: Annotated[Number, Ge(0)] = 1.0
    growth: Positive[Number] = 0.25

    def __post_init__(self) -> None:
        """Check the ranges and that the particles fit on the fibre.

        Raises:
            ValueError: they do not.
        """
        if self.largest_diameter < self.smallest_diameter:
            raise ValueError("largest_diameter must not be below smallest_diameter")
        foot = (1 - sqrt(1 - self.contact_ratio**2)) * self.largest_diameter / 2
        if foot >= self.fibre_diameter:
            raise ValueError(
                f"the largest particle would reach {1e3 * foot:.4g} nm deep, through the fibre; "
                "use a larger fibre_diameter or a smaller contact_ratio"
            )
        spheres(self)


@dataclass(frozen=True, slots=True)
class Sphere:
    """Centre (x, y, z) and radius [um] of a particle."""

    centre: tuple[float, float, float]
    radius: float


def spheres(p: Parameters) -> list[Sphere]:
    """Return the particles, from a generator with the seed.

    Raises:
        ValueError: one of them does not fit beside the others.
    """
    generator, found = np.random.default_rng(round(p.seed)), list[Sphere]()
    for number in range(1, round(p.particles) + 1):
        radius = float(generator.uniform(p.smallest_diameter, p.largest_diameter)) / 2
        margin = radius + p.smallest_gap
        if 2 * margin > p.fibre_length:
            raise ValueError("fibre_length must be above largest_diameter and two gaps")
        away = p.fibre_diameter / 2 + sqrt(1 - p.contact_ratio**2) * radius
        for _ in range(TRIES):
            along = float(generator.uniform(margin, p.fibre_length - margin))
            angle = float(generator.uniform(-p.largest_angle, p.largest_angle))
            one = Sphere((along, away * sin(angle), away * cos(angle)), radius)
            gaps = (dist(one.centre, o.centre) - radius - o.radius for o in found)
            if all(gap >= p.smallest_gap for gap in gaps):
                found.append(one)
                break
        else:
            raise ValueError(
                f"particle {number} would touch another one; use fewer particles, a longer fibre, "
                "a larger largest_angle or another seed"
            )
    return found


def describe(parameters: Parameters) -> PartLabels:
    """Return the names of bodies, interfaces and boundaries."""
    particles = tuple(f"particle_{i}" for i in range(1, round(parameters.particles) + 1))
    interfaces = {f"{one}_fibre": (one, "fibre") for one in particles}
    boundaries: dict[str, str | tuple[str, ...]] = dict.fromkeys(("start", "end"), "fibre")
    boundaries |= {"fibre_surface": "fibre", "free_surface": particles}
    return PartLabels(("fibre", *particles), interfaces, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define the bodies by Boolean operations and mesh them."""
    p, occ = parameters, model.occ
    whole = 3, occ.addCylinder(0, 0, 0, p.fibre_length, 0, 0, p.fibre_diameter / 2)
    balls = [(3, occ.addSphere(*one.centre, one.radius)) for one in spheres(p)]
    (fibre,), _ = occ.cut([whole], balls, removeTool=False)
    _, images = occ.fragment([fibre, *balls], [])
    occ.synchronize()
    names = describe(p).bodies
    body_of = {image[0][1]: name for name, image in zip(names, images, strict=True)}
    for tag, name in body_of.items():
        model.addPhysicalGroup(3, [tag], name=name)
    surfaces = _surfaces(model, p, body_of)
    for name, tags in surfaces.items():
        model.addPhysicalGroup(2, tags, name=name)
    contacts = [tag for name in describe(p).interfaces for tag in surfaces[name]]
    field = model.mesh.field
    away = size_fields.surface_distance(field, contacts)
    near = p.fine_layers * p.interface_size
    inner, outer = (
        size_fields.growth_field(field, away, near, (p.interface_size, largest), p.growth)
        for largest in (p.bulk_size, p.far_size)
    )
    own = [tag for tag, name in body_of.items() if name != "fibre"]
    size_fields.use_in_space(field, [size_fields.within(field, inner, own), outer])
    model.mesh.generate(3)


def _surfaces(model: Any, p: Parameters, body_of: dict[int, str]) -> dict[str, list[int]]:
    """Return the surfaces of each interface and boundary."""
    found: dict[str, list[int]] = {}
    small = 1e-5 * p.fibre_length + BOX_MARGIN
    for dim, tag in model.getEntities(2):
        owners = [body_of[int(volume)] for volume in model.getAdjacencies(dim, tag)[0]]
        x0, _, _, x1, _, _ = model.getBoundingBox(dim, tag)
        if len(owners) == 2:
            (particle,) = set(owners) - {"fibre"}
            name = f"{particle}_fibre"
        elif owners != ["fibre"]:
            name = "free_surface"
        elif x1 < small:
            name = "start"
        else:
            name = "end" if x0 > p.fibre_length - small else "fibre_surface"
        found.setdefault(name, []).append(tag)
    return found
