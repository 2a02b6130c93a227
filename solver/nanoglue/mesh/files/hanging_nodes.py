"""Hanging nodes: nodes inside an edge or a face of an element that does not have them."""

from itertools import pairwise

import numpy as np

from nanoglue.mesh.files.facets import corners_of, outer_facets, written
from nanoglue.mesh.files.grid import BadMesh

ON_EDGE = 1e-6
"""Distance from an edge or a face over its length [-] below which a node lies on it."""


def check_hanging(points: np.ndarray, cells: np.ndarray, owner: np.ndarray) -> None:
    """Raise an error for elements of unequal size that touch without sharing a whole facet.

    Args:
        points: positions of the nodes (n, dim).
        cells: nodes of the elements, corners first.
        owner: body of each element.

    Raises:
        BadMesh: with the place of the node.
    """
    _check_shared_middles(points, cells)
    (_check_edges if points.shape[1] == 2 else _check_faces)(points, cells, owner)


def _check_faces(points: np.ndarray, cells: np.ndarray, owner: np.ndarray) -> None:
    """Raise an error for a corner inside a face, or an edge of it, of one tetrahedron alone.

    Nodes at the corners of a face do not count, as both faces of a crack have some there.
    """
    from scipy.spatial import cKDTree

    faces, _ = outer_facets(cells, owner)
    vertices = np.unique(faces)
    corners = points[faces]
    centres = corners.mean(axis=1)
    radii = np.linalg.norm(corners - centres[:, None], axis=2).max(axis=1)
    near = cKDTree(points[vertices]).query_ball_point(centres, radii)
    face = np.repeat(np.arange(len(faces)), [len(found) for found in near])
    places = points[vertices[np.concatenate(near).astype(np.int64)]]
    span = corners[:, 1:] - corners[:, :1]
    away = places - corners[face, 0]
    shares = np.einsum("nij,ni->nj", np.linalg.pinv(span)[face], away)
    apart = np.linalg.norm(away - np.einsum("nj,nji->ni", shares, span[face]), axis=1)
    shares = np.column_stack([1 - shares.sum(axis=1), shares])
    at_corner = shares.max(axis=1) > 1 - ON_EDGE
    inside = (shares > -ON_EDGE).all(axis=1) & (apart < ON_EDGE * radii[face]) & ~at_corner
    if inside.any():
        _refuse(places[int(inside.argmax())])


def _check_edges(points: np.ndarray, cells: np.ndarray, owner: np.ndarray) -> None:
    """Raise an error for a node inside an edge of one triangle alone.

    Such elements are separate: an open crack without a bond, through which nothing passes. Nodes
    of another body always count. Those of the same body count if they divide the edge, as the
    faces of a crack within a body may have different elements.
    """
    from scipy.spatial import cKDTree

    ends, body = outer_facets(cells, owner)
    vertices = np.unique(ends)
    within = np.zeros((len(points), int(owner.max()) + 1), dtype=bool)
    within[cells, owner[:, None]] = True
    known = set(map(tuple, ends.tolist()))
    first, second = points[ends[:, 0]], points[ends[:, 1]]
    lengths = np.linalg.norm(second - first, axis=1)
    inside = (1 - ON_EDGE) * lengths / 2
    near = cKDTree(points[vertices]).query_ball_point((first + second) / 2, inside)
    for row in np.flatnonzero([len(found) > 0 for found in near]):
        nodes = np.setdiff1d(vertices[near[row]], ends[row])
        way = (second[row] - first[row]) / lengths[row]
        offset = points[nodes] - first[row]
        nodes = nodes[abs(offset[:, 0] * way[1] - offset[:, 1] * way[0]) < ON_EDGE * lengths[row]]
        other = nodes[~within[nodes, body[row]]]
        if len(other):
            _refuse(points[other[0]])
        along = nodes[np.argsort((points[nodes] - first[row]) @ way)]
        chain = [int(ends[row, 0]), *map(int, along), int(ends[row, 1])]
        if len(along) and all((min(pair), max(pair)) in known for pair in pairwise(chain)):
            _refuse(points[along[0]])


def _check_shared_middles(points: np.ndarray, cells: np.ndarray) -> None:
    """Raise an error for a node in the middle of an edge that is a corner of another element."""
    both = np.intersect1d(corners_of(cells), cells[:, points.shape[1] + 1 :])
    if len(both):
        _refuse(points[both[0]])


def _refuse(place: np.ndarray) -> None:
    kind = "edge" if len(place) == 2 else "edge or a face"
    raise BadMesh(
        f"has a node at {written(place, 6)} inside an {kind} of another element, so that the "
        "elements are not connected there; refine both sides alike, so that they share all nodes"
    )
