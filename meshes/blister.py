"""A film on a substrate, loose within a circle: the blister test, in the half-plane (r, z).

The film fills 0 <= z <= film_height, the substrate -substrate_height <= z <= 0, both up to
r = outer_radius. They are free of each other for r < blister_radius and bonded beyond. Elements are
``fine`` long over ``process`` beyond the edge of the blister.

Bodies ``film``, ``substrate``. Interface ``film_substrate``. Boundaries ``axis``, ``rim`` (of both
bodies), ``film_underside``, ``substrate_window`` (the two faces of the blister), ``film_top``,
``base``.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.names import Names
from nanoglue.quantities import Metre, Number, Positive

BOTH = ("film", "substrate")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the layers and of their elements."""

    blister_radius: Positive[Metre]
    outer_radius: Positive[Metre]
    film_height: Positive[Metre]
    substrate_height: Positive[Metre]
    process: Positive[Metre]
    fine: Positive[Metre]
    coarse: Positive[Metre]
    elements_film: Annotated[Number, Ge(1)] = 2.0
    elements_substrate: Annotated[Number, Ge(1)] = 2.0

    def __post_init__(self) -> None:
        """Refuse a blister that reaches the rim.

        Raises:
            ValueError: blister and process zone do not fit.
        """
        if self.blister_radius + self.process >= self.outer_radius:
            raise ValueError("blister_radius and process together must be below outer_radius")


def describe(parameters: Parameters) -> Names:  # noqa: ARG001  the same for all sizes
    """Names that ``draw`` gives to bodies, interface and boundaries."""
    boundaries: dict[str, str | tuple[str, ...]] = {
        "axis": BOTH,
        "rim": BOTH,
        "film_underside": "film",
        "substrate_window": "substrate",
        "film_top": "film",
        "base": "substrate",
    }
    return Names(BOTH, {"film_substrate": BOTH}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Draw both layers in three stretches: blister, process zone, rest."""
    geo, p = model.geo, parameters
    stations = (0.0, p.blister_radius, p.blister_radius + p.process, p.outer_radius)
    sizes = (p.coarse, p.fine, p.coarse)
    counts = [
        max(round((end - start) / size), 1)
        for (start, end), size in zip(pairwise(stations), sizes, strict=True)
    ]
    shared = [geo.addPoint(r, 0, 0) for r in stations[1:]]
    bond = [geo.addLine(*ends) for ends in pairwise(shared)]
    groups: dict[str, list[int]] = {"film_substrate": bond, "axis": [], "rim": []}
    layers = (
        ("film", p.film_height, p.elements_film, "film_underside", "film_top"),
        ("substrate", -p.substrate_height, p.elements_substrate, "substrate_window", "base"),
    )
    surfaces: dict[str, list[int]] = {}
    for body, z, up, loose, outside in layers:
        inner = [geo.addPoint(0, 0, 0), *shared]
        outer = [geo.addPoint(r, z, 0) for r in stations]
        middle = [geo.addLine(inner[0], inner[1]), *bond]
        face = [geo.addLine(*ends) for ends in pairwise(outer)]
        rungs = [geo.addLine(*ends) for ends in zip(inner, outer, strict=True)]
        surfaces[body] = []
        for i, count in enumerate(counts):
            loop = geo.addCurveLoop([middle[i], rungs[i + 1], -face[i], -rungs[i]])
            surfaces[body].append(geo.addPlaneSurface([loop]))
            for curve in (middle[i], face[i]):
                geo.mesh.setTransfiniteCurve(curve, count + 1)
            geo.mesh.setTransfiniteSurface(surfaces[body][-1])
        for rung in rungs:
            geo.mesh.setTransfiniteCurve(rung, round(up) + 1)
        groups["axis"].append(rungs[0])
        groups["rim"].append(rungs[-1])
        groups |= {loose: middle[:1], outside: face}
    geo.synchronize()
    for body, parts in surfaces.items():
        model.addPhysicalGroup(2, parts, name=body)
    for name, curves in groups.items():
        model.addPhysicalGroup(1, curves, name=name)
    model.mesh.generate(2)
