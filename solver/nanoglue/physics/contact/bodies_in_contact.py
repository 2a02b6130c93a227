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
from nanoglue.mesh.domain import Domain
from nanoglue.mesh.surface_projection import SECOND, Projection, on_edges, project, shapes
from nanoglue.physics.contact.surface_triangles import SurfaceTriangles
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
    other surface. All ranks compute all points.
    """

    def __init__(
        self,
        domain: Domain,
        name: str,
        model: ContactPair,
        u: Mapping[str, fem.Function],
        symmetric: set[str],
    ) -> None:
        """Gather the two surfaces and the points; collective.

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
        nodes = self.plus.places[self.plus.facets]
        tangents = np.einsum("qax,mai->mqxi", slopes, nodes)
        size = np.linalg.norm(np.cross(tangents[:, :, 0], tangents[:, :, 1]), axis=2)
        self.areas_of_points = size * np.asarray(weights)  # (m, q)
        self.last: tuple[np.ndarray, tuple[np.ndarray, Overlapping]] | None = None

    @property
    def without_surface(self) -> list[str]:
        """Return the bodies that have no boundary but planes of symmetry."""
        sides = zip(self.bodies, (self.plus, self.minus), strict=True)
        return [name for name, side in sides if not len(side.facets)]

    def now(self) -> tuple[np.ndarray, Overlapping]:
        """Return the nodes (n, 12) of the points that overlap, and their response; collective."""
        sides = self.plus, self.minus
        both = np.concatenate([one.places + one.together(one.u.x.array)[..., 0] for one in sides])
        if self.last is None or not np.array_equal(self.last[0], both):
            self.last = both, self._pressed(both)
        return self.last[1]

    def areas(self) -> np.ndarray:
        """Return the undeformed area [um^2] of each point that overlaps; collective."""
        return self.now()[1].areas

    def energy(self) -> float:
        """Return the energy [pJ] of the penalty; collective."""
        found = self.now()[1]
        return float(found.areas @ found.energy)

    def _pressed(self, places: np.ndarray) -> tuple[np.ndarray, Overlapping]:
        own, other = places[: len(self.plus.places)], places[len(self.plus.places) :]
        points = np.einsum("qa,mai->mqi", self.own, own[self.plus.facets])
        inside = ((points > other.min(axis=0)) & (points < other.max(axis=0))).all(axis=2)
        facet, rule = np.nonzero(inside)
        if not len(facet):
            return self._response(facet, rule, Projection(facet, *_nowhere()), own, other)
        feet = project(points[facet, rule], other[self.minus.facets])
        values, slopes = shapes(feet.place)
        nodes = other[self.minus.facets[feet.triangle]]
        way = points[facet, rule] - np.einsum("na,nai->ni", values, nodes)
        tangents = np.einsum("kax,kai->kxi", slopes, nodes)
        normal = np.cross(tangents[:, 0], tangents[:, 1])
        within = (normal * way).sum(axis=1) * self.minus.side[feet.triangle] < 0
        within &= ~(on_edges(feet.place) & self.minus.rim[feet.triangle]).any(axis=1)
        feet = Projection(feet.triangle[within], feet.place[within], feet.free[within])
        return self._response(facet[within], rule[within], feet, own, other)

    def _response(
        self,
        facet: np.ndarray,
        rule: np.ndarray,
        feet: Projection,
        own: np.ndarray,
        other: np.ndarray,
    ) -> tuple[np.ndarray, Overlapping]:
        """Return nodes and response of points with their closest points on the other body."""
        count, k = len(facet), self.stiffness
        beside = self.minus.facets[feet.triangle]
        values, slopes = shapes(feet.place)
        weights = np.concatenate([self.own[rule], -values], axis=1)
        nodes = np.concatenate([own[self.plus.facets[facet]], other[beside]], axis=1)
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
        found = Overlapping(
            self.areas_of_points[facet, rule],
            np.sqrt(squares),
            k * squares / 2,
            k * force,
            k * (fixed - relaxed),
        )
        return np.concatenate([self.plus.facets[facet], beside + len(own)], axis=1), found


def _nowhere() -> tuple[np.ndarray, np.ndarray]:
    return np.empty((0, 2)), np.empty((0, 2, 2))


def _outer_facets(domain: Domain, body: str, symmetric: set[str]) -> np.ndarray:
    """Return the cells and facets (n, 2) of the boundaries of a body, without symmetry planes."""
    names = [
        name
        for name, boundary in domain.boundaries.items()
        if body in boundary.tags and name not in symmetric
    ]
    found = [domain.facets_of(name, body) for name in names]
    return np.concatenate([np.empty((0, 2), dtype=np.int32), *found]).astype(np.int32)
