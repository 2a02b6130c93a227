"""Contact of two bodies in space that have no interface, without bond and friction.

A point x of the first surface that is within the other body has the energy k |x - y|^2 / 2 per
undeformed area, with the closest point y of the deformed other surface. The force is its gradient
at fixed y, because y minimises the distance; the tangent is its second derivative with y moved
along (Wriggers 2006, doi:10.1007/978-3-540-32609-0). Forces and moments balance at each point.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import basix
import numpy as np

from nanoglue.case.schema.contact_pair import ContactPair
from nanoglue.mesh.boxes import common_box
from nanoglue.mesh.domain import Domain
from nanoglue.mesh.near_facets import near_facets
from nanoglue.mesh.surface_projection import (
    SAMPLES,
    SECOND,
    Projection,
    on_edges,
    project,
    shapes,
)
from nanoglue.physics.contact.partners import LastDisplacements, Partners
from nanoglue.physics.contact.surface_triangles import SurfaceTriangles
from nanoglue.runtime.collective import singular_on_all_ranks
from nanoglue.runtime.fenics import fem

DEGREE = 4
"""Degree of exactness of the quadrature over the first surface."""


@dataclass(frozen=True, slots=True)
class Overlapping:
    """Points of the first surface within the other body.

    ``areas`` (n,) [um^2], ``depth`` (n,) [um], ``energy`` (n,) [pJ/um^2], ``force`` (n, 36) by the
    components of the twelve nodes [MPa] and ``tangent`` (n, 36, 36) [MPa/um].
    """

    areas: np.ndarray
    depth: np.ndarray
    energy: np.ndarray
    force: np.ndarray
    tangent: np.ndarray


class BodiesInContact:
    """Pressure k <-g> over the area of the first body's surface, on all boundaries of both bodies.

    Planes of symmetry are left out, and so are points whose closest point is at the end of the
    other surface. Each rank computes the points of its own facets of the first surface and gets
    those facets of the second one that may be closest to them.
    """

    def __init__(
        self,
        domain: Domain,
        name: str,
        model: ContactPair,
        u: Mapping[str, fem.Function],
        symmetric: set[str],
    ) -> None:
        """Find the two surfaces and the points; collective.

        Args:
            domain: bodies and boundaries.
            name: of the pair.
            model: ``bodies`` and ``stiffness`` of the case.
            u: displacement of each body by name.
            symmetric: boundaries that are planes of symmetry.
        """
        self.name, self.bodies, self.stiffness = name, model.bodies, model.stiffness
        self.comm = domain.mesh.comm
        self.plus, self.minus = (
            SurfaceTriangles(u[body], domain.bodies[body], _outer_facets(domain, body, symmetric))
            for body in model.bodies
        )
        points, weights = basix.make_quadrature(basix.CellType.triangle, DEGREE)
        self.own, slopes = shapes(np.asarray(points))
        tangents = np.einsum("qax,mai->mqxi", slopes, self.plus.places)
        size = np.linalg.norm(np.cross(tangents[:, :, 0], tangents[:, :, 1]), axis=2)
        self.areas_of_points = size * np.asarray(weights)  # (m, q)
        self.fields = self.plus.u, self.minus.u
        self.without_surface = self._without_surface()
        self.last = LastDisplacements(*self.fields)
        self.found: tuple[Partners, Overlapping] | None = None

    def _without_surface(self) -> list[str]:
        """Return the bodies that have no boundary but planes of symmetry; collective."""
        sides = zip(self.bodies, (self.plus, self.minus), strict=True)
        return [name for name, side in sides if not self.comm.allreduce(len(side.nodes))]

    def now(self) -> tuple[Partners, Overlapping]:
        """Return the partners of this rank's points that overlap, and their response; collective.

        Raises:
            LinAlgError: on every rank, if the closest point of any point is not defined.
        """
        unchanged = self.last.are_present()
        if self.found is None or not unchanged:
            self.found = self._pressed(self.plus.present(), self.minus.present())
            self.last.keep()
        return self.found

    def areas(self) -> np.ndarray:
        """Return the undeformed area [um^2] of each point that overlaps; collective."""
        return self.now()[1].areas

    def energy(self) -> float:
        """Return the energy [pJ] of the penalty; collective."""
        found = self.now()[1]
        return float(self.comm.allreduce(float(found.areas @ found.energy)))

    def _pressed(self, own: np.ndarray, other: np.ndarray) -> tuple[Partners, Overlapping]:
        """Return partners and response where the nodes of both surfaces are now; collective."""
        points = np.einsum("qa,mai->mqi", self.own, own)
        low, high = common_box(self.comm, other.reshape(-1, 3))
        facet, rule = np.nonzero(((points > low) & (points < high)).all(axis=2))
        points = points[facet, rule]
        near = near_facets(self.comm, points, shapes(SAMPLES)[0] @ other)
        order = np.lexsort(near.forward(self.minus.middles).T)
        nodes, side, rim = (
            near.forward(each)[order] for each in (other, self.minus.side, self.minus.rim)
        )
        with singular_on_all_ranks(self.comm):
            feet = project(points, nodes)
            within = _within(points, nodes[feet.triangle], side[feet.triangle], feet)
            within &= ~(on_edges(feet.place) & rim[feet.triangle]).any(axis=1)
            feet = Projection(feet.triangle[within], feet.place[within], feet.free[within])
            facet, rule = facet[within], rule[within]
            both = np.concatenate([own[facet], nodes[feet.triangle]], axis=1)
            found = self._response(both, rule, feet, self.areas_of_points[facet, rule])
        return Partners(self.plus, facet, self.minus, near, order[feet.triangle]), found

    def _response(
        self, nodes: np.ndarray, rule: np.ndarray, feet: Projection, areas: np.ndarray
    ) -> Overlapping:
        """Return the response of points (n,) with areas on their twelve nodes (n, 12, 3)."""
        count, k = len(nodes), self.stiffness
        values, slopes = shapes(feet.place)
        weights = np.concatenate([self.own[rule], -values], axis=1)
        way = np.einsum("na,nai->ni", weights, nodes)
        tangents = np.einsum("kax,kai->kxi", slopes, nodes[:, 6:])
        moved = np.concatenate([np.zeros_like(slopes), slopes], axis=1)
        # Second derivatives of |x - y|^2 / 2 by the place of y, and by it and the nodes.
        bend = np.einsum("axy,nai,ni->nxy", SECOND, nodes[:, 6:], way)
        free = feet.free
        stiff = free @ (np.einsum("nxi,nyi->nxy", tangents, tangents) - bend) @ free
        mixed = np.einsum("nxi,na->nxai", tangents, weights)
        mixed = -(mixed + np.einsum("ki,kax->kxai", way, moved)).reshape(count, 2, 36)
        held = np.eye(2) - free
        relaxed = mixed.swapaxes(1, 2) @ (free @ np.linalg.inv(stiff + held) @ free) @ mixed
        fixed = np.einsum("na,nb,ij->naibj", weights, weights, np.eye(3)).reshape(count, 36, 36)
        force = np.einsum("na,ni->nai", weights, way).reshape(count, 36)
        squares = (way**2).sum(axis=1)
        depth, energy = np.sqrt(squares), k * squares / 2
        return Overlapping(areas, depth, energy, k * force, k * (fixed - relaxed))


def _within(
    points: np.ndarray, nodes: np.ndarray, side: np.ndarray, feet: Projection
) -> np.ndarray:
    """Return whether points are on the inner side of the triangles (n, 6, 3) closest to them."""
    values, slopes = shapes(feet.place)
    way = points - np.einsum("na,nai->ni", values, nodes)
    tangents = np.einsum("kax,kai->kxi", slopes, nodes)
    normal = np.cross(tangents[:, 0], tangents[:, 1])
    inside: np.ndarray = (normal * way).sum(axis=1) * side < 0
    return inside


def _outer_facets(domain: Domain, body: str, symmetric: set[str]) -> np.ndarray:
    """Return the cells and facets (n, 2) of the boundaries of a body, without symmetry planes."""
    names = [
        name
        for name, boundary in domain.boundaries.items()
        if body in boundary.tags and name not in symmetric
    ]
    found = [domain.facets_of(name, body) for name in names]
    return np.concatenate([np.empty((0, 2), dtype=np.int32), *found]).astype(np.int32)
