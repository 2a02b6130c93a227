"""Points of fields and histories by their positions, which no partition changes."""

from collections.abc import Iterable

import numpy as np

from nanoglue.runtime.fenics import MPI, fem

SAME = 1e-9
"""Distance over the extent of the mesh [-] up to which two positions are the same."""


def positions(function: fem.Function, interface_positions: dict[int, np.ndarray]) -> np.ndarray:
    """Positions (n, dim) [um] of the points of a function, in the order of its blocks.

    Ghosts included. No two points have the same position.
    """
    element, space = function.ufl_element(), function.function_space
    if element.is_real:
        return np.zeros((1, 2))  # a single number, which has no position
    known = interface_positions.get(id(space))
    if known is not None:
        return known
    points = space.tabulate_dof_coordinates()[:, : space.mesh.geometry.dim]
    if element.has_custom_quadrature and space.mesh.topology.dim == 3:
        return _within_cells(points, space.dofmap.list)
    return np.ascontiguousarray(points)


def _within_cells(points: np.ndarray, dofs: np.ndarray) -> np.ndarray:
    """Move the points (n, 3) of each cell a tenth of the way towards their mean.

    Quadrature rules of tetrahedra have points on edges, which neighbouring cells share in place
    but not in value.

    >>> _within_cells(np.array([[0.0], [2.0], [2.0], [4.0]]), np.array([[0, 1], [2, 3]])).tolist()
    [[0.1], [1.9], [2.1], [3.9]]
    """
    moved = points.copy()
    moved[dofs] += 0.1 * (points[dofs].mean(axis=1, keepdims=True) - points[dofs])
    return moved


def owned(function: fem.Function, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions (n, dim) and values (n, components) of this rank's own points, without a copy."""
    dofmap = function.function_space.dofmap
    size = dofmap.index_map.size_local
    return place[:size], function.x.array.reshape(-1, dofmap.bs)[:size]


def extent(place: np.ndarray, comm: MPI.Comm) -> float:
    """Return the largest extent [um] of points of all ranks; collective."""
    low = comm.allreduce(float(place.min(initial=np.inf)), op=MPI.MIN)
    high = comm.allreduce(float(place.max(initial=-np.inf)), op=MPI.MAX)
    return max(high - low, 1e-12)


def fill(
    function: fem.Function,
    place: np.ndarray,
    size: float,
    stored: Iterable[tuple[np.ndarray, ...]],
) -> bool:
    """Give each point, ghosts too, the value stored for its position.

    Args:
        function: what is filled.
        place: positions (n, dim) [um] of its points.
        size: extent [um] of the mesh.
        stored: blocks of positions (m, dim) and values (m, components).

    Returns:
        Whether every position was stored, with as many components.
    """
    from scipy.spatial import KDTree

    near, components = SAME * size, function.function_space.dofmap.bs
    values = function.x.array.reshape(len(place), components)
    missing = np.ones(len(place), dtype=bool)
    tree = KDTree(place) if len(place) else None
    for points, block in stored:
        if block.shape[1] != components or points.shape[1] != place.shape[1]:
            return False
        if tree is None:
            continue
        inside = (points > tree.mins - near) & (points < tree.maxes + near)
        here = inside.all(axis=1)
        distance, index = tree.query(points[here])
        same = distance < near
        values[index[same]] = block[here][same]
        missing[index[same]] = False
    return not missing.any()
