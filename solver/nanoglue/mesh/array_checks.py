"""Checks of the arrays of a mesh: sizes of cells, and names and places of its groups."""

from collections.abc import Iterable, Mapping

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.mesh.files.facets import all_facets

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
            one of a boundary lies inside.
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
    check_facets(arrays, case.names.boundaries)


def check_facets(arrays: Mapping[str, np.ndarray], boundaries: Iterable[str]) -> None:
    """Check that each facet has one name, and that those of boundaries lie outside.

    Raises:
        RuntimeError: a facet has two names, or one of a boundary lies between two cells.
    """
    points, cells, titles = arrays["points"], arrays["cells"], arrays["facet_names"]
    named = np.sort(arrays["facets"][:, : points.shape[1]], axis=1)
    on_named = np.zeros(len(points), dtype=bool)
    on_named[named] = True
    of_cells = all_facets(cells)
    of_cells = of_cells[on_named[of_cells].all(axis=1)]
    together = np.concatenate([named, of_cells])
    unique, group = np.unique(together, axis=0, return_inverse=True)
    group, beside = np.split(group.reshape(-1), [len(named)])
    holder = np.full(len(unique), -1)
    holder[group] = np.arange(len(named))  # one of the facets at each place
    twice = np.flatnonzero(titles[holder[group]] != titles)
    if len(twice):
        one, other = sorted((str(titles[twice[0]]), str(titles[holder[group[twice[0]]]])))
        raise RuntimeError(
            f"the recipe defines facets of both {one} and {other}; leave them out of one of the "
            "physical groups"
        )
    cells_beside = np.bincount(beside, minlength=len(unique))[group]
    inner = np.flatnonzero((cells_beside > 1) & np.isin(titles, list(boundaries)))
    if len(inner):
        raise RuntimeError(
            f"the recipe defines facets of the boundary {titles[inner[0]]!s} between two cells; "
            "boundaries lie outside"
        )
