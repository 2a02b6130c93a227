"""Search for the facets, of all ranks, that may be the closest to the points of this rank.

Ranks first compare boxes, of which each has one. Points go to the ranks whose boxes are near enough
and return with the distance within which a facet was found, and then these ranks give the facets
within this distance. A rank holds nothing else of the surface but its own facets.
"""

from typing import TYPE_CHECKING

import numpy as np

from nanoglue.mesh.boxes import box, rank_boxes
from nanoglue.runtime.exchange import Exchange

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI

ROUNDING = 1e-9
"""Share [-] of a distance by which it is enlarged, above its rounding."""


def near_facets(comm: "MPI.Comm", points: np.ndarray, samples: np.ndarray) -> Exchange:
    """Return the exchange that gives each rank the facets near its points; collective.

    Around each point, all facets are included with a sample not farther than the farthest sample
    of the nearest facet. The facet that is closest to the point is one of them, and so are those
    of as many nearest samples as a facet has.

    Args:
        comm: communicator.
        points: (n, dim) of this rank [um].
        samples: (m, s, dim) points of each facet of this rank [um], its ends among them.
    """
    questions = Exchange(comm, _near_ranks(comm, points, samples))
    there = questions.forward(points)
    centres = samples.mean(axis=1)
    radii = np.linalg.norm(samples - centres[:, None], axis=2).max(axis=1, initial=0.0)
    within = np.full(len(points), np.inf)
    np.minimum.at(within, questions.rows, questions.back(_reaches(there, centres, radii)))
    reaches = questions.forward(within * (1 + ROUNDING))
    ends = np.cumsum(questions.received)
    parts = [slice(end - count, end) for end, count in zip(ends, questions.received, strict=True)]
    return Exchange(comm, [_within(there[p], reaches[p], centres, radii) for p in parts])


def _near_ranks(comm: "MPI.Comm", points: np.ndarray, samples: np.ndarray) -> list[np.ndarray]:
    """Return the points for which each rank may have the closest facet; collective."""
    boxes = rank_boxes(comm, samples.reshape(-1, points.shape[1]))
    asked = [np.empty(0, dtype=np.int64)] * comm.size
    with_facets = np.flatnonzero((boxes[:, 0] <= boxes[:, 1]).all(axis=1))
    if not len(points) or not len(with_facets):
        return asked
    nearest, farthest = _distances(box(points)[None], boxes[with_facets])
    chosen = with_facets[nearest <= farthest.min() * (1 + ROUNDING)]
    within = np.full(len(points), np.inf)
    for rank in chosen:
        within = np.minimum(within, _distances(points[:, None], boxes[None, rank])[1])
    for rank in chosen:
        near = _distances(points[:, None], boxes[None, rank])[0] <= within * (1 + ROUNDING)
        asked[rank] = np.flatnonzero(near)
    return asked


def _distances(boxes: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the smallest and the largest distances (n,) of points of boxes (n, 2, dim).

    A point is a box (n, 1, dim).

    >>> box = np.array([[[0.0, 0.0], [1.0, 1.0]]])
    >>> [float(one[0]) for one in _distances(np.array([[[4.0, 5.0]]]), box)]
    [5.0, 6.4031242374328485]
    """
    above, below = others[:, 0] - boxes[:, -1], boxes[:, 0] - others[:, 1]
    apart = np.maximum(np.maximum(above, below), 0.0)
    across = np.maximum(others[:, 1] - boxes[:, 0], boxes[:, -1] - others[:, 0])
    return np.linalg.norm(apart, axis=1), np.linalg.norm(across, axis=1)


def _reaches(points: np.ndarray, centres: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Return the distance (n,) from each point within which a whole facet lies."""
    from scipy.spatial import KDTree

    if not len(points):
        return np.empty(0)
    apart, nearest = KDTree(centres).query(points)
    found: np.ndarray = apart + radii[nearest]
    return found


def _within(
    points: np.ndarray, reaches: np.ndarray, centres: np.ndarray, radii: np.ndarray
) -> np.ndarray:
    """Return the facets, sorted, that reach into spheres around points."""
    from scipy.spatial import KDTree

    if not len(points):
        return np.empty(0, dtype=np.int64)
    near = KDTree(centres).query_ball_point(points, reaches + radii.max())
    point = np.repeat(np.arange(len(points)), [len(found) for found in near])
    facet = np.concatenate([np.asarray(found, dtype=np.int64) for found in near])
    apart = np.linalg.norm(points[point] - centres[facet], axis=1)
    return np.unique(facet[apart <= reaches[point] + radii[facet]])
