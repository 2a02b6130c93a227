"""Smoothing of a surface of quadratic edges at their joints.

At a kink between two edges the contact force would be discontinuous, and an equilibrium may not
exist. Therefore each edge is divided into three parts, and the joint of the outer parts is
moved onto the line between the inner Bezier points of the two, which makes them a quadratic
B-spline (de Boor 1978, doi:10.1007/978-1-4612-6333-3). The weights of the nodes are
constant, and forces are distributed to the nodes by the same weights.
"""

import numpy as np

from nanoglue.physics.contact.closest_point import shapes

CORNER = 0.2
"""Angle [rad] between two edges before deformation above which their joint is a corner."""

CUT = 0.25
"""Share of an edge beside a joint that is rounded; the joint moves by that share of h kink / 4."""

START, SPAN = np.array([0.0, CUT, 1 - CUT]), np.array([CUT, 1 - 2 * CUT, CUT])
"""Where the parts of an edge begin on it, and how much of it each of them is."""


def smoothed_edges(edges: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights of the parts of edges, which join without a kink.

    Corners and ends are not smoothed.

    Args:
        edges: (m, 3) first, last and middle node of each.
        places: (k, 2) of the nodes before deformation.

    Returns:
        Nodes (m, 7) that each edge depends on, and the weights (m, 3, 3, 7) in them of the first,
        last and middle node of its three parts.
    """
    lengths = np.linalg.norm(places[edges[:, 1]] - places[edges[:, 0]], axis=1)
    nodes = np.repeat(edges[:, :1], 7, axis=1)
    nodes[:, :3] = edges
    weights = np.zeros((len(edges), 3, 3, 7))
    on = np.stack([START, START + SPAN, START + SPAN / 2], axis=1)
    weights[..., :3] = shapes(on)[0]
    for end, part in ((0, 0), (1, 2)):
        beside, smooth = _neighbours(edges, places, end)
        far = np.where(edges[beside, 0] == edges[:, end], edges[beside, 1], edges[beside, 0])
        own = 3 + 2 * end
        nodes[smooth, own], nodes[smooth, own + 1] = far[smooth], edges[beside[smooth], 2]
        inner, other = _inner(end, 1 - end, 2), _inner(end, own, own + 1)
        share = (lengths / (lengths + lengths[beside]))[:, None]
        joint = share * other + (1 - share) * inner
        weights[:, part, end] = np.where(smooth[:, None], joint, weights[:, part, end])
        weights[:, part, 2] = (weights[:, part, 0] + 2 * inner + weights[:, part, 1]) / 4
    return nodes, weights


def _inner(near: int, far: int, middle: int) -> np.ndarray:
    """Return the weights (7,) of the inner Bezier point of a part beside a joint.

    Args:
        near: where the node at the joint stands in the weights.
        far: where the node at the other end of that edge does.
        middle: where the node between does.
    """
    weights = np.zeros(7)
    weights[[near, far, middle]] = 1 - 1.5 * CUT, -0.5 * CUT, 2 * CUT
    return weights


def _neighbours(edges: np.ndarray, places: np.ndarray, end: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the neighbour at each end of each edge, and whether the joint is smooth."""
    number, joint = np.arange(len(edges)), edges[:, end]
    incident = np.bincount(edges[:, :2].ravel(), minlength=len(places))
    sums = np.zeros(len(places), dtype=np.int64)  # of the numbers of the edges at each node
    np.add.at(sums, edges[:, :2], number[:, None])
    paired = incident[joint] == 2
    beside = np.where(paired, sums[joint] - number, number)
    away, on = (places[edges[each, 2]] - places[joint] for each in (number, beside))
    cross = away[:, 0] * on[:, 1] - away[:, 1] * on[:, 0]
    turn = np.arctan2(np.abs(cross), -(away * on).sum(axis=1))
    return beside, paired & (turn < CORNER)
