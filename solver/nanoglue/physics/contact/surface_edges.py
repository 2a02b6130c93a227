"""Edges of a side of an interface in a section that this rank owns."""

import numpy as np

from nanoglue.mesh.domain import Body
from nanoglue.physics.contact.closest_point import backwards
from nanoglue.physics.contact.surface_facets import SurfaceFacets
from nanoglue.runtime.fenics import fem


class SurfaceEdges(SurfaceFacets):
    """Facets of a body with three displacement nodes each: first, last and middle node.

    ``middles`` (m, 2) are where the middle nodes are before deformation [um], by which the edges
    are sorted, and ``side`` (m,) is 1 where the outward normal of the body is (dy/dt, -dx/dt) along
    an edge and -1 where it is the opposite. The direction of an edge depends on its place only.
    """

    def __init__(self, u: fem.Function, body: Body, sides: np.ndarray) -> None:
        """Find the nodes.

        Args:
            u: displacement of the body, quadratic on triangles.
            body: its map to the parent mesh.
            sides: (m, 2) cells of the parent mesh, beside the facets that this rank owns, and the
                number of the facet in each of them.
        """
        super().__init__(u, body, sides)
        self.middles = self.places[:, 2].round(9)
        order = np.lexsort(self.middles.T)
        self.arrange(order)
        self.middles = self.middles[order]
        turned = backwards(self.places)
        self.nodes[turned] = self.nodes[turned][:, [1, 0, 2]]
        self.places[turned] = self.places[turned][:, [1, 0, 2]]
        first, last, middle = self.places.swapaxes(0, 1)
        normal = np.column_stack([(last - first)[:, 1], -(last - first)[:, 0]])
        self.side = np.sign((normal * (middle - self.inside)).sum(axis=1))

    def labels(self) -> np.ndarray:
        """Return the global numbers (m, 3) of the nodes."""
        index_map = self.u.function_space.dofmap.index_map
        found = index_map.local_to_global(self.nodes.ravel().astype(np.int32))
        return np.asarray(found, dtype=np.int64).reshape(-1, 3)

    def free_ends(self) -> np.ndarray:
        """Return whether the first and the last node of each edge are free ends; collective."""
        return self.sharing(slice(0, 2)) == 1
