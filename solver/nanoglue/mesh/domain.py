"""Bodies, interfaces and boundaries of a case on one distributed mesh."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import ufl

from nanoglue.case.geometry import PartNames
from nanoglue.case.schema.case import Case
from nanoglue.mesh.boxes import common_box
from nanoglue.mesh.cohesive_zone import FacetSizes
from nanoglue.mesh.interface import Interface, interface_between
from nanoglue.mesh.measures import Measures, Weighted
from nanoglue.mesh.partition import MeshParts, distribute
from nanoglue.models.coordinates import KINDS, ON_AXIS, Coordinates
from nanoglue.runtime import jit
from nanoglue.runtime.fenics import MPI, EntityMap, fem
from nanoglue.runtime.fenics import mesh as dmesh
from nanoglue.runtime.form_compiler import FormCompiler
from nanoglue.runtime.unused import free_unused

Partitioner = Callable[[np.ndarray, int], np.ndarray]
"""Function from cell midpoints (n, dim) [um] and the number of ranks to the rank of each cell."""


@dataclass(frozen=True, slots=True)
class Body:
    """Solid region with its submesh (owned and ghost cells) and the facet tags on that submesh."""

    name: str
    tag: int
    mesh: dmesh.Mesh
    entity_map: EntityMap
    facet_tags: dmesh.MeshTags


@dataclass(frozen=True, slots=True)
class Boundary:
    """Outer surface, with its facet tag on each body that it bounds."""

    name: str
    tags: Mapping[str, int]


class Domain:
    """One conforming mesh with named bodies, interfaces and boundaries; lengths in um."""

    def __init__(self, parts: MeshParts, coordinates: Coordinates, names: PartNames) -> None:
        """Create the submeshes; collective.

        Args:
            parts: ``mesh``, ``cell_tags``, ``facet_tags`` and ``tags`` (number of each name).
            coordinates: axisymmetric or plane.
            names: bodies, interfaces and boundaries that the recipe declares.

        Raises:
            RuntimeError: on every rank, if an interface does not lie between its two bodies.
        """
        self.mesh, self.cell_tags, self.facet_tags = parts.mesh, parts.cell_tags, parts.facet_tags
        self.coordinates = coordinates
        self.position = ufl.SpatialCoordinate(self.mesh)
        self.dim: int = self.mesh.topology.dim
        self.mesh.topology.create_connectivity(self.dim - 1, self.dim)
        self.bodies = {name: self._body(name, parts.tags[name]) for name in names.bodies}
        self.interfaces: dict[str, Interface] = {
            name: interface_between(self, name, parts.tags[name], *pair)
            for name, pair in names.interfaces.items()
        }
        self.boundaries = {
            name: Boundary(name, dict.fromkeys(_as_tuple(bodies), parts.tags[name]))
            for name, bodies in names.boundaries.items()
        }
        parts_with_maps: tuple[Any, ...] = (*self.bodies.values(), *self.interfaces.values())
        self.entity_maps = [part.entity_map for part in parts_with_maps]
        self.forms = FormCompiler(self.mesh.comm, self.entity_maps)
        self.measures = self._measures()

    @classmethod
    def from_case(
        cls, case: Case, comm: MPI.Comm, partitioner: Partitioner | None = None
    ) -> "Domain":
        """Mesh and distribute the geometry of a case; collective.

        Raises:
            RuntimeError: on every rank, if the geometry cannot be meshed.
        """
        free_unused(comm)
        jit.prepare(comm, case.geometry.recipe)
        return cls(distribute(case, comm, partitioner), KINDS[case.coordinates](), case.names)

    def _body(self, name: str, tag: int) -> Body:
        cells = self.cell_tags.find(tag)
        mesh, entity_map, vertex_map, _ = dmesh.create_submesh(self.mesh, self.dim, cells)
        mesh.topology.create_connectivity(self.dim - 1, self.dim)
        tags = dmesh.transfer_meshtags_to_submesh(self.facet_tags, mesh, vertex_map, entity_map)
        return Body(name, tag, mesh, entity_map, tags)

    def _measures(self) -> Measures:
        owned = self.mesh.topology.index_map(self.dim).size_local
        cells = {name: self.cell_tags.find(body.tag) for name, body in self.bodies.items()}
        boundaries = {}
        for name, boundary in self.boundaries.items():
            boundaries[name] = {body: self.facets_of(name, body) for body in boundary.tags}
        return Measures(
            self.mesh,
            {name: tagged[tagged < owned] for name, tagged in cells.items()},
            {name: interface.entities for name, interface in self.interfaces.items()},
            boundaries,
        )

    def _outer_sides(self, tag: int) -> np.ndarray:
        """Return (cell, local facet) pairs (n, 2) of the owned exterior facets with a tag."""
        facets = np.sort(self.facet_tags.find(tag))
        kind = fem.IntegralType.exterior_facet
        return fem.compute_integration_domains(kind, self.mesh.topology, facets).reshape(-1, 2)

    def facets_of(self, boundary: str, body: str) -> np.ndarray:
        """Return (cell, local facet) pairs (n, 2) of a boundary's facets on a body.

        Cells are those of the parent mesh; only facets that this rank owns are included.
        """
        sides = self._outer_sides(self.boundaries[boundary].tags[body])
        return sides[np.isin(sides[:, 0], self.cell_tags.find(self.bodies[body].tag))]

    def dV(self, body: str, degree: int = 4, scheme: str = "default", flat: bool = False) -> Any:
        """Return the volume measure of a body; ``flat`` omits the circumference 2 pi r."""
        rule = {"quadrature_degree": degree, "quadrature_rule": scheme}
        measure = self.measures.volume(body, rule)
        return measure if flat else Weighted(measure, self.coordinates.weight(self.position))

    def dA(
        self,
        name: str,
        scheme: str = "default",
        degree: int = 4,
        flat: bool = False,
        body: str | None = None,
    ) -> Any:
        """Return the area measure of an interface ('+' is its plus body) or of a boundary."""
        measure = self.measures.area(
            name, body, {"quadrature_degree": degree, "quadrature_rule": scheme}
        )
        if flat:
            return measure
        weight = self.coordinates.weight(self.position)
        twosided = name in self.interfaces and hasattr(weight, "ufl_shape")
        return Weighted(measure, weight("+") if twosided else weight)

    def integral(self, form: ufl.Form) -> Callable[[], float]:
        """Declare a form; calling the result returns its current integral over all ranks."""
        declared = self.forms.form(form)
        return lambda: float(self.mesh.comm.allreduce(fem.assemble_scalar(declared())))

    def constant_integral(self, form: ufl.Form) -> Callable[[], float]:
        """Declare a form whose integral does not change; it is computed when first called."""
        return cache(self.integral(form))

    def integrate(self, form: ufl.Form) -> float:
        """Return the current integral of a form over all ranks."""
        return self.integral(form)()

    def size(self) -> float:
        """Return the longest edge [um] of the bounding box; collective."""
        low, high = common_box(self.mesh.comm, self.mesh.geometry.x[:, : self.dim])
        return float((high - low).max())

    def axis_distance(self) -> float:
        """Return the distance [um] from the axis within which a point is on it; collective."""
        return ON_AXIS * self.size()

    def own_facet_points(self, name: str) -> np.ndarray:
        """Return the corners (n, dim, dim) [um] of a boundary's or interface's facets on this rank.

        Only facets that this rank owns are included.
        """
        tag = self._tag(name)
        facets = self.facet_tags.find(tag)
        owned = facets[facets < self.mesh.topology.index_map(self.dim - 1).size_local].astype(
            np.int32
        )
        ends = np.empty((0, self.dim, self.dim))
        if len(owned):  # a rank may own no facet
            nodes = dmesh.entities_to_geometry(self.mesh, self.dim - 1, owned).reshape(
                len(owned), -1
            )
            ends = self.mesh.geometry.x[nodes[:, : self.dim]][:, :, : self.dim]
        return ends

    def facet_points(self, name: str) -> np.ndarray:
        """Return the ends (n, 2, 2) [um] of all facets of an interface in a section; collective.

        Every rank holds them. Their number grows with the root of that of the elements.
        """
        return np.concatenate(self.mesh.comm.allgather(self.own_facet_points(name)))

    def facet_sizes(self, name: str) -> FacetSizes:
        """Return number and sizes of all facets of a boundary or interface; collective."""
        own, comm = FacetSizes.of(self.own_facet_points(name)), self.mesh.comm
        return FacetSizes(
            self.dim,
            comm.allreduce(own.count),
            comm.allreduce(own.shortest, op=MPI.MIN),
            comm.allreduce(own.longest, op=MPI.MAX),
            comm.allreduce(own.total),
        )

    def _tag(self, name: str) -> int:
        if name in self.interfaces:
            return self.interfaces[name].tag
        return next(iter(self.boundaries[name].tags.values()))

    def normal_axis(self, name: str) -> int | None:
        """Return the index of the axis normal to a straight boundary, else None; collective."""
        points = self.own_facet_points(name).reshape(-1, self.dim)
        low, high = common_box(self.mesh.comm, points)
        spread = high - low
        index = int(spread.argmin())
        return index if spread[index] <= 1e-9 * spread.max() else None


def _as_tuple(bodies: str | Sequence[str]) -> tuple[str, ...]:
    return (bodies,) if isinstance(bodies, str) else tuple(bodies)
