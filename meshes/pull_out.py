"""Fibre in a concentric matrix, for pull-out and push-in tests.

In the half-plane (r, z) the fibre fills 0 <= r <= fibre_radius, the matrix lies around it up to
matrix_radius, and both reach from z = 0 to the embedded length; the fibre stands out of the top by
its free length.

Bodies ``fibre``, ``matrix``. Interface ``fibre_matrix``. Boundaries ``axis``, ``fibre_end`` (its
top), ``fibre_foot`` (at z = 0), ``matrix_top``, ``matrix_foot`` (at z = 0), ``matrix_side`` and,
where the fibre stands out, ``fibre_side``.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.recipe import Metre, NonNegative, PartLabels, Positive, Whole


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes and numbers of elements."""

    fibre_radius: Positive[Metre]
    matrix_radius: Positive[Metre]
    embedded_length: Positive[Metre]
    free_length: NonNegative[Metre] = 0.0
    elements_fibre: Annotated[Whole, Ge(1)] = 4.0
    elements_matrix: Annotated[Whole, Ge(1)] = 4.0
    elements_along: Annotated[Whole, Ge(1)] = 20.0

    def __post_init__(self) -> None:
        """Check that the matrix has a thickness.

        Raises:
            ValueError: the radii are not in increasing order.
        """
        if self.fibre_radius >= self.matrix_radius:
            raise ValueError("matrix_radius must exceed fibre_radius")


def describe(parameters: Parameters) -> PartLabels:
    """Return the names of bodies, interface and boundaries."""
    boundaries = dict.fromkeys(("axis", "fibre_end", "fibre_foot"), "fibre")
    if parameters.free_length > 0:
        boundaries["fibre_side"] = "fibre"
    boundaries |= dict.fromkeys(("matrix_top", "matrix_foot", "matrix_side"), "matrix")
    return PartLabels(("fibre", "matrix"), {"fibre_matrix": ("fibre", "matrix")}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define fibre and matrix with structured meshes."""
    geo, p = model.geo, parameters
    along = round(p.elements_along)
    levels, counts = [0.0, p.embedded_length], [along]
    if p.free_length > 0:
        levels.append(p.embedded_length + p.free_length)
        counts.append(max(round(along * p.free_length / p.embedded_length), 1))
    axis, wall = ([geo.addPoint(r, z, 0) for z in levels] for r in (0.0, p.fibre_radius))
    outer = [geo.addPoint(p.matrix_radius, z, 0) for z in levels[:2]]
    up = {
        name: [geo.addLine(*ends) for ends in pairwise(points)]
        for name, points in (("axis", axis), ("wall", wall), ("outer", outer))
    }
    across = [geo.addLine(*ends) for ends in zip(axis, wall, strict=True)]
    beyond = [geo.addLine(*ends) for ends in zip(wall[:2], outer, strict=True)]

    def patch(*sides: int) -> int:
        surface = int(geo.addPlaneSurface([geo.addCurveLoop(list(sides))]))
        geo.mesh.setTransfiniteSurface(surface)
        return surface

    fibre = [
        patch(across[i], up["wall"][i], -across[i + 1], -up["axis"][i]) for i in range(len(counts))
    ]
    matrix = patch(beyond[0], up["outer"][0], -beyond[1], -up["wall"][0])
    for curves in up.values():
        for curve, count in zip(curves, counts, strict=False):
            geo.mesh.setTransfiniteCurve(curve, count + 1)
    for curves, number in ((across, p.elements_fibre), (beyond, p.elements_matrix)):
        for curve in curves:
            geo.mesh.setTransfiniteCurve(curve, round(number) + 1)
    geo.synchronize()
    model.addPhysicalGroup(2, fibre, name="fibre")
    model.addPhysicalGroup(2, [matrix], name="matrix")
    groups = {
        "fibre_matrix": [up["wall"][0]],
        "axis": up["axis"],
        "fibre_end": [across[-1]],
        "fibre_foot": [across[0]],
        "fibre_side": up["wall"][1:],
        "matrix_top": [beyond[1]],
        "matrix_foot": [beyond[0]],
        "matrix_side": up["outer"],
    }
    for name, chosen in groups.items():
        if chosen:
            model.addPhysicalGroup(1, chosen, name=name)
    model.mesh.generate(2)
