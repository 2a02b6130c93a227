"""Way from each point of a coating to the surfaces by which it holds to other bodies.

In three dimensions these are surfaces of triangles, in a section edges.
"""

from collections.abc import Iterable

import numpy as np

from nanoglue.mesh import surface_projection
from nanoglue.mesh.domain import Domain
from nanoglue.physics.contact.closest_point import closest, shapes
from nanoglue.physics.contact.surface_nodes import SurfaceNodes
from nanoglue.physics.contact.surface_triangles import SurfaceTriangles
from nanoglue.runtime.fenics import fem

SHARPNESS = 4
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
    ways = np.array([_way(points, facets) for facets in _surfaces(domain, name, u)])
    apart = np.maximum(np.linalg.norm(ways, axis=2), NOWHERE)
    lead = (apart.min(axis=0) / apart) ** SHARPNESS
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


def _surfaces(domain: Domain, name: str, u: fem.Function) -> list[np.ndarray]:
    """Facets (m, nodes, dim) [um] of each interface by which a body holds to others; collective."""
    found = []
    for interface in domain.interfaces.values():
        sides = {interface.plus.name: slice(0, 2), interface.minus.name: slice(2, 4)}
        if name in sides:
            entities, body = interface.entities[:, sides[name]], domain.bodies[name]
            if domain.dim == 3:
                triangles = SurfaceTriangles(u, body, entities)
                found.append(triangles.places[triangles.facets])
            else:
                nodes = SurfaceNodes(u, body, *entities.T)
                found.append(nodes.places[nodes.edges])
    return found


def _way(points: np.ndarray, facets: np.ndarray) -> np.ndarray:
    if facets.shape[2] == 3:
        return surface_projection.closest(points, facets) - points
    feet = closest(points, facets, np.zeros((len(facets), 2)))
    return np.einsum("na,nai->ni", shapes(feet.t)[0], facets[feet.edge]) - points
