"""Facets of a surface that this rank owns, with their displacement nodes."""

import numpy as np

from nanoglue.mesh.domain import Body
from nanoglue.mesh.simplices import facet_nodes
from nanoglue.runtime.fenics import fem, la

ABSURD = 1e6
"""Displacement [um] from which on it counts as none: that of an iteration that diverges."""


class SurfaceFacets:
    """Quadratic facets of the surface of a body on this rank.

    ``nodes`` (m, k) are the nodes of the facets in the order of basix, as local numbers of the
    displacement field with ghosts, ``places`` (m, k, dim) where they are before deformation [um]
    and ``inside`` (m, dim) the vertex of the body opposite to each facet.
    """

    def __init__(self, u: fem.Function, body: Body, sides: np.ndarray) -> None:
        """Find the nodes.

        Args:
            u: displacement of the body, quadratic on simplices.
            body: its map to the parent mesh.
            sides: (m, 2) cells of the parent mesh and the number of the facet in each of them, of
                the facets that this rank owns.
        """
        self.u, self.dim = u, u.function_space.mesh.geometry.dim
        self.comm = u.function_space.mesh.comm
        cells, facets = sides[:, 0].astype(np.int32), sides[:, 1]
        own = body.entity_map.sub_topology_to_topology(cells, inverse=True)
        dofs = u.function_space.dofmap.list[own]
        self.nodes = np.take_along_axis(dofs, facet_nodes(self.dim)[facets], axis=1)
        points = u.function_space.tabulate_dof_coordinates()[:, : self.dim]
        self.places = points[self.nodes]
        self.inside = points[np.take_along_axis(dofs, facets[:, None], axis=1)[:, 0]]

    def arrange(self, order: np.ndarray) -> None:
        """Bring the facets into an order."""
        self.nodes, self.places = self.nodes[order], self.places[order]
        self.inside = self.inside[order]

    def at_nodes(self, values: np.ndarray) -> np.ndarray:
        """Return the values (m, k, dim) at the nodes, of values of the field with ghosts."""
        found: np.ndarray = values.reshape(-1, self.dim)[self.nodes]
        return found

    def present(self) -> np.ndarray:
        """Return where the nodes are now, (m, k, dim) [um]."""
        return self.places + sane(self.at_nodes(self.u.x.array))

    def sharing(self, which: slice) -> np.ndarray:
        """Return how many facets of all ranks share each of some nodes (m, ...); collective."""
        counts, nodes = fem.Function(self.u.function_space), self.dim * self.nodes[:, which]
        np.add.at(counts.x.array, nodes, 1.0)
        counts.x.scatter_reverse(la.InsertMode.add)
        counts.x.scatter_forward()
        return np.rint(counts.x.array[nodes]).astype(np.int64)


def sane(displacements: np.ndarray) -> np.ndarray:
    """Return displacements [um] with 0 for those that are no number or absurdly large.

    >>> sane(np.array([0.5, np.nan, np.inf])).tolist()
    [0.5, 0.0, 0.0]
    """
    return np.where(np.abs(displacements) < ABSURD, displacements, 0.0)
