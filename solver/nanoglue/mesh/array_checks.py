"""Checks of the arrays of a mesh: sizes of cells, and names of its groups."""

from collections.abc import Mapping

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.mesh.facet_checks import check_facets

SMALLEST = {2: 1e-14, 3: 1e-17}
"""Twice the area [um^2], or six times the volume [um^3], below which a cell is degenerate."""


def check_arrays(arrays: object) -> None:
    """Check the arrays that a recipe returns: all of them, with nodes and names that fit.

    Raises:
        RuntimeError: they are not those of a mesh.
    """
    if not isinstance(arrays, Mapping):
        raise RuntimeError(
            f"'arrays' of the recipe returns {type(arrays).__name__} instead of a dictionary; "
            "return points, cells, cell_names, facets and facet_names"
        )
    needed = ("points", "cells", "cell_names", "facets", "facet_names")
    if absent := [name for name in needed if name not in arrays]:
        raise RuntimeError(f"'arrays' of the recipe returns no {absent[0]}; add it")
    if other := [name for name in needed if not isinstance(arrays[name], np.ndarray)]:
        raise RuntimeError(
            f"'arrays' of the recipe returns {other[0]} that are no NumPy array; use numpy.asarray"
        )
    if not np.isfinite(arrays["points"]).all():
        raise RuntimeError("'arrays' of the recipe returns points that are not finite numbers")
    for part in ("cell", "facet"):
        nodes, names = arrays[f"{part}s"], arrays[f"{part}_names"]
        if len(nodes) != len(names):
            raise RuntimeError(
                f"'arrays' of the recipe returns {len(nodes)} {part}s, but {len(names)} "
                f"{part}_names; each {part} has one name"
            )
        count = len(arrays["points"])
        whole = np.issubdtype(nodes.dtype, np.integer)
        if not whole or (len(nodes) and not 0 <= nodes.min() <= nodes.max() < count):
            raise RuntimeError(
                f"'arrays' of the recipe returns {part}s with nodes that are not whole numbers "
                f"from 0 to {count - 1}, the rows of its points"
            )


def check_sizes(arrays: Mapping[str, np.ndarray]) -> None:
    """Check that no cell is degenerate.

    Raises:
        RuntimeError: a cell is.
    """
    dim = arrays["points"].shape[1]
    corners = arrays["points"][arrays["cells"][:, : dim + 1]]
    sizes = np.abs(np.linalg.det(corners[:, 1:] - corners[:, :1]))
    if (sizes < SMALLEST[dim]).any():
        raise RuntimeError("the mesh has degenerate cells; use smaller or more uniform sizes")


def _title(group: str) -> str:
    return group or "a group without a name"


def check_groups(arrays: Mapping[str, np.ndarray], case: Case) -> None:
    """Check that groups have the names that the case declares, and that facets bound cells.

    Raises:
        RuntimeError: a name is missing or not declared, a facet bounds no cell or has two names, or
            lies on other bodies than those that are declared.
    """
    defined = {*arrays["cell_names"].tolist(), *arrays["facet_names"].tolist()}
    declared = {*case.names.bodies, *case.names.interfaces, *case.names.boundaries}
    for names, lack, remedy in (
        (declared - defined, "declares but does not define", "add physical groups of these names"),
        (
            defined - declared,
            "defines but does not declare",
            "declare these names or remove their physical groups",
        ),
    ):
        if names:
            raise RuntimeError(
                f"the recipe {lack}: {', '.join(sorted(map(_title, names)))}; {remedy}"
            )
    apart = arrays["facet_names"][(arrays["facets"] < 0).any(axis=1)]
    if len(apart):
        raise RuntimeError(
            f"the recipe defines facets of {apart[0]!s} that bound no cell; leave them out of that "
            "physical group"
        )
    check_facets(arrays, case.names)
