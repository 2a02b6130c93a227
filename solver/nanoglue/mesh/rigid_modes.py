"""Rigid-body modes of connected bodies that no condition of the case restrains."""

from collections.abc import Iterator

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.models.coordinates import KINDS

Arrays = dict[str, np.ndarray]

MOTIONS = {
    "axisymmetric": ("z",),
    "plane_strain": ("x", "y", "rotation"),
    "three_dimensional": (
        *("x", "y", "z"),
        *("rotation about x", "rotation about y", "rotation about z"),
    ),
}
"""Names of the rigid-body modes; in axisymmetry only the translation along the axis is rigid."""

FREE = 1e-9
"""Singular value over the largest [-] below which a mode is not restrained."""


def free_modes(case: Case, arrays: Arrays) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Yield each group of connected bodies that can move, and the names of the motions.

    Bodies that touch without a bond hold each other along the normal only, so that the motions of
    all groups are found together: two bodies in contact may move as one.
    """
    names, groups = MOTIONS[case.coordinates], connected(case)
    centre = arrays["points"].mean(axis=0)
    size = float(np.ptp(arrays["points"], axis=0).max())
    rows = [np.zeros((1, len(groups) * len(names)))]
    for signs, points, directions in _conditions(case, arrays, groups):
        rows.append(np.kron(signs, _modes((points - centre) / size, directions, case.coordinates)))
    _, values, modes = np.linalg.svd(_compressed(rows), full_matrices=True)
    strength = np.zeros(rows[0].shape[1])
    strength[: len(values)] = values
    limit = FREE * max(float(values.max(initial=0.0)), 1.0)
    # How much of each motion lies in the space of free ones, whatever the basis of that space.
    shares = np.linalg.norm(modes[strength <= limit], axis=0).reshape(len(groups), len(names))
    for bodies, moves in zip(groups, shares, strict=True):
        free = [name for name, share in zip(names, moves, strict=True) if share > 0.1]
        if free:
            yield bodies, free


def _compressed(rows: list[np.ndarray]) -> np.ndarray:
    """Return a small matrix with the singular values and right vectors of stacked rows."""
    found: np.ndarray = np.linalg.qr(np.concatenate(rows), mode="r")
    return found


def _conditions(
    case: Case, arrays: Arrays, groups: list[tuple[str, ...]]
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield sign of each group [-], points [um] and directions that make motions impossible."""
    for index, bodies in enumerate(groups):
        alone = np.eye(len(groups))[index]
        for points, directions in _restraints(case, arrays, bodies):
            if len(points):
                yield alone, points, directions
    for name in _unbonded(case):
        plus, minus = case.names.interfaces[name]
        signs = np.array([float(plus in one) - float(minus in one) for one in groups])
        points, normals = _held_along_normals(arrays, name, None)
        if len(points) and signs.any():
            yield signs, points, normals


def connected(case: Case) -> list[tuple[str, ...]]:
    """Return the groups of bodies that interfaces connect.

    >>> from types import SimpleNamespace as Of
    >>> names, bond = Of(interfaces={"ab": ("a", "b")}), Of(starts_failed=False, friction=0)
    >>> connected(Of(bodies={"a": 0, "b": 0, "c": 0}, names=names, interfaces={"ab": bond}))
    [('a', 'b'), ('c',)]
    """
    groups = [{name} for name in case.bodies]
    unbonded = _unbonded(case)
    for pair in (pair for name, pair in case.names.interfaces.items() if name not in unbonded):
        joined = set().union(*(group for group in groups if group & set(pair)))
        groups = [*(group for group in groups if not group & joined), joined]
    order = list(case.bodies)
    members = [tuple(sorted(group, key=order.index)) for group in groups]
    return sorted(members, key=lambda group: order.index(group[0]))


def _unbonded(case: Case) -> list[str]:
    """Return the interfaces that have failed from the start and bear pressure alone."""
    return [
        name
        for name, interface in case.interfaces.items()
        if interface.starts_failed and not interface.friction
    ]


def _modes(points: np.ndarray, directions: np.ndarray, coordinates: str) -> np.ndarray:
    """Return the rigid-body modes at scaled points along given directions, (n, modes)."""
    if coordinates == "axisymmetric":
        return directions[:, 1:]
    if coordinates == "three_dimensional":
        return np.column_stack([directions, np.cross(points, directions)])
    turning = directions[:, 1] * points[:, 0] - directions[:, 0] * points[:, 1]
    return np.column_stack([directions, turning])


def _normals(corners: np.ndarray) -> np.ndarray:
    """Return normals (n, dim), of any length, of facets with corners (n, dim, dim)."""
    sides = corners[:, 1:] - corners[:, :1]
    if sides.shape[1] == 1:
        return np.column_stack([-sides[:, 0, 1], sides[:, 0, 0]])
    return np.cross(sides[:, 0], sides[:, 1])


def _held_along_normals(
    arrays: Arrays, name: str, own: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return corners (n, dim) [um] of facets and their normals.

    Args:
        arrays: mesh.
        name: of the facets.
        own: whether a node belongs to a facet that is wanted; all are if it is not given.
    """
    dim = arrays["points"].shape[1]
    facets = arrays["facets"][arrays["facet_names"] == name]
    if own is not None:
        facets = facets[own[facets].all(axis=1)]
    ends = arrays["points"][facets[:, :dim]]
    normals = _normals(ends)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return ends.reshape(-1, dim), np.repeat(normals, dim, axis=0)


def _restraints(
    case: Case, arrays: Arrays, bodies: tuple[str, ...]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield points [um] of a group of bodies and the directions in which they are held."""
    dim, names = arrays["points"].shape[1], KINDS[case.coordinates].components
    axes = dict(zip(names, np.eye(dim), strict=True))
    own = _nodes(arrays, bodies)
    for name, boundary in case.boundaries.items():
        facets = arrays["facets"][arrays["facet_names"] == name]
        facets = facets[own[facets].all(axis=1)]
        ends = arrays["points"][facets[:, :dim]]
        for component in boundary.displacement or ():
            points = ends.reshape(-1, dim)
            yield points, np.broadcast_to(axes[component], points.shape)
        if boundary.symmetry:
            yield _held_along_normals(arrays, name, own)
    for support in case.point_supports:
        if support.body in bodies:
            points = arrays["points"][_nodes(arrays, (support.body,))]
            nearest = points[np.argmin(np.linalg.norm(points - np.array(support.near), axis=1))]
            for component in support.displacement:
                yield nearest[None, :], axes[component][None, :]


def _nodes(arrays: Arrays, bodies: tuple[str, ...]) -> np.ndarray:
    """Return whether each node is one of some bodies."""
    found = np.zeros(len(arrays["points"]), dtype=bool)
    for name in bodies:
        found[arrays["cells"][arrays["cell_names"] == name]] = True
    return found
