"""Checks of the arrays of a mesh: sizes of cells, and names of its groups."""

from collections.abc import Mapping

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.mesh.facet_checks import check_facets

SMALLEST = {2: 1e-14, 3: 1e-17}
"""Twice the area [um^2], or six times the volume [um^3], below which a cell is degenerate."""


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
            raise RuntimeError(f"the recipe {lack}: {', '.join(sorted(names))}; {remedy}")
    apart = arrays["facet_names"][(arrays["facets"] < 0).any(axis=1)]
    if len(apart):
        raise RuntimeError(
            f"the recipe defines facets of {apart[0]!s} that bound no cell; leave them out of that "
            "physical group"
        )
    check_facets(arrays, case.names)
