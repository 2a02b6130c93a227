"""Meshes in space swept from the triangles of a section: extruded, or revolved about an axis.

A recipe that wraps one of a section returns them from its function ``arrays``::

    def arrays(parameters, order):
        section = section_arrays("sphere", {"radius": "100 nm", "surface_size": "5 nm"}, order)
        return revolved(section, pi / 2, sectors=4, order=order)
"""

from collections.abc import Callable, Mapping
from math import cos, pi, sin
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]
Place = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Position in space of points (n, 2) of a section at levels (n,) from 0 to 1."""

EDGES = {
    3: ((0, 1), (1, 2), (2, 0)),
    4: ((0, 1), (1, 2), (2, 0), (0, 3), (2, 3), (1, 3)),
}
"""Ends of the edges of a simplex by its number of corners, in the order of Gmsh's middle nodes."""


def section_arrays(recipe: str, parameters: Mapping[str, Any], order: int) -> Arrays:
    """Return the mesh of a built-in recipe of a section; call on one rank.

    Args:
        recipe: its name.
        parameters: its parameters as in a case, such as ``{"radius": "100 nm"}``.
        order: polynomial order of the geometry.
    """
    from nanoglue.case import library
    from nanoglue.mesh.gmsh_mesh import generate
    from nanoglue.models import registry

    module = library.recipe(library.recipes()[recipe])
    values = registry.adapter(module.Parameters).validate_python(dict(parameters))
    return generate(module, values, order, 2)


def extruded(
    section: Arrays,
    depth: float,
    layers: int,
    order: int = 2,
    ends: tuple[str, str] = ("front", "back"),
) -> Arrays:
    """Return the tetrahedra of a section (x, y) extruded along z from 0 to a depth [um].

    Args:
        section: arrays of ``section_arrays``.
        depth: the depth.
        layers: number of elements along it.
        order: polynomial order of the geometry.
        ends: names of the boundaries z = 0 and z = depth.
    """

    def place(points: np.ndarray, levels: np.ndarray) -> np.ndarray:
        return np.column_stack([points, depth * levels])

    return swept(section, place, layers, order, ends, np.zeros(len(section["points"]), bool))


def revolved(
    section: Arrays,
    angle: float,
    sectors: int,
    order: int = 2,
    ends: tuple[str, str] = ("start", "end"),
) -> Arrays:
    """Return the tetrahedra of a half-plane (r, z) revolved about the z axis from the plane y = 0.

    Boundaries on the axis disappear.

    Args:
        section: arrays of ``section_arrays``.
        angle: the angle [rad], below pi.
        sectors: number of elements around.
        order: polynomial order of the geometry; with 1 the circles become polygons.
        ends: names of the boundaries at 0 and at the angle.

    Raises:
        ValueError: the angle is not between 0 and pi.
    """
    if not 0 < angle < pi:
        raise ValueError("a body is revolved by an angle between 0 and 180 degrees")
    turn = np.array([cos(angle), sin(angle)])

    def place(points: np.ndarray, levels: np.ndarray) -> np.ndarray:
        around = np.column_stack([np.cos(angle * levels), np.sin(angle * levels)])
        around[levels == 1] = turn
        return np.column_stack([points[:, :1] * around, points[:, 1]])

    radii = section["points"][:, 0]
    return swept(section, place, sectors, order, ends, radii < 1e-9 * radii.max())


def swept(
    section: Arrays,
    place: Place,
    layers: int,
    order: int,
    ends: tuple[str, str],
    fixed: np.ndarray,
) -> Arrays:
    """Return the tetrahedra between copies of a section.

    Each prism is cut along diagonals from the lower number in the section to the higher one at the
    next level, so that neighbours agree. Points that are ``fixed`` are equal at all levels.
    """
    count = len(section["points"])
    triangles, lines = np.sort(section["cells"][:, :3], axis=1), section["facets"][:, :2]
    lines = np.sort(lines, axis=1)
    cells, facets = [], []
    for level in range(layers):
        below, above = (
            (lambda corner, at=at: np.where(fixed[corner], corner, corner + at * count))
            for at in (level, level + 1)
        )
        a, b, c = triangles.T
        lower, upper = [below(one) for one in (a, b, c)], [above(one) for one in (a, b, c)]
        for split in range(3):
            cells.append(np.column_stack([*lower[: 3 - split], *upper[2 - split :]]))
        (a, b), (d, e) = ([f(one) for one in lines.T] for f in (below, above))
        facets += [np.column_stack([a, b, e]), np.column_stack([a, d, e])]
    arrays: Arrays = {}
    for part, pieces, names in (
        ("cell", cells, np.tile(section["cell_names"], 3 * layers)),
        ("facet", facets, np.tile(section["facet_names"], 2 * layers)),
    ):
        corners = np.concatenate(pieces)
        whole = (np.diff(np.sort(corners, axis=1), axis=1) > 0).all(axis=1)
        arrays[f"{part}s"], arrays[f"{part}_names"] = corners[whole], names[whole]
    last = np.where(fixed[triangles], triangles, triangles + layers * count)
    arrays["facets"] = np.concatenate([arrays["facets"], triangles, last])
    arrays["facet_names"] = np.concatenate(
        [arrays["facet_names"], np.repeat(np.array(ends), len(triangles))]
    )
    return _with_places(arrays, section, fixed, lambda *at: place(at[0], at[1] / layers), order)


def _with_places(
    arrays: Arrays, section: Arrays, fixed: np.ndarray, place: Place, order: int
) -> Arrays:
    """Add middle nodes where the order is 2, keep the nodes that are used, and place them.

    The middle node between a fixed point and another one has the level of the other one.
    """
    count = len(section["points"])
    pairs = {part: _pairs(arrays[part], order) for part in ("cells", "facets")}
    used, numbers = np.unique(
        np.concatenate([pairs[part].reshape(-1, 2) for part in pairs]), axis=0, return_inverse=True
    )
    middles = _middles(section)
    flat = np.sort(used % count, axis=1)
    points = np.array([_middle(middles, section["points"], *pair) for pair in flat.tolist()])
    moving = ~fixed[used % count]
    levels = (used // count * moving).sum(axis=1) / np.maximum(moving.sum(axis=1), 1)
    split = len(pairs["cells"]) * pairs["cells"].shape[1]
    numbers = numbers.ravel()
    return {
        **arrays,
        "points": place(points, levels),
        "cells": numbers[:split].reshape(pairs["cells"].shape[:2]),
        "facets": numbers[split:].reshape(pairs["facets"].shape[:2]),
    }


def _pairs(corners: np.ndarray, order: int) -> np.ndarray:
    """Return each node (n, nodes, 2) as the pair of corners that it is between."""
    nodes = [np.stack([corner, corner], axis=1) for corner in corners.T]
    if order == 2:
        nodes += [np.sort(corners[:, list(edge)], axis=1) for edge in EDGES[corners.shape[1]]]
    return np.stack(nodes, axis=1)


def _middles(section: Arrays) -> dict[tuple[int, int], int]:
    """Return the middle node of each edge of a section, empty for straight ones."""
    cells = section["cells"]
    if cells.shape[1] == 3:
        return {}
    found: dict[tuple[int, int], int] = {}
    for (one, other), middle in zip(EDGES[3], cells[:, 3:].T, strict=True):
        ends = np.sort(cells[:, [one, other]], axis=1)
        found |= dict(zip(map(tuple, ends.tolist()), middle.tolist(), strict=True))
    return found


def _middle(
    middles: Mapping[tuple[int, int], int], points: np.ndarray, one: int, other: int
) -> np.ndarray:
    """Return the position (2,) between two corners of a section."""
    node = middles.get((one, other))
    middle: np.ndarray = (points[one] + points[other]) / 2 if node is None else points[node]
    return middle
