"""Way from each point of a coating to the surfaces by which it holds to other bodies.

In three dimensions these are surfaces of triangles, in a section edges.
"""

from collections.abc import Iterable

import numpy as np

from nanoglue.mesh import surface_projection
from nanoglue.mesh.domain import Domain
from nanoglue.mesh.near_facets import near_facets
from nanoglue.physics.contact import closest_point
from nanoglue.physics.contact.surface_edges import SurfaceEdges
from nanoglue.physics.contact.surface_triangles import SurfaceTriangles
from nanoglue.runtime.fenics import fem

DISTANCE_POWER = 4
"""Power of the distances by which the nearer of two surfaces leads."""

NOWHERE = 1e-9
"""Distance [um] below which a point lies on a surface."""


def way_to_surfaces(
    domain: Domain, name: str, u: fem.Function, symmetric: Iterable[str]
) -> np.ndarray:
    """Return the way (n, dim) [um] from the displacement nodes of a body to the nearest surface.

    Near two surfaces the nearer one leads. Nodes in planes of symmetry stay there. Collective.

    Args:
        domain: interfaces and their facets.
        name: the body.
        u: its displacement, quadratic.
        symmetric: boundaries that are planes of symmetry.
    """
    points = u.function_space.tabulate_dof_coordinates()[:, : domain.dim]
    ways = np.array([_way(points, surface) for surface in _surfaces(domain, name, u)])
    apart = np.maximum(np.linalg.norm(ways, axis=2), NOWHERE)
    lead = (apart.min(axis=0) / apart) ** DISTANCE_POWER
    towards: np.ndarray = (lead[..., None] * ways).sum(axis=0) / lead.sum(axis=0)[:, None]
    if domain.coordinates.has_axis:
        towards[points[:, 0] < NOWHERE, 0] = 0.0
    for boundary in symmetric:
        axis = domain.normal_axis(boundary)
        tag = domain.boundaries[boundary].tags.get(name)
        if axis is not None and tag is not None:
            facets = domain.bodies[name].facet_tags.find(tag)
            held = fem.locate_dofs_topological(u.function_space, domain.dim - 1, facets)
            towards[held, axis] = 0.0
    return towards


def _surfaces(domain: Domain, name: str, u: fem.Function) -> list[SurfaceTriangles | SurfaceEdges]:
    """Facets of each interface by which a body holds to others, on this rank; collective."""
    kind = SurfaceTriangles if domain.dim == 3 else SurfaceEdges
    found = []
    for interface in domain.interfaces.values():
        sides = {interface.plus.name: slice(0, 2), interface.minus.name: slice(2, 4)}
        if name in sides:
            found.append(kind(u, domain.bodies[name], interface.entities[:, sides[name]]))
    return found


def _way(points: np.ndarray, surface: SurfaceTriangles | SurfaceEdges) -> np.ndarray:
    """Return the way (n, dim) [um] from points of this rank to a surface of all; collective."""
    samples = surface_projection.SAMPLES if surface.dim == 3 else closest_point.SAMPLES
    weights = (surface_projection if surface.dim == 3 else closest_point).shapes(samples)[0]
    near = near_facets(surface.comm, points, weights @ surface.places)
    order = np.lexsort(near.forward(surface.middles).T)
    facets = near.forward(surface.places)[order]
    if surface.dim == 3:
        return surface_projection.closest(points, facets) - points
    feet = closest_point.closest(points, facets, np.zeros((len(facets), 2)))
    foot = np.einsum("na,nai->ni", closest_point.shapes(feet.t)[0], facets[feet.edge])
    return foot - points
