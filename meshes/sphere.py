"""Solid sphere, as a quarter disc in the half-plane (r, z), symmetric about its equator.

Body ``particle``. Boundaries ``axis``, ``equator``, ``surface``.
"""

from dataclasses import dataclass
from typing import Any

from nanoglue.recipe import Metre, PartLabels, Positive


@dataclass(frozen=True, slots=True)
class Parameters:
    """Radius and element sizes at the surface and at the centre."""

    radius: Positive[Metre]
    surface_size: Positive[Metre]
    centre_size: Positive[Metre]


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001
    """Return the names of body and boundaries."""
    return PartLabels(("particle",), {}, dict.fromkeys(("axis", "equator", "surface"), "particle"))


def draw(model: Any, parameters: Parameters) -> None:
    """Define the quarter disc."""
    geo, radius = model.geo, parameters.radius
    centre = geo.addPoint(0, 0, 0, parameters.centre_size)
    side = geo.addPoint(radius, 0, 0, parameters.surface_size)
    top = geo.addPoint(0, radius, 0, parameters.surface_size)
    curves = {
        "equator": geo.addLine(centre, side),
        "surface": geo.addCircleArc(side, centre, top),
        "axis": geo.addLine(top, centre),
    }
    disc = geo.addPlaneSurface([geo.addCurveLoop(list(curves.values()))])
    geo.synchronize()
    for name, curve in curves.items():
        model.addPhysicalGroup(1, [curve], name=name)
    model.addPhysicalGroup(2, [disc], name="particle")
    model.mesh.generate(2)
