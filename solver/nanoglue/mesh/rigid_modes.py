"""Rigid-body modes of connected parts of the mesh that no condition of the case restrains."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

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


@dataclass(frozen=True, slots=True)
class Part:
    """Bodies or parts of bodies that are connected, and whether each node of the mesh is in it."""

    bodies: tuple[str, ...]
    nodes: np.ndarray


def free_modes(case: Case, arrays: Arrays) -> Iterator[tuple[Part, list[str]]]:
    """Yield each connected part that can move, and the names of the motions.

    Bodies that touch without a bond hold each other along the normal only, so that the motions of
    all parts are found together: two bodies in contact may move as one.
    """
    names, parts = MOTIONS[case.coordinates], connected(case, arrays)
    centre = arrays["points"].mean(axis=0)
    size = float(np.ptp(arrays["points"], axis=0).max())
    rows = [np.zeros((1, len(parts) * len(names)))]
    for signs, points, directions in _conditions(case, arrays, parts):
        modes = _modes((points - centre) / size, directions, case.coordinates)
        rows.append(np.kron(signs, _compressed([modes])))
    _, values, modes = np.linalg.svd(_compressed(rows), full_matrices=True)
    strength = np.zeros(rows[0].shape[1])
    strength[: len(values)] = values
    limit = FREE * max(float(values.max(initial=0.0)), 1.0)
    # How much of each motion lies in the space of free ones, whatever the basis of that space.
    shares = np.linalg.norm(modes[strength <= limit], axis=0).reshape(len(parts), len(names))
    for part, moves in zip(parts, shares, strict=True):
        free = [name for name, share in zip(names, moves, strict=True) if share > 0.1]
        if free:
            yield part, free


def _compressed(rows: list[np.ndarray]) -> np.ndarray:
    """Return a small matrix with the singular values and right vectors of stacked rows."""
    found: np.ndarray = np.linalg.qr(np.concatenate(rows), mode="r")
    return found


def _conditions(
    case: Case, arrays: Arrays, parts: list[Part]
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield sign of each part [-], points [um] and directions that make motions impossible."""
    for alone, part in zip(np.eye(len(parts)), parts, strict=True):
        for points, directions in _restraints(case, arrays, part):
            if len(points):
                yield alone, points, directions
    for name in _unbonded(case):
        sides = [
            [part for part in parts if body in part.bodies] for body in case.names.interfaces[name]
        ]
        for plus, minus in product(*sides):
            signs = np.array([float(part is plus) - float(part is minus) for part in parts])
            points, normals = _held_along_normals(arrays, name, plus.nodes & minus.nodes)
            if len(points) and signs.any():
                yield signs, points, normals


def connected(case: Case, arrays: Arrays) -> list[Part]:
    """Return the connected parts of the mesh, across interfaces that hold, in order of bodies."""
    count, order = len(arrays["points"]), list(case.bodies)
    links = []
    for number, name in enumerate(order):
        cells = arrays["cells"][arrays["cell_names"] == name] + number * count
        links.append(np.stack(np.broadcast_arrays(cells[:, :1], cells), axis=-1).reshape(-1, 2))
    for name in set(case.names.interfaces) - set(_unbonded(case)):
        nodes = np.unique(arrays["facets"][arrays["facet_names"] == name])
        sides = [nodes + count * order.index(body) for body in case.names.interfaces[name]]
        links.append(np.column_stack(sides))
    used, ends = np.unique(np.concatenate(links), return_inverse=True)
    labels = smallest_linked(len(used), *ends.reshape(-1, 2).T)
    parts = []
    for label in np.unique(labels):
        members, nodes = np.divmod(used[labels == label], count)
        within = np.zeros(count, dtype=bool)
        within[nodes] = True
        parts.append(Part(tuple(order[i] for i in np.unique(members)), within))
    return parts


def smallest_linked(count: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the smallest number that each of 0 to count - 1 is linked to, directly or not.

    NumPy does this in a few passes; importing the sparse graphs of SciPy takes a tenth of the time
    in which a run reaches its first step.
    """
    labels = np.arange(count)
    while True:
        low, high = np.sort([labels[first], labels[second]], axis=0)
        if np.array_equal(low, high):
            return labels
        np.minimum.at(labels, high, low)
        while not np.array_equal(labels, onward := labels[labels]):
            labels = onward


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
    arrays: Arrays, name: str, own: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return corners (n, dim) [um] of facets and their normals.

    Args:
        arrays: mesh.
        name: of the facets.
        own: whether a node belongs to a facet that is wanted.
    """
    dim = arrays["points"].shape[1]
    facets = arrays["facets"][arrays["facet_names"] == name]
    facets = facets[own[facets].all(axis=1)]
    ends = arrays["points"][facets[:, :dim]]
    normals = _normals(ends)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return ends.reshape(-1, dim), np.repeat(normals, dim, axis=0)


def _restraints(case: Case, arrays: Arrays, part: Part) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield points [um] of a part and the directions in which they are held."""
    dim, names = arrays["points"].shape[1], KINDS[case.coordinates].components
    axes = dict(zip(names, np.eye(dim), strict=True))
    for name, boundary in case.boundaries.items():
        facets = arrays["facets"][arrays["facet_names"] == name]
        facets = facets[part.nodes[facets].all(axis=1)]
        ends = arrays["points"][facets[:, :dim]]
        for component in boundary.displacement or ():
            points = ends.reshape(-1, dim)
            yield points, np.broadcast_to(axes[component], points.shape)
        if boundary.symmetry:
            yield _held_along_normals(arrays, name, part.nodes)
    for support in case.point_supports:
        nodes = np.unique(arrays["cells"][arrays["cell_names"] == support.body])
        away = np.linalg.norm(arrays["points"][nodes] - np.array(support.near), axis=1)
        nearest = nodes[away.argmin()]
        if support.body in part.bodies and part.nodes[nearest]:
            for component in support.displacement:
                yield arrays["points"][[nearest]], axes[component][None, :]
