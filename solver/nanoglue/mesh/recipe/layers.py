"""Two layers that share a straight interface, drawn in stretches: for recipes of beams and films.

The interface lies on y (or z) = 0; over the first stretch the layers are free of each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer on one side of the interface.

    ``height`` [um] is negative below it; ``elements`` up, each ``growth`` times as high as the one
    nearer to the interface.
    """

    body: str
    height: float
    elements: int
    growth: float = 1.0


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves of a layer that was drawn: its loose stretch, outer face, near and far end."""

    loose: int
    face: list[int]
    near: int
    far: int


def draw_layers(
    model: Any, stations: Sequence[float], sizes: Sequence[float], layers: Sequence[Layer]
) -> tuple[list[int], dict[str, Curves]]:
    """Draw layers of quadrangular patches and name their bodies.

    Args:
        model: of Gmsh.
        stations: ends [um] of the stretches, from left to right, shape (n + 1,).
        sizes: length [um] of the elements in each stretch, shape (n,).
        layers: above and below the interface.

    Returns:
        Curves of the interface, without the first stretch, and those of each layer by its body; the
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
        rungs = [geo.addLine(*ends) for ends in zip(inner, outer, strict=True)]
        surfaces[layer.body] = []
        for i, count in enumerate(counts):
            loop = geo.addCurveLoop([middle[i], rungs[i + 1], -face[i], -rungs[i]])
            surfaces[layer.body].append(geo.addPlaneSurface([loop]))
            for curve in (middle[i], face[i]):
                geo.mesh.setTransfiniteCurve(curve, count + 1)
            geo.mesh.setTransfiniteSurface(surfaces[layer.body][-1])
        for rung in rungs:
            geo.mesh.setTransfiniteCurve(rung, layer.elements + 1, "Progression", layer.growth)
        curves[layer.body] = Curves(middle[0], face, rungs[0], rungs[-1])
    geo.synchronize()
    for body, parts in surfaces.items():
        model.addPhysicalGroup(2, parts, name=body)
    return bond, curves


def name_curves(model: Any, groups: dict[str, list[int]]) -> None:
    """Name curves as interface and boundaries, and make the mesh."""
    for name, curves in groups.items():
        model.addPhysicalGroup(1, curves, name=name)
    model.mesh.generate(2)
