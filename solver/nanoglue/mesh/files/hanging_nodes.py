"""Hanging nodes: nodes inside an edge of an element that does not have them."""

from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from nanoglue.mesh.files.grid import BadMesh

ON_EDGE = 1e-6
"""Distance from an edge over its length [-] below which a node lies on it."""


def check_hanging(points: np.ndarray, cells: np.ndarray, owner: np.ndarray) -> None:
    """Raise an error for elements of unequal size that touch without sharing the whole edge.

    Such elements are separate: an open crack without a bond, through which nothing passes. Nodes
    of another body always count. Those of the same body count if they divide the edge, as the
    faces of a crack within a body may have different elements.

    Args:
        points: positions of the nodes (n, 2).
        cells: nodes of the elements; the first three are the corners.
        owner: body of each element.

    Raises:
        BadMesh: with the place of the node.
    """
    _check_shared_middles(points, cells)
    ends, body = _outer_edges(cells, owner)
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


def _outer_edges(cells: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges (n, 2) of one element alone, the smaller node first, and their bodies."""
    ends = np.concatenate([cells[:, [0, 1]], cells[:, [1, 2]], cells[:, [2, 0]]])
    ends.sort(axis=1)
    unique, index, count = np.unique(ends, axis=0, return_index=True, return_counts=True)
    return unique[count == 1], np.tile(owner, 3)[index[count == 1]]


def _check_shared_middles(points: np.ndarray, cells: np.ndarray) -> None:
    """Raise an error for a node in the middle of an edge that is a corner of another element."""
    both = np.intersect1d(cells[:, :3], cells[:, 3:])
    if len(both):
        _refuse(points[both[0]])


def _refuse(place: np.ndarray) -> None:
    x, y = place
    raise BadMesh(
        f"has a node at ({x:.6g}, {y:.6g}) inside an edge of another element, so that the "
        "elements are not connected there; refine both sides alike, so that they share all nodes"
    )
