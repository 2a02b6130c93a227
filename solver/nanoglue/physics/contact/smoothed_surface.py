"""Surface of quadratic edges, smoothed at its joints, of which this rank owns some edges."""

import numpy as np

from nanoglue.mesh.near_facets import near_facets
from nanoglue.physics.contact.smoothed_edges import smoothed_edges
from nanoglue.physics.contact.surface_edges import SurfaceEdges


class SmoothedSurface:
    """Three parts of each edge, which depend on seven nodes: its own and those of its neighbours.

    ``weigh`` (m, 3, 3, 7) are the weights of the seven nodes in the three nodes of each part.
    The neighbours of an edge may be another rank's.
    """

    def __init__(self, edges: SurfaceEdges) -> None:
        """Find the neighbours of the edges; collective.

        Args:
            edges: of the surface, on this rank.
        """
        self.edges = edges
        ends = edges.places[:, :2].reshape(-1, 2)
        self.around = near_facets(edges.comm, ends, edges.places)
        labels = self.around.forward(edges.labels())
        places = self.around.forward(edges.places).reshape(-1, 2)
        _, self.first, numbers = np.unique(labels, return_index=True, return_inverse=True)
        mine = self.around.sources == edges.comm.rank
        nodes, weigh = smoothed_edges(numbers.reshape(-1, 3), places[self.first])
        self.nodes, self.weigh = nodes[mine], weigh[mine]
        self.places = places[self.first][self.nodes]

    def at_nodes(self, values: np.ndarray) -> np.ndarray:
        """Return the values (m, 7, dim) at the nodes, of values of the field; collective."""
        found = self.around.forward(self.edges.at_nodes(values))
        flat: np.ndarray = found.reshape(-1, found.shape[2])[self.first]
        return flat[self.nodes]
