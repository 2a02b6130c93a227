"""Two equal arms glued along part of their length: double cantilever beam, end-notched flexure.

The arms fill 0 <= x <= length, the lower one -arm <= y <= 0 and the upper one 0 <= y <= arm. They
are free of each other up to x = crack and bonded beyond. Elements are ``fine`` long in ``process``
beyond the crack tip and ``coarse`` elsewhere.

Bodies ``upper``, ``lower``. Interface ``upper_lower``. Boundaries ``upper_end``, ``lower_end`` (at
x = 0), ``far_end`` (of both), ``upper_crack``, ``lower_crack`` (the faces of the crack),
``upper_face``, ``lower_face`` (the outer sides).
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.names import Names
from nanoglue.quantities import Metre, Number, Positive

ARMS = ("upper", "lower")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the specimen and of its elements."""

    length: Positive[Metre]
    arm: Positive[Metre]
    crack: Positive[Metre]
    process: Positive[Metre]
    fine: Positive[Metre]
    coarse: Positive[Metre]
    elements_up: Annotated[Number, Ge(1)] = 2.0  # in each arm

    def __post_init__(self) -> None:
        """Refuse a crack or a process zone longer than the specimen.

        Raises:
            ValueError: crack and process zone do not fit.
        """
        if self.crack + self.process >= self.length:
            raise ValueError("crack and process together must be shorter than length")


def describe(parameters: Parameters) -> Names:  # noqa: ARG001  the same for all sizes
    """Names that ``draw`` gives to bodies, interface and boundaries."""
    boundaries: dict[str, str | tuple[str, ...]] = {"far_end": ARMS}
    for arm in ARMS:
        boundaries |= dict.fromkeys((f"{arm}_end", f"{arm}_crack", f"{arm}_face"), arm)
    return Names(ARMS, {"upper_lower": ARMS}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Draw both arms in three stretches: beside the crack, process zone, rest."""
    geo, p = model.geo, parameters
    stations = (0.0, p.crack, p.crack + p.process, p.length)
    sizes = (p.coarse, p.fine, p.coarse)
    counts = [
        max(round((end - start) / size), 1)
        for (start, end), size in zip(pairwise(stations), sizes, strict=True)
    ]
    shared = [geo.addPoint(x, 0, 0) for x in stations[1:]]
    bond = [geo.addLine(*ends) for ends in pairwise(shared)]
    far, groups = [], {"upper_lower": bond}
    surfaces: dict[str, list[int]] = {}
    for arm, y in (("upper", p.arm), ("lower", -p.arm)):
        inner = [geo.addPoint(0, 0, 0), *shared]
        outer = [geo.addPoint(x, y, 0) for x in stations]
        crack = geo.addLine(inner[0], inner[1])
        middle = [crack, *bond]
        face = [geo.addLine(*ends) for ends in pairwise(outer)]
        rungs = [geo.addLine(*ends) for ends in zip(inner, outer, strict=True)]
        surfaces[arm] = []
        for i, count in enumerate(counts):
            loop = geo.addCurveLoop([middle[i], rungs[i + 1], -face[i], -rungs[i]])
            surfaces[arm].append(geo.addPlaneSurface([loop]))
            for curve in (middle[i], face[i]):
                geo.mesh.setTransfiniteCurve(curve, count + 1)
            geo.mesh.setTransfiniteSurface(surfaces[arm][-1])
        for rung in rungs:
            geo.mesh.setTransfiniteCurve(rung, round(p.elements_up) + 1)
        far.append(rungs[-1])
        groups |= {f"{arm}_end": [rungs[0]], f"{arm}_crack": [crack], f"{arm}_face": face}
    geo.synchronize()
    for arm in ARMS:
        model.addPhysicalGroup(2, surfaces[arm], name=arm)
    for name, curves in (groups | {"far_end": far}).items():
        model.addPhysicalGroup(1, curves, name=name)
    model.mesh.generate(2)
