"""Middle nodes of straight quadratic triangles and tetrahedra."""

import numpy as np

from nanoglue.mesh.curvature import EDGES
from nanoglue.mesh.files.facets import DIMENSIONS


def quadratic(points: np.ndarray, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return points and cells (m, 6 or 10) with the middle of each straight edge."""
    ends = _ends(cells)
    edges, group = np.unique(ends, axis=0, return_inverse=True)
    middle = len(points) + group.reshape(-1, len(cells)).T
    return np.vstack([points, points[edges].mean(axis=1)]), np.hstack([cells, middle])


def middles(cells: np.ndarray, facets: np.ndarray) -> np.ndarray:
    """Return the middle nodes (k, 1 or 3) of each facet (k, dim) of quadratic cells."""
    dim = facets.shape[1]
    nodes = dict(zip(map(tuple, _ends(cells).tolist()), cells[:, dim + 1 :].T.ravel(), strict=True))
    pairs = ((0, 1),) if dim == 2 else EDGES[2]
    columns = [np.sort(facets[:, list(pair)], axis=1).tolist() for pair in pairs]
    return np.array([[nodes[tuple(ends)] for ends in column] for column in columns]).T


def _ends(cells: np.ndarray) -> np.ndarray:
    """Return the sorted ends of the first edge of all cells, then of the second and so on."""
    edges = EDGES[DIMENSIONS[cells.shape[1]]]
    return np.sort(np.concatenate([cells[:, list(edge)] for edge in edges]), axis=1)
