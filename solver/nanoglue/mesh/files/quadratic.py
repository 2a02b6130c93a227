"""Middle nodes of straight quadratic triangles."""

import numpy as np


def quadratic(points: np.ndarray, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return points and cells (m, 6) with the middle of each straight edge."""
    ends = np.concatenate([cells[:, [0, 1]], cells[:, [1, 2]], cells[:, [2, 0]]])
    edges, group = np.unique(np.sort(ends, axis=1), axis=0, return_inverse=True)
    middle = len(points) + group.reshape(3, -1).T
    return np.vstack([points, points[edges].mean(axis=1)]), np.hstack([cells, middle])


def middles(cells: np.ndarray, facets: np.ndarray) -> np.ndarray:
    """Return the middle node of each facet (k, 2) of quadratic cells."""
    ends = np.concatenate([cells[:, [0, 1]], cells[:, [1, 2]], cells[:, [2, 0]]])
    nodes = dict(zip(map(tuple, np.sort(ends, 1).tolist()), cells[:, 3:].T.ravel(), strict=True))
    return np.array([nodes[tuple(sorted(facet))] for facet in facets.tolist()])
