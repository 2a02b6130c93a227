"""Checks of the arrays of a mesh: sizes of cells, and names and places of its groups."""

from collections.abc import Mapping, Sequence

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


def check_facets(
    arrays: Mapping[str, np.ndarray], boundaries: Mapping[str, str | Sequence[str]]
) -> None:
    """Check that each facet has one name, and that those of boundaries bound the declared bodies.

    Raises:
        RuntimeError: a facet has two names, or one of a boundary lies between two cells, or the
            bodies of a boundary are not those that are declared.
    """
    titles = arrays["facet_names"]
    group, beside, owners = _beside(arrays)
    holder = np.full(int(max(group.max(), beside.max())) + 1, -1)
    holder[group] = np.arange(len(group))  # one of the facets at each place
    twice = np.flatnonzero(titles[holder[group]] != titles)
    if len(twice):
        one, other = sorted((str(titles[twice[0]]), str(titles[holder[group[twice[0]]]])))
        raise RuntimeError(
            f"the recipe defines facets of both {one} and {other}; leave them out of one of the "
            "physical groups"
        )
    cells_beside = np.bincount(beside, minlength=len(holder))[group]
    inner = np.flatnonzero((cells_beside > 1) & np.isin(titles, list(boundaries)))
    if len(inner):
        raise RuntimeError(
            f"the recipe defines facets of the boundary {titles[inner[0]]!s} between two cells; "
            "boundaries lie outside"
        )
    for name, declared in boundaries.items():
        found = set(owners[np.isin(beside, group[titles == name])].tolist())
        if found != ({declared} if isinstance(declared, str) else {*declared}):
            raise RuntimeError(
                f"the recipe declares the boundary {name} of {listed_names(declared)}, but its "
                f"facets bound {listed_names(sorted(found))}"
            )


def listed_names(names: str | Sequence[str]) -> str:
    """Return one name or several as text.

    >>> listed_names("core"), listed_names(["core", "shell"])
    ('core', 'core and shell')
    """
    return names if isinstance(names, str) else " and ".join(names)


def _beside(arrays: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the number of the place of each named facet, and of those of cells there.

    The third array holds the bodies of these cells.
    """
    points, cells = arrays["points"], arrays["cells"]
    named = np.sort(arrays["facets"][:, : points.shape[1]], axis=1)
    on_named = np.zeros(len(points), dtype=bool)
    on_named[named] = True
    of_cells = all_facets(cells)
    near = on_named[of_cells].all(axis=1)
    together = np.concatenate([named, of_cells[near]])
    group = np.unique(together, axis=0, return_inverse=True)[1].reshape(-1)
    owners = np.tile(arrays["cell_names"], points.shape[1] + 1)[near]
    return group[: len(named)], group[len(named) :], owners
