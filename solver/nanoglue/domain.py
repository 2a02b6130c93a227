"""Bodies, interfaces and boundaries of a case on one distributed mesh, and the measures to integrate over them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import ufl

from nanoglue import stack  # noqa: F401  before dolfinx
from dolfinx import fem  # isort: skip
from dolfinx import mesh as dmesh  # isort: skip

from nanoglue.axisymmetry import KINDS
from nanoglue.distribution import distribute
from nanoglue.interface import Interface, interface_between

Partitioner = Callable[[np.ndarray, int], np.ndarray]  # cell midpoints (n, 2) [um] and ranks -> rank of each


@dataclass(frozen=True, slots=True)
class Body:
    """A solid region: its submesh of owned and ghost cells with the boundaries' facet tags carried over."""

    name: str
    tag: int
    mesh: Any
    entity_map: Any
    facet_tags: Any


@dataclass(frozen=True, slots=True)
class Boundary:
    """An outer surface: its tag on the facets of each body that it bounds."""

    name: str
    tags: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Weighted:
    """A measure with the length of the circle (or the depth) in it: ``integrand * weighted``."""

    measure: Any
    weight: Any

    def __rmul__(self, integrand: Any) -> Any:
        """The form of an integrand."""
        return (integrand * self.weight) * self.measure


class Domain:
    """One conforming mesh with named bodies, interfaces and boundaries; lengths in um."""

    def __init__(self, parts: Any, coordinates: Any, names: Any) -> None:
        """Make the submeshes.

        Args:
            parts: ``mesh``, ``cell_tags``, ``facet_tags`` and ``tags`` (number of each name) as distributed.
            coordinates: axisymmetric or plane.
            names: bodies, interfaces and boundaries that the recipe declares.
        """
        self.mesh, self.cell_tags, self.facet_tags = parts.mesh, parts.cell_tags, parts.facet_tags
        self.coordinates = coordinates
        self.position = ufl.SpatialCoordinate(self.mesh)
        self.mesh.topology.create_connectivity(1, 2)
        self.bodies = {name: self._body(name, parts.tags[name]) for name in names.bodies}
        self.interfaces: dict[str, Interface] = {
            name: interface_between(self, name, parts.tags[name], *pair) for name, pair in names.interfaces.items()
        }
        self.boundaries = {
            name: Boundary(name, {body: parts.tags[name] for body in _as_tuple(bodies)})
            for name, bodies in names.boundaries.items()
        }
        parts_with_maps = (*self.bodies.values(), *self.interfaces.values())
        self.entity_maps = [part.entity_map for part in parts_with_maps]

    @classmethod
    def from_case(cls, case: Any, comm: Any, partitioner: Partitioner | None = None) -> "Domain":
        """Draw and distribute the geometry of a case; every rank calls this.

        Raises:
            RuntimeError: on every rank, if the geometry cannot be meshed.
        """
        return cls(distribute(case, comm, partitioner), KINDS[case.coordinates](), case.names)

    def _body(self, name: str, tag: int) -> Body:
        cells = self.cell_tags.find(tag)
        mesh, entity_map, vertex_map, _ = dmesh.create_submesh(self.mesh, 2, cells)
        mesh.topology.create_connectivity(1, 2)
        tags = dmesh.transfer_meshtags_to_submesh(self.facet_tags, mesh, vertex_map, entity_map)
        return Body(name, tag, mesh, entity_map, tags)

    @cached_property
    def _dx(self) -> Any:
        return ufl.Measure("dx", domain=self.mesh, subdomain_data=self.cell_tags)

    def dV(self, body: str, degree: int = 4, scheme: str = "default", flat: bool = False) -> Any:
        """Volume measure of a body; ``flat`` without the length of the circle."""
        rule = {"quadrature_degree": degree, "quadrature_rule": scheme}
        measure = self._dx(self.bodies[body].tag, metadata=rule)
        return measure if flat else Weighted(measure, self.coordinates.weight(self.position))

    def dA(
        self, name: str, scheme: str = "default", degree: int = 4, flat: bool = False, body: str | None = None
    ) -> Any:
        """Area measure of an interface ('+' is its plus body) or of the part of a boundary on one body."""
        rule = {"quadrature_degree": degree, "quadrature_rule": scheme}
        weight = self.coordinates.weight(self.position)
        if name in self.interfaces:
            measure = self.interfaces[name].measure(self.mesh, rule)
            return measure if flat else Weighted(measure, weight("+") if hasattr(weight, "ufl_shape") else weight)
        tags = self.boundaries[name].tags
        measure = self._boundary_measure(name, body or next(iter(tags)), rule)
        return measure if flat else Weighted(measure, weight)

    def _boundary_measure(self, name: str, body: str, rule: dict[str, Any]) -> Any:
        """Facets of a boundary that belong to one body, as integration entities of the parent mesh."""
        facets = self.facet_tags.find(self.boundaries[name].tags[body])
        topology = self.mesh.topology
        entities = fem.compute_integration_domains(fem.IntegralType.exterior_facet, topology, facets).reshape(-1, 2)
        mine = entities[np.isin(entities[:, 0], self.cell_tags.find(self.bodies[body].tag))]
        tag = self.boundaries[name].tags[body]
        return ufl.Measure("ds", domain=self.mesh, subdomain_data=[(tag, mine.flatten())])(tag, metadata=rule)

    def integral(self, form: Any) -> Callable[[], float]:
        """A compiled integral; calling it gives its present value over all ranks."""
        compiled = fem.form(form, entity_maps=self.entity_maps)
        return lambda: float(self.mesh.comm.allreduce(fem.assemble_scalar(compiled)))

    def integrate(self, form: Any) -> float:
        """Present value of an integral over all ranks."""
        return self.integral(form)()

    def facet_points(self, name: str) -> np.ndarray:
        """Both end points of every owned facet of a boundary or interface, shape (n, 2, 2) [um]."""
        tag = self.interfaces[name].tag if name in self.interfaces else next(iter(self.boundaries[name].tags.values()))
        facets = self.facet_tags.find(tag)
        owned = facets[facets < self.mesh.topology.index_map(1).size_local]
        if len(owned) == 0:
            return np.empty((0, 2, 2))
        nodes = dmesh.entities_to_geometry(self.mesh, 1, owned.astype(np.int32))[:, :2]
        return self.mesh.geometry.x[nodes][:, :, :2]

    def normal_axis(self, name: str) -> int:
        """Index of the axis that a straight boundary is normal to, for symmetry.

        Raises:
            ValueError: on all ranks, if the boundary lies along neither axis.
        """
        gathered = self.mesh.comm.allgather(self.facet_points(name))
        points = np.concatenate([part.reshape(-1, 2) for part in gathered])
        spread = np.ptp(points, axis=0)
        index = int(spread.argmin())
        if spread[index] > 1e-9 * max(spread.max(), 1e-300):
            raise ValueError(f"boundary {name} has symmetry but is not straight along an axis")
        return index

    def innermost_facet(self, name: str) -> tuple[float, float]:
        """Smallest and largest first coordinate [um] of the facet of an interface nearest to the axis."""
        local = np.sort(self.facet_points(name)[:, :, 0], axis=1)
        found = [tuple(row) for part in self.mesh.comm.allgather(local) for row in part]
        return min(found)


def _as_tuple(bodies: Any) -> tuple[str, ...]:
    return (bodies,) if isinstance(bodies, str) else tuple(bodies)
