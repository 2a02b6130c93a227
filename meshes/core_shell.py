"""Sphere in a spherical shell, as a quarter disc in the half-plane (r, z).

The equator z = 0 is a plane of symmetry. The middle of the core is meshed as a rounded square, so
that no element degenerates at the centre.

Bodies ``core``, ``shell``. Interface ``core_shell`` with the shell as its plus side. Boundaries
``axis``, ``equator`` (of both bodies) and ``outer``.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.recipe import Metre, PartLabels, Positive, Whole

BOTH = ("core", "shell")
MIDDLE = 0.45  # half-width of the rounded square over the core radius
BULGE = 1.25  # distance of its corner from the centre, relative to a square


@dataclass(frozen=True, slots=True)
class Parameters:
    """Radii and numbers of elements."""

    core_radius: Positive[Metre]
    shell_radius: Positive[Metre]
    elements_core: Annotated[Whole, Ge(1)] = 4.0
    elements_shell: Annotated[Whole, Ge(1)] = 4.0
    elements_along: Annotated[Whole, Ge(2)] = 12.0

    def __post_init__(self) -> None:
        """Check that the shell has a thickness.

        Raises:
            ValueError: the radii are not in increasing order.
        """
        if self.core_radius >= self.shell_radius:
            raise ValueError("shell_radius must exceed core_radius")


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001  independent of the sizes
    """Return the names of bodies, interface and boundaries."""
    boundaries = {"axis": BOTH, "equator": BOTH, "outer": "shell"}
    return PartLabels(BOTH, {"core_shell": ("shell", "core")}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define the quarter disc: a rounded square, and two ring sectors in core and shell."""
    geo, p = model.geo, parameters
    half = max(round(p.elements_along / 2), 1)
    counts = {"core": round(p.elements_core), "shell": round(p.elements_shell)}
    centre = geo.addPoint(0, 0, 0)
    reach = MIDDLE * p.core_radius
    radii = {"core": p.core_radius, "shell": p.shell_radius}
    corner = BULGE * reach / sqrt(2)
    rays = {"side": [geo.addPoint(reach, 0, 0)], "mid": [geo.addPoint(corner, corner, 0)]}
    rays["top"] = [geo.addPoint(0, reach, 0)]
    for radius in radii.values():
        rays["side"].append(geo.addPoint(radius, 0, 0))
        rays["mid"].append(geo.addPoint(radius / sqrt(2), radius / sqrt(2), 0))
        rays["top"].append(geo.addPoint(0, radius, 0))
    spokes = {
        name: [geo.addLine(*ends) for ends in pairwise(points)] for name, points in rays.items()
    }
    first = [geo.addLine(rays["side"][0], rays["mid"][0])]
    second = [geo.addLine(rays["mid"][0], rays["top"][0])]
    for level in (1, 2):
        first.append(geo.addCircleArc(rays["side"][level], centre, rays["mid"][level]))
        second.append(geo.addCircleArc(rays["mid"][level], centre, rays["top"][level]))
    base, stem = geo.addLine(centre, rays["side"][0]), geo.addLine(rays["top"][0], centre)

    def patch(*sides: int) -> int:
        surface = int(geo.addPlaneSurface([geo.addCurveLoop(list(sides))]))
        geo.mesh.setTransfiniteSurface(surface)
        return surface

    surfaces = {"core": [patch(base, first[0], second[0], stem)], "shell": []}
    for level, body in enumerate(BOTH):
        for arcs, start, end in ((first, "side", "mid"), (second, "mid", "top")):
            sides = (spokes[start][level], arcs[level + 1], -spokes[end][level], -arcs[level])
            surfaces[body].append(patch(*sides))
        for spoke in spokes.values():
            geo.mesh.setTransfiniteCurve(spoke[level], counts[body] + 1)
    for curve in (*first, *second, base, stem):
        geo.mesh.setTransfiniteCurve(curve, half + 1)
    geo.synchronize()
    for body, parts in surfaces.items():
        model.addPhysicalGroup(2, parts, name=body)
    groups = {
        "core_shell": [first[1], second[1]],
        "outer": [first[2], second[2]],
        "equator": [base, *spokes["side"]],
        "axis": [stem, *spokes["top"]],
    }
    for name, curves in groups.items():
        model.addPhysicalGroup(1, curves, name=name)
    model.mesh.generate(2)
