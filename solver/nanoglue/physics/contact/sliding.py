"""Contact of an interface with finite sliding.

Failed points of the plus side are in contact with the closest point of the deformed minus side.
Bonded points keep their opposite points from the reference configuration, and the damage weights
the two. There is no friction, and no history except the damage.
"""

from typing import TYPE_CHECKING

import numpy as np

from nanoglue.mesh.near_facets import near_facets
from nanoglue.physics.contact.closest_point import SAMPLES, closest, shapes
from nanoglue.physics.contact.partners import LastDisplacements, Partners
from nanoglue.physics.contact.penalty import ContactResponse, Pairing, contact_response
from nanoglue.physics.contact.smoothed_edges import SPAN, START
from nanoglue.physics.contact.smoothed_surface import SmoothedSurface
from nanoglue.physics.contact.surface_edges import SurfaceEdges
from nanoglue.physics.contact.surface_facets import sane
from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


class SlidingContact:
    """Pressure k d s <-g> over the area of the plus side, at the quadrature points of an interface.

    The gap g is that to the closest point of the deformed minus side, including the boundaries in
    ``contact_surfaces``. The damage d is that of the last accepted step. The taper s falls
    to 0 over the length of a facet at the end of that side, centred on the end with
    ``contact_beyond_edge`` and beyond it otherwise. Each rank computes its own points and gets
    those facets of the minus side that may be closest to them.
    """

    def __init__(self, cohesion: "Cohesion") -> None:
        """Find the two sides and the points; collective.

        Args:
            cohesion: the interface, with its points, the fields of both bodies and the stiffness.
        """
        interface, domain, space = cohesion.interface, cohesion.domain, cohesion.space
        plus, minus = interface.plus, interface.minus
        onto = [domain.facets_of(name, minus.name) for name in cohesion.model.contact_surfaces]
        sides = (
            (cohesion.u_plus, plus, interface.entities[:, :2]),
            (cohesion.u_minus, minus, np.concatenate([interface.entities[:, 2:], *onto])),
        )
        self.plus, minus_edges = (SurfaceEdges(u, body, found) for u, body, found in sides)
        self.minus = SmoothedSurface(minus_edges)
        self.stiffness, self.comm = cohesion.contact_stiffness, domain.mesh.comm
        self.edge_taper = -0.5 if cohesion.model.contact_beyond_edge else 0.0
        self.ends = minus_edges.free_ends()
        if domain.coordinates.has_axis:
            # On the axis the surface goes on at its other side.
            self.ends &= minus_edges.places[:, :2, 0] > domain.axis_distance()
        owned = space.dofmap.index_map.size_local
        points, self.weights = cohesion.positions[:owned], InterfaceQuadrature(cohesion, []).weights
        feet = closest(points, self.plus.places, np.zeros((len(self.plus.places), 2)))
        self.edge, self.own = feet.edge, shapes(feet.t)[0]
        self.damage = cohesion.damage_old
        self.fields = self.plus.u, minus_edges.u
        self.last = LastDisplacements(*self.fields)
        self.found: tuple[Partners, ContactResponse] | None = None
        self.gap = fem.Function(space, name="gap")
        self.pressure = fem.Function(space, name="contact_pressure")
        self.overlap = fem.Function(space, name="contact_overlap")

    def now(self) -> tuple[Partners, ContactResponse]:
        """Return the partners of this rank's points and their contact response; collective.

        A point has three nodes of its own edge and seven of the opposite one with smoothed joints.
        """
        unchanged = self.last.are_present()
        if self.found is None or not unchanged:
            self.found = self._pressed()
            self.last.keep()
        return self.found

    def _pressed(self) -> tuple[Partners, ContactResponse]:
        """Return partners and response at the present displacements; collective."""
        own = self.plus.present()[self.edge]
        points = np.einsum("na,nai->ni", self.own, own)
        surface = self.minus
        places = surface.places + sane(surface.at_nodes(surface.edges.u.x.array))
        parts = surface.weigh @ places[:, None]  # (m, 3, 3, 2)
        samples = (shapes(SAMPLES)[0] @ parts).reshape(-1, len(START) * len(SAMPLES), 2)
        near = near_facets(self.comm, points, samples)
        order = np.lexsort(near.forward(surface.edges.middles).T)
        edges, weigh, side, ends = (
            near.forward(each)[order]
            for each in (parts, surface.weigh, surface.edges.side, self.ends)
        )
        feet = closest(points, edges.reshape(-1, 3, 2), self._reach(ends))
        facet, part = np.divmod(feet.edge, len(START))
        pairing = Pairing(
            self.own, feet, side[facet], START[part], SPAN[part], ends[facet], self.edge_taper
        )
        nodes = np.concatenate([own, edges[facet, part]], axis=1)
        found = contact_response(nodes, pairing, self.stiffness)
        weights = np.zeros((len(points), 6, 10))
        weights[:, :3, :3], weights[:, 3:, 3:] = np.eye(3), weigh[facet, part]
        partners = Partners(self.plus, self.edge, surface, near, order[facet])
        return partners, found.by_nodes(weights)

    def _reach(self, ends: np.ndarray) -> np.ndarray:
        """Return the extension (3 m, 2) of the parts of edges beyond free ends (m, 2)."""
        reach = np.zeros((len(ends), len(START), 2))
        for end, part in ((0, 0), (1, -1)):
            reach[:, part, end] = (1 + self.edge_taper) * ends[:, end] / SPAN[part]
        return reach.reshape(-1, 2)

    def set_stiffness(self, stiffness: float) -> None:
        """Set the resistance to penetration [MPa/um]."""
        self.stiffness, self.found = stiffness, None

    def areas(self) -> np.ndarray:
        """Return the area [um^2] of each point of this rank times its damage."""
        damage: np.ndarray = self.damage.x.array[: len(self.weights)]
        return self.weights * damage

    def show(self) -> None:
        """Update gap, pressure and overlap to the present displacements; collective."""
        _, found = self.now()
        owned = len(self.weights)
        self.gap.x.array[:owned] = found.gap
        self.pressure.x.array[:owned] = found.pressure * self.damage.x.array[:owned]
        self.overlap.x.array[:owned] = found.pressure / self.stiffness
        for function in (self.gap, self.pressure, self.overlap):
            function.x.scatter_forward()

    def energy(self) -> float:
        """Return the energy [pJ] of the penalty; collective."""
        return float(self.comm.allreduce(float(self.areas() @ self.now()[1].energy)))
