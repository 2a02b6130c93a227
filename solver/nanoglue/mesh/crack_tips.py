"""Crack tips on an interface: where failed and bonded facets meet, or where a crack ends at it.

The crack may be another interface between the same bodies that has failed or is not bonded.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.runtime.fenics import mesh as dmesh

if TYPE_CHECKING:
    from nanoglue.mesh.domain import Domain

PARALLEL = 0.9
"""Cosine [-] between the faces of two bodies above which they are the faces of a crack."""

ROUNDING = 1e-9
"""Distance over the size of the domain [-] below which two vertices are one."""


@dataclass(frozen=True, slots=True)
class CrackTip:
    """Position (2,) [um], direction (2,) of growth, length [um] of the first bonded facet.

    ``room`` [um] is the distance to the next tip, end of the interface or axis.
    """

    position: np.ndarray
    direction: np.ndarray
    facet: float
    room: float


class InterfaceFacets:
    """Facets of an interface on all ranks and the crack tips among them."""

    def __init__(self, domain: "Domain", name: str) -> None:
        """Gather the facets; collective."""
        interface = domain.interfaces[name]
        surface = interface.mesh
        self.bodies = frozenset((interface.plus.name, interface.minus.name))
        self.owned = surface.topology.index_map(1).size_local
        nodes = surface.geometry.dofmaps[0][: self.owned, :2]
        self.comm, self.has_axis = domain.mesh.comm, domain.coordinates.has_axis
        local = surface.geometry.x[nodes][:, :, :2].reshape(-1, 2, 2)
        ends = np.concatenate(self.comm.allgather(local))
        self.size = ROUNDING * domain.size()
        _, first, index = np.unique(
            np.round(ends.reshape(-1, 2) / self.size).astype(np.int64),
            axis=0,
            return_index=True,
            return_inverse=True,
        )
        self.points, self.vertices = ends.reshape(-1, 2)[first], index.reshape(-1, 2)
        self.counts = np.bincount(self.vertices.ravel(), minlength=len(self.points))
        self.opens = self._opens(domain)

    def _opens(self, domain: "Domain") -> np.ndarray:
        """Return at which vertices an unbonded crack ends at the interface; collective."""
        ends = np.flatnonzero(self.counts == 1)
        edges = self._edges_at(self.points[ends], domain)
        opens = np.zeros(len(self.points), dtype=bool)
        for vertex in ends:
            found = []
            for this, other in ((0, 1), (1, 0)):
                near = np.linalg.norm(edges[:, this] - self.points[vertex], axis=1) < self.size
                found.append(edges[near, other] - self.points[vertex])
            ways = np.concatenate(found)
            ways /= np.linalg.norm(ways, axis=1)[:, None]
            opens[vertex] = bool((np.triu(ways @ ways.T, 1) > PARALLEL).any())
        return opens

    def _edges_at(self, points: np.ndarray, domain: "Domain") -> np.ndarray:
        """Return the end points (n, 2, 2) of all boundary edges at the points; collective."""
        domain.mesh.topology.create_connectivity(1, 2)
        outer = dmesh.exterior_facet_indices(domain.mesh.topology).astype(np.int32)
        edges = np.empty((0, 2, 2))
        if len(outer):  # no shape is known of the nodes of no facet
            nodes = dmesh.entities_to_geometry(domain.mesh, 1, outer)[:, :2]
            edges = domain.mesh.geometry.x[nodes][:, :, :2]
        apart = np.linalg.norm(edges[:, :, None] - points, axis=3)
        near = (apart < self.size).any(axis=(1, 2))
        return np.concatenate(self.comm.allgather(edges[near]))

    def failed_points(self, failed: np.ndarray) -> np.ndarray:
        """Return the ends of all failed facets, (n, 2); collective.

        Args:
            failed: whether each facet of this rank has failed.
        """
        everywhere = np.concatenate(self.comm.allgather(failed))
        return self.points[np.unique(self.vertices[everywhere])]

    def tips(self, failed: np.ndarray, beside: np.ndarray) -> list[CrackTip]:
        """Return the crack tips; collective.

        Args:
            failed: whether each facet of this rank has failed.
            beside: ends of failed facets of other interfaces of the same bodies, (n, 2).
        """
        everywhere = np.concatenate(self.comm.allgather(failed))
        broken, bonded = (
            np.bincount(self.vertices[which].ravel(), minlength=len(self.points))
            for which in (everywhere, ~everywhere)
        )
        apart = np.linalg.norm(self.points[:, None] - beside, axis=2)
        continues = (self.counts == 1) & (apart < self.size).any(axis=1)
        at = np.flatnonzero((bonded == 1) & ((broken == 1) | self.opens | continues))
        stops = np.union1d(at, np.flatnonzero(self.counts == 1))
        return [self._tip(int(vertex), everywhere, stops) for vertex in at]

    def _tip(self, vertex: int, failed: np.ndarray, stops: np.ndarray) -> CrackTip:
        rows = np.flatnonzero((self.vertices == vertex).any(axis=1) & ~failed)
        other = self.vertices[rows[0]].sum() - vertex
        position = self.points[vertex]
        way = self.points[other] - position
        length = float(np.linalg.norm(way))
        others = self.points[stops[stops != vertex]]
        room = float(np.linalg.norm(others - position, axis=1).min(initial=np.inf))
        if self.has_axis:
            room = min(room, float(position[0]))
        return CrackTip(position, way / length, length, room)
