"""Facets of a surface of quadratic triangles in space that this rank owns."""

import numpy as np

from nanoglue.mesh.domain import Body
from nanoglue.physics.contact.surface_facets import SurfaceFacets
from nanoglue.runtime.fenics import fem


class SurfaceTriangles(SurfaceFacets):
    """Facets of a body with six displacement nodes each.

    ``middles`` (m, 3) are their midpoints before deformation [um], by which they are sorted,
    ``side`` (m,) is 1 where the outward normal of the body is the product of the first edge with
    the second one and -1 where it is the opposite, and ``rim`` (m, 3) is true for the edges at
    which the surface ends.
    """

    def __init__(self, u: fem.Function, body: Body, sides: np.ndarray) -> None:
        """Find the nodes and the ends of the surface; collective.

        Args:
            u: displacement of the body, quadratic on tetrahedra.
            body: its map to the parent mesh.
            sides: (m, 2) cells of the parent mesh and the number of the facet in each of them, of
                the facets that this rank owns.
        """
        super().__init__(u, body, sides)
        middles = self.places[:, :3].mean(axis=1).round(9)
        order = np.lexsort(middles.T)
        self.arrange(order)
        self.middles = middles[order]
        one, two = (self.places[:, i] - self.places[:, 0] for i in (1, 2))
        outwards = self.places[:, 0] - self.inside
        self.side = np.sign((np.cross(one, two) * outwards).sum(axis=1))
        self.rim = self.sharing(slice(3, 6)) == 1
