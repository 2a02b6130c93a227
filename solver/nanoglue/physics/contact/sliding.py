"""Contact of an interface with finite sliding.

Failed points of the plus side are in contact with the closest point of the deformed minus side.
Bonded points keep their opposite points from the reference configuration, and the damage weights
the two. There is no friction, and no history except the damage.
"""

from typing import TYPE_CHECKING

import numpy as np

from nanoglue.physics.contact.closest_point import closest, free_ends, shapes
from nanoglue.physics.contact.penalty import ContactResponse, Pairing, contact_response
from nanoglue.physics.contact.smoothed_edges import SPAN, START, smoothed_edges
from nanoglue.physics.contact.surface_nodes import SurfaceNodes
from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


class SlidingContact:
    """Pressure k d s <-g> over the area of the plus side, at the quadrature points of an interface.

    The gap g is that to the closest point of the deformed minus side, including the boundaries in
    ``contact_surfaces``. The damage d is that of the last accepted step. The taper s falls
    to 0 over the length of a facet at the end of that side, centred on the end with
    ``contact_beyond_edge`` and beyond it otherwise. All ranks compute all points.
    """

    def __init__(self, cohesion: "Cohesion") -> None:
        """Gather the two sides and the points; collective.

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
        self.plus, self.minus = (SurfaceNodes(u, body, *found.T) for u, body, found in sides)
        self.stiffness, self.comm = cohesion.contact_stiffness, domain.mesh.comm
        self.fade = -0.5 if cohesion.model.contact_beyond_edge else 0.0
        nodes, weigh = smoothed_edges(self.minus.edges, self.minus.places)
        parts = len(START)
        self.nodes, self.weigh = np.repeat(nodes, parts, axis=0), weigh.reshape(-1, 3, 7)
        ends = free_ends(self.minus.edges)
        if domain.coordinates.has_axis:
            # On the axis the surface goes on at its other side.
            ends &= self.minus.places[self.minus.edges[:, :2], 0] > domain.axis_distance()
        self.ends, self.side = np.repeat(ends, parts, axis=0), np.repeat(self.minus.side, parts)
        self.start, self.span = np.tile(START, len(ends)), np.tile(SPAN, len(ends))
        self.reach = np.zeros((len(self.span), 2))
        for end, part in ((0, 0), (1, parts - 1)):
            self.reach[part::parts, end] = (1 + self.fade) * ends[:, end] / SPAN[part]
        owned, index_map = space.dofmap.index_map.size_local, space.dofmap.index_map
        points, weights = cohesion.positions[:owned], InterfaceQuadrature(cohesion, []).weights
        gathered = self.comm.allgather((points, weights))
        points, self.weights = (np.concatenate(parts) for parts in zip(*gathered, strict=True))
        edges = self.plus.places[self.plus.edges]
        feet = closest(points, edges, np.zeros((len(edges), 2)))
        self.edge, self.own = feet.edge, shapes(feet.t)[0]
        self.here = slice(index_map.local_range[0], index_map.local_range[1])
        self.damage = cohesion.damage_old
        self.last: tuple[np.ndarray, tuple[np.ndarray, ContactResponse]] | None = None
        self.gap = fem.Function(space, name="gap")
        self.pressure = fem.Function(space, name="contact_pressure")
        self.overlap = fem.Function(space, name="contact_overlap")

    def pressed(self, plus: np.ndarray, minus: np.ndarray) -> tuple[np.ndarray, ContactResponse]:
        """Return the nodes (n, 10) of each point and the contact response of failed points.

        There are three nodes of its own edge and seven of the opposite one with smoothed joints.

        Args:
            plus: displacement (k, 2) of the nodes of the plus side [um].
            minus: that of the minus side.
        """
        own, other = self.plus.places + plus, self.minus.places + minus
        nodes, edges = own[self.plus.edges[self.edge]], self.weigh @ other[self.nodes]
        points = np.einsum("na,nai->ni", self.own, nodes)
        feet = closest(points, edges, self.reach)
        side, ends, start, span = (
            each[feet.edge] for each in (self.side, self.ends, self.start, self.span)
        )
        pairing = Pairing(self.own, feet, side, start, span, ends, self.fade)
        places = np.concatenate([nodes, edges[feet.edge]], axis=1)
        found = contact_response(places, pairing, self.stiffness)
        weights = np.zeros((len(points), 6, 10))
        weights[:, :3, :3], weights[:, 3:, 3:] = np.eye(3), self.weigh[feet.edge]
        before = self.nodes[feet.edge] + len(own)
        nodes = np.concatenate([self.plus.edges[self.edge], before], axis=1)
        return nodes, found.by_nodes(weights)

    def now(self) -> tuple[np.ndarray, ContactResponse]:
        """Return ``pressed`` at the present displacements; collective."""
        plus, minus = (side.together(side.u.x.array)[..., 0] for side in (self.plus, self.minus))
        both = np.concatenate([plus, minus])
        if self.last is None or not np.array_equal(self.last[0], both):
            self.last = both, self.pressed(plus, minus)
        return self.last[1]

    def areas(self) -> np.ndarray:
        """Return the area [um^2] of each point times its damage; collective."""
        owned = self.damage.x.array[: self.here.stop - self.here.start]
        return self.weights * np.concatenate(self.comm.allgather(owned))

    def show(self) -> None:
        """Update gap, pressure and overlap to the present displacements; collective."""
        _, found = self.now()
        owned = self.here.stop - self.here.start
        overlap = found.pressure / self.stiffness
        shown = (self.gap, found.gap), (self.pressure, found.pressure), (self.overlap, overlap)
        for function, values in shown:
            function.x.array[:owned] = values[self.here]
        self.pressure.x.array[:owned] *= self.damage.x.array[:owned]
        for function, _ in shown:
            function.x.scatter_forward()

    def energy(self) -> float:
        """Return the energy [pJ] of the penalty; collective."""
        return float(self.areas() @ self.now()[1].energy)
