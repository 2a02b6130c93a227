"""Nodes of surfaces of quadratic triangles in space, gathered on all ranks."""

import numpy as np

from nanoglue.mesh.domain import Body
from nanoglue.mesh.simplices import facet_nodes
from nanoglue.physics.contact.gathered_nodes import GatheredNodes
from nanoglue.runtime.fenics import fem


class SurfaceTriangles(GatheredNodes):
    """Facets of a body with six displacement nodes each.

    ``facets`` (m, 6) are the nodes in the order of basix, ``places`` (k, 3) where the nodes are
    before deformation [um], ``side`` (m,) is 1 where the outward normal of the body is the product
    of the first edge with the second one and -1 where it is the opposite, and ``rim`` (m, 3) is
    true for the edges at which the surface ends.
    """

    def __init__(self, u: fem.Function, body: Body, sides: np.ndarray) -> None:
        """Gather the nodes; collective.

        Args:
            u: displacement of the body, quadratic on tetrahedra.
            body: its map to the parent mesh.
            sides: (n, 2) cells of the parent mesh and the number of the facet in each of them, of
                the facets that this rank owns.
        """
        self.u, space = u, u.function_space
        index_map = space.dofmap.index_map
        cells, facets = sides[:, 0].astype(np.int32), sides[:, 1]
        own = body.entity_map.sub_topology_to_topology(cells, inverse=True)
        dofs = space.dofmap.list[own]
        nodes = np.take_along_axis(dofs, facet_nodes(3)[facets], axis=1)
        opposite = np.take_along_axis(dofs, facets[:, None], axis=1)[:, 0]
        labels = index_map.local_to_global(nodes.ravel().astype(np.int32)).reshape(-1, 6)
        points = space.tabulate_dof_coordinates()
        gathered = space.mesh.comm.allgather((labels, points[nodes], points[opposite]))
        labels, here, inside = (np.concatenate(parts) for parts in zip(*gathered, strict=True))
        order = np.lexsort(here[:, :3].mean(axis=1).round(9).T)
        labels, here, inside = labels[order], here[order], inside[order]
        known, first, numbers = np.unique(labels, return_index=True, return_inverse=True)
        self.facets = numbers.reshape(-1, 6)
        self.places = here.reshape(-1, 3)[first]
        normal = np.cross(here[:, 1] - here[:, 0], here[:, 2] - here[:, 0])
        self.side = np.sign((normal * (here[:, 0] - inside)).sum(axis=1))
        self.rim = _rim(self.facets)
        super().__init__(u, known)


def _rim(facets: np.ndarray) -> np.ndarray:
    """Return the edges (m, 3), in the order of basix, whose middle node is of one facet only."""
    counts = np.bincount(facets[:, 3:].ravel())
    return np.asarray(counts[facets[:, 3:]] == 1)
