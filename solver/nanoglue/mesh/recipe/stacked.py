"""Meshes in space of sheets on top of each other, swept from the triangles of a plan view.

A recipe returns them from its function ``arrays``::

    plan = plan_arrays(_plan, parameters, order)
    film = Sheet("film", heights(0.0, thickness, 2), {"bond": "film_metal"}, {"bond": "film_top"})
    return stacked(plan, [metal, film], ["film_metal"], order)
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from nanoglue.mesh.recipe.swept import Arrays, swept

SAME = 1e-9
"""Distance over the size of the plan view [-] up to which nodes of two sheets are the same."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A body between two heights over some regions of the plan view.

    ``heights`` [um] of the levels of nodes ascend; ``below`` and ``above`` have the names of its
    lower and upper face by region. The sheet extends over the regions that they name.
    """

    body: str
    heights: Sequence[float]
    below: Mapping[str, str]
    above: Mapping[str, str]


def heights(first: float, last: float, elements: int, growth: float = 1.0) -> tuple[float, ...]:
    """Return the levels [um] of elements whose sizes grow by a factor from ``first``.

    >>> heights(0.0, -3.0, 2, 2.0)
    (0.0, -1.0, -3.0)
    """
    sizes = growth ** np.arange(elements)
    shares = np.concatenate([[0.0], np.cumsum(sizes)]) / sizes.sum()
    return tuple((first + (last - first) * shares).tolist())


def plan_arrays(draw: Callable[[Any, Any], None], parameters: object, order: int) -> Arrays:
    """Return the triangles of a plan view that a function draws with Gmsh; call on one rank.

    Args:
        draw: function of a Gmsh model and the parameters. Physical groups of surfaces are the
            regions, those of curves are the sides of the sheets.
        parameters: parameters of the recipe.
        order: polynomial order of the geometry.
    """
    from nanoglue.mesh.gmsh_mesh import generate

    return generate(SimpleNamespace(draw=draw), parameters, order, 2)


def stacked(plan: Arrays, sheets: Sequence[Sheet], bonds: Sequence[str], order: int = 2) -> Arrays:
    """Return the tetrahedra of sheets, which share the nodes of the faces named in ``bonds``.

    Args:
        plan: arrays of ``plan_arrays``.
        sheets: sheets from below.
        bonds: faces on which two sheets are connected; other faces that touch stay apart.
        order: polynomial order of the geometry.
    """
    size = float(np.ptp(plan["points"]))
    whole: Arrays | None = None
    for sheet in sheets:
        own = _sheet(plan, sheet, order)
        whole = own if whole is None else _joined(whole, own, bonds, SAME * size)
    if whole is None:
        raise ValueError("there is no sheet")
    return whole


def _sheet(plan: Arrays, sheet: Sheet, order: int) -> Arrays:
    """Return one sheet, whose sides have the names of the curves of the plan view."""
    inside = np.isin(plan["cell_names"], list(sheet.below))
    triangles, regions = plan["cells"][inside], plan["cell_names"][inside]
    sides = np.isin(_keys(plan["facets"][:, :2]), _outline(triangles))
    section = {
        "points": plan["points"],
        "cells": triangles,
        "cell_names": np.full(len(triangles), sheet.body),
        "facets": plan["facets"][sides],
        "facet_names": plan["facet_names"][sides],
    }
    levels, layers = np.array(sheet.heights), len(sheet.heights) - 1

    def place(points: np.ndarray, share: np.ndarray) -> np.ndarray:
        at = np.interp(share * layers, np.arange(layers + 1), levels)
        return np.column_stack([points, at])

    fixed = np.zeros(len(plan["points"]), dtype=bool)
    arrays = swept(section, place, layers, order, ("below", "above"), fixed)
    ends = [faces[region] for faces in (sheet.below, sheet.above) for region in regions]
    around = arrays["facet_names"][: -2 * len(triangles)]
    return {**arrays, "facet_names": np.array([*around.tolist(), *ends])}


def _keys(ends: np.ndarray) -> np.ndarray:
    """Return one number for each pair of nodes (n, 2), whatever their order."""
    low, high = np.sort(ends, axis=1).astype(np.int64).T
    keys: np.ndarray = low * (1 << 31) + high
    return keys


def _outline(triangles: np.ndarray) -> np.ndarray:
    """Return the keys of the edges that belong to one triangle only."""
    edges = np.concatenate([triangles[:, [i, j]] for i, j in ((0, 1), (1, 2), (2, 0))])
    keys, counts = np.unique(_keys(edges), return_counts=True)
    return keys[counts == 1]


def _joined(lower: Arrays, upper: Arrays, bonds: Sequence[str], near: float) -> Arrays:
    """Return two parts with common nodes on the faces of bonds, which both of them have."""
    from scipy.spatial import KDTree

    first, second = (
        np.unique(part["facets"][np.isin(part["facet_names"], bonds)]) for part in (lower, upper)
    )
    count = len(lower["points"])
    number = np.arange(len(upper["points"])) + count
    if len(first) and len(second):
        distance, index = KDTree(lower["points"][first]).query(upper["points"][second])
        same = distance < near
        number[second[same]] = first[index[same]]
    used = number >= count
    number[used] = count + np.arange(used.sum())
    facets = number[upper["facets"]]
    present = {tuple(one) for one in np.sort(lower["facets"], axis=1).tolist()}
    new = np.array([tuple(one) not in present for one in np.sort(facets, axis=1).tolist()])
    parts = {
        "points": upper["points"][used],
        "cells": number[upper["cells"]],
        "cell_names": upper["cell_names"],
        "facets": facets[new],
        "facet_names": upper["facet_names"][new],
    }
    return {key: np.concatenate([lower[key], part]) for key, part in parts.items()}
