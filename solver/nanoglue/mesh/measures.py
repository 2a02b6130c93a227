"""Integration measures of bodies, interfaces and boundaries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import ufl

from nanoglue.models.expressions import Expr

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import mesh


@dataclass(frozen=True, slots=True)
class Weighted:
    """Measure that includes the circumference (or the depth): ``integrand * weighted``."""

    measure: Any
    weight: Any

    def __rmul__(self, integrand: Expr) -> Any:
        """Return the form of an integrand."""
        return (integrand * self.weight) * self.measure


class Measures:
    """Measures on the parent mesh by name, with one numbering per type of integral."""

    def __init__(
        self,
        mesh: "mesh.Mesh",
        cells: Mapping[str, np.ndarray],
        interfaces: Mapping[str, np.ndarray],
        boundaries: Mapping[str, Mapping[str, np.ndarray]],
    ) -> None:
        """Number the integration entities that this rank owns, in DOLFINx's layout.

        Args:
            mesh: the parent mesh.
            cells: of each body.
            interfaces: (n, 4) plus cell, its facet, minus cell, its facet, of each interface.
            boundaries: (n, 2) cell and its facet, of each boundary and each body that it bounds.
        """
        self.bodies = {name: number for number, name in enumerate(cells, start=1)}
        self.interfaces = {name: number for number, name in enumerate(interfaces, start=1)}
        sides = [(name, body) for name, parts in boundaries.items() for body in parts]
        self.sides = {side: number for number, side in enumerate(sides, start=1)}
        outer = {(name, body): boundaries[name][body] for name, body in sides}
        self._dx = _measure("dx", mesh, self.bodies, cells)
        self._dS = _measure("dS", mesh, self.interfaces, interfaces)
        self._ds = _measure("ds", mesh, self.sides, outer)

    def volume(self, body: str, rule: Mapping[str, object]) -> Any:
        """Return the measure over the cells of a body."""
        return self._dx(self.bodies[body], metadata=dict(rule))

    def area(self, name: str, body: str | None, rule: Mapping[str, object]) -> Any:
        """Return the measure over an interface, or over a boundary on one or all of its bodies."""
        if name in self.interfaces:
            return self._dS(self.interfaces[name], metadata=dict(rule))
        chosen = [
            number
            for (boundary, bounded), number in self.sides.items()
            if boundary == name and body in (None, bounded)
        ]
        return self._ds(tuple(chosen), metadata=dict(rule))


def _measure[Key](
    kind: str, mesh: "mesh.Mesh", numbers: Mapping[Key, int], entities: Mapping[Key, np.ndarray]
) -> Any:
    data = [(number, entities[key].astype(np.int32).ravel()) for key, number in numbers.items()]
    return ufl.Measure(kind, domain=mesh, subdomain_data=data)
