"""Two layers with a common straight interface, for recipes of beams and films.

The interface lies on y (or z) = 0. In the first section the layers are not connected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gmsh


@dataclass(frozen=True, slots=True)
class Layer:
    """Layer on one side of the interface.

    ``height`` [um] is negative below it. There are ``elements`` elements across the height; their
    sizes grow by the factor ``growth`` away from the interface.
    """

    body: str
    height: float
    elements: int
    growth: float = 1.0


@dataclass(frozen=True, slots=True)
class Curves:
    """Gmsh curves of a layer: unconnected section, outer face, near and far end."""

    unconnected: int
    face: list[int]
    near: int
    far: int


def draw_layers(
    model: "gmsh.model", stations: Sequence[float], sizes: Sequence[float], layers: Sequence[Layer]
) -> tuple[list[int], dict[str, Curves]]:
    """Define layers of quadrilateral patches and name their bodies.

    Args:
        model: Gmsh model.
        stations: boundaries [um] of the sections, from left to right, shape (n + 1,).
        sizes: element length [um] in each section, shape (n,).
        layers: layers above and below the interface.

    Returns:
        Curves of the interface without the first section, and the curves of each layer by body. The
        model is synchronised.
    """
    geo = model.geo
    counts = [
        max(round((end - start) / size), 1)
        for (start, end), size in zip(pairwise(stations), sizes, strict=True)
    ]
    shared = [geo.addPoint(x, 0, 0) for x in stations[1:]]
    bond = [geo.addLine(*ends) for ends in pairwise(shared)]
    curves: dict[str, Curves] = {}
    surfaces: dict[str, list[int]] = {}
    for layer in layers:
        inner = [geo.addPoint(stations[0], 0, 0), *shared]
        outer = [geo.addPoint(x, layer.height, 0) for x in stations]
        middle = [geo.addLine(inner[0], inner[1]), *bond]
        face = [geo.addLine(*ends) for ends in pairwise(outer)]
        sides = [geo.addLine(*ends) for ends in zip(inner, outer, strict=True)]
        surfaces[layer.body] = []
        for i, count in enumerate(counts):
            loop = geo.addCurveLoop([middle[i], sides[i + 1], -face[i], -sides[i]])
            surfaces[layer.body].append(geo.addPlaneSurface([loop]))
            for curve in (middle[i], face[i]):
                geo.mesh.setTransfiniteCurve(curve, count + 1)
            geo.mesh.setTransfiniteSurface(surfaces[layer.body][-1])
        for side in sides:
            geo.mesh.setTransfiniteCurve(side, layer.elements + 1, "Progression", layer.growth)
        curves[layer.body] = Curves(middle[0], face, sides[0], sides[-1])
    geo.synchronize()
    for body, parts in surfaces.items():
        model.addPhysicalGroup(2, parts, name=body)
    return bond, curves


def name_curves(model: "gmsh.model", groups: dict[str, list[int]]) -> None:
    """Name the curves of interfaces and boundaries, and generate the mesh."""
    for name, curves in groups.items():
        model.addPhysicalGroup(1, curves, name=name)
    model.mesh.generate(2)
