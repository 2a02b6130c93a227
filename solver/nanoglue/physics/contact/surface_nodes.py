"""Nodes of one side of an interface, gathered on all ranks."""

from typing import Any

import numpy as np

from nanoglue.physics.contact.closest_point import numbered
from nanoglue.physics.contact.gathered_nodes import GatheredNodes
from nanoglue.runtime.fenics import fem


class SurfaceNodes(GatheredNodes):
    """Edges of a side of an interface, with three displacement nodes each.

    ``edges`` (m, 3) are the first, last and middle node, ``places`` (k, 2) where the nodes are
    before deformation [um], ``side`` (m,) is 1 where the outward normal of the body is (dy/dt,
    -dx/dt) along an edge and -1 where it is the opposite.
    """

    def __init__(self, u: fem.Function, body: Any, cells: np.ndarray, facets: np.ndarray) -> None:
        """Gather the nodes; collective.

        Args:
            u: displacement of the body, quadratic on triangles.
            body: its map to the parent mesh.
            cells: of the parent mesh, beside the facets that this rank owns.
            facets: number of the facet in each of these cells.
        """
        self.u, space = u, u.function_space
        index_map = space.dofmap.index_map
        own = body.entity_map.sub_topology_to_topology(cells.astype(np.int32), inverse=True)
        closure = [space.dofmap.dof_layout.entity_closure_dofs(1, i) for i in range(3)]
        dofs = space.dofmap.list[own]
        nodes = np.take_along_axis(dofs, np.array(closure)[facets], axis=1)
        opposite = np.take_along_axis(dofs, facets[:, None], axis=1)  # the vertex of that number
        labels = index_map.local_to_global(nodes.ravel().astype(np.int32)).reshape(-1, 3)
        points = space.tabulate_dof_coordinates()[:, :2]
        gathered = space.mesh.comm.allgather((labels, points[nodes], points[opposite[:, 0]]))
        labels, here, inside = (np.concatenate(parts) for parts in zip(*gathered, strict=True))
        self.edges, known, given = numbered(labels, here)
        self.places = np.empty((len(known), 2))
        rank = np.argsort(known)
        self.places[rank[np.searchsorted(known[rank], labels)]] = here
        first, last, middle = self.places[self.edges].swapaxes(0, 1)
        normal = np.column_stack([(last - first)[:, 1], -(last - first)[:, 0]])
        self.side = np.sign((normal * (middle - inside[given])).sum(axis=1))
        super().__init__(u, known)
