"""Geometry of an interface: curvature of its facets and distances to its ends."""

from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.mesh.interface import Interface


def surface_curvature(
    interface: "Interface", space: fem.FunctionSpace, normals: np.ndarray
) -> np.ndarray:
    """Return the curvature [1/um] at quadrature points, positive if the centre is on plus.

    The circle passes through the three nodes of a quadratic edge; a straight edge has 0. In
    space it is the mean over the three edges of a facet, exact for a sphere.

    Args:
        interface: its mesh of facets.
        space: quadrature space on that mesh.
        normals: (points, dim), from the minus to the plus body.
    """
    values = np.zeros(len(normals))
    found = _curved_facets(interface, space, normals)
    if found is not None:
        points, nodes, normal = found
        values[points] = _edge_curvatures(nodes, normal).mean(axis=1)[:, None]
    return values


def curvature_deviation(
    interface: "Interface", space: fem.FunctionSpace, normals: np.ndarray
) -> np.ndarray:
    """Return by how much the normal curvature [1/um] in any direction differs from the mean one.

    At quadrature points, with the arguments of ``surface_curvature``; 0 on a sphere and in
    sections.
    """
    values = np.zeros(len(normals))
    found = _curved_facets(interface, space, normals)
    if found is not None and interface.mesh.topology.dim == 2:
        points, nodes, normal = found
        values[points] = facet_deviation(nodes, normal)[:, None]
    return values


def _curved_facets(
    interface: "Interface", space: fem.FunctionSpace, normals: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Return points, nodes and mean normal of each quadratic facet; None without such facets."""
    mesh = interface.mesh
    dim = mesh.topology.dim
    cells = mesh.topology.index_map(dim)
    count = cells.size_local + cells.num_ghosts
    nodes = mesh.geometry.x[mesh.geometry.dofmaps[0][:count]][:, :, : dim + 1]
    if nodes.shape[1] in (2, dim + 1) or not count:  # straight facets, or none
        return None
    points = space.dofmap.list[:count]
    # In space the mean normal of a facet: that of one point depends on the numbering.
    normal = normals[points[:, 0]] if dim == 1 else normals[points].mean(axis=1)
    return points, nodes, normal


def facet_deviation(nodes: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Return the largest difference [1/um] of a normal curvature of a facet from the mean one.

    The curvatures of the three edges define the second fundamental form, whose principal values
    are the extreme curvatures.

    Args:
        nodes: (n, 6, 3) of quadratic triangles [um].
        normal: (n, 3), mean over each facet.
    """
    edges = _edge_curvatures(nodes, normal)
    upright = normal / np.linalg.norm(normal, axis=1, keepdims=True)
    ways = np.stack([nodes[:, last] - nodes[:, first] for first, last, _ in EDGES[2]], axis=1)
    ways -= (ways * upright[:, None]).sum(axis=2, keepdims=True) * upright[:, None]
    ways /= np.linalg.norm(ways, axis=2, keepdims=True)
    axis = ways[:, 0]
    along = (ways * axis[:, None]).sum(axis=2)
    across = (ways * np.cross(upright, axis)[:, None]).sum(axis=2)
    system = np.stack([along**2, 2 * along * across, across**2], axis=2)
    first, mixed, second = np.linalg.solve(system, edges[:, :, None])[:, :, 0].T
    apart = (first + second) / 2 - edges.mean(axis=1)
    largest: np.ndarray = np.abs(apart) + np.hypot((first - second) / 2, mixed)
    return largest


EDGES = {1: ((0, 1, 2),), 2: ((1, 2, 3), (0, 2, 4), (0, 1, 5))}
"""First, last and middle node of each edge of a quadratic facet, by its dimension."""


def _edge_curvatures(nodes: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Return the normal curvatures [1/um] of the edges of facets, shape (n, edges)."""
    edges = EDGES[nodes.shape[2] - 1]
    return np.stack([_edge_curvature(nodes[:, edge], normal) for edge in edges], axis=1)


def _edge_curvature(nodes: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Return the normal curvature [1/um] of the circle through three nodes of each edge."""
    first, last, middle = nodes[:, 0], nodes[:, 1], nodes[:, 2]
    sagitta = (first + last) / 2 - middle  # towards the centre
    bulge: np.ndarray = (sagitta * normal).sum(axis=1)
    half = np.linalg.norm(last - first, axis=1) / 2
    curvature: np.ndarray = 2 * bulge / (bulge**2 + half**2)
    curvature[np.abs(bulge) < 1e-9 * half] = 0.0
    return curvature


NO_END_UM = 1e6
"""Distance [um] that stands for an interface without an end in that direction."""


def distances_to_ends(
    points: np.ndarray, tangents: np.ndarray, facets: np.ndarray, axis_distance: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the arc lengths [um] from each point to the ends ahead and behind.

    Ahead is the tangent's direction. A point on the axis of symmetry is not an end; closed and
    branching interfaces have no ends.

    Args:
        points: (n, 2) on the interface [um].
        tangents: (n, 2) at the points.
        facets: (m, 2, 2) end points of all its facets [um].
        axis_distance: radius [um] within which an end is on the axis, None without an axis.
    """
    ahead, behind = np.full(len(points), NO_END_UM), np.full(len(points), NO_END_UM)
    chain = _in_order(facets)
    if chain is None or not len(points):
        return ahead, behind
    lengths = np.linalg.norm(np.diff(chain, axis=0), axis=1)
    starts = np.concatenate([[0.0], np.cumsum(lengths)])
    middles = (chain[1:] + chain[:-1]) / 2
    facet = np.linalg.norm(points[:, None] - middles[None], axis=2).argmin(axis=1)
    along = (chain[1:] - chain[:-1])[facet] / lengths[facet, None]
    at = starts[facet] + ((points - chain[facet]) * along).sum(axis=1)
    forward = (along * tangents).sum(axis=1) > 0
    first, last = (
        np.full(len(points), NO_END_UM)
        if axis_distance is not None and abs(end[0]) < axis_distance
        else way
        for end, way in ((chain[0], at), (chain[-1], starts[-1] - at))
    )
    return np.where(forward, last, first), np.where(forward, first, last)


def _in_order(facets: np.ndarray) -> np.ndarray | None:
    """Return the end points (m + 1, 2) in order along the chain, or None if there is no chain."""
    keys = [tuple(np.round(end / 1e-7).astype(int)) for end in facets.reshape(-1, 2)]
    place = dict(zip(keys, facets.reshape(-1, 2), strict=True))
    beside: dict[Any, list[Any]] = {key: [] for key in place}
    for one, other in zip(keys[::2], keys[1::2], strict=True):
        beside[one].append(other)
        beside[other].append(one)
    ends = sorted(key for key, near in beside.items() if len(near) == 1)
    if len(ends) != 2:
        return None
    chain = [ends[0]]
    while len(chain) < len(place):
        onward = [key for key in beside[chain[-1]] if key not in chain[-2:]]
        if len(onward) != 1:
            return None
        chain.append(onward[0])
    return np.array([place[key] for key in chain])
