"""Checks of the named facets of a recipe: one name for each, on the bodies that are declared."""

from collections.abc import Mapping

import numpy as np

from nanoglue.case.part_names import PartNames
from nanoglue.mesh.files.facets import corners_of, sided_facets

REMEDY = "correct 'describe' or the physical group"


def check_facets(arrays: Mapping[str, np.ndarray], names: PartNames) -> None:
    """Check that each named facet has one name and lies on the declared bodies.

    Args:
        arrays: those of ``gmsh_mesh.draw``.
        names: bodies of each boundary, plus and minus body of each interface.

    Raises:
        RuntimeError: a facet has two names or bounds no cell, one of a boundary lies between two
            cells, or the bodies beside a boundary or an interface are not those that are declared.
    """
    titles = arrays["facet_names"]
    bodies, owner = np.unique(arrays["cell_names"], return_inverse=True)
    place, sides = _places(arrays, owner.reshape(-1))
    if (place < 0).any():
        raise RuntimeError(f"the recipe defines facets of {titles[place < 0][0]!s} of no cell")
    _check_single_names(place, titles)
    for name, declared in names.boundaries.items():
        beside = sides[place[titles == name]]
        if (beside[:, 1] >= 0).any():
            raise RuntimeError(
                f"the recipe defines facets of the boundary {name} between two cells; leave them "
                "out, or declare an interface where they lie between two bodies"
            )
        expected = {declared} if isinstance(declared, str) else {*declared}
        found = {*bodies[np.unique(beside[:, 0])].tolist()}
        if found != expected:
            raise RuntimeError(
                f"the recipe declares the boundary {name} of {_listed(expected)}, but its facets "
                f"bound {_listed(found)}; {REMEDY}"
            )
    for name, pair in names.interfaces.items():
        beside = sides[place[titles == name]]
        if (beside != np.searchsorted(bodies, sorted(pair))).any():
            raise RuntimeError(
                f"the recipe declares the interface {name} between {_listed({*pair})}, but some of "
                f"its facets do not lie between these; {REMEDY}"
            )


def _check_single_names(place: np.ndarray, titles: np.ndarray) -> None:
    """Check that facets at the same place have the same name."""
    last = np.full(int(place.max()) + 1, -1)
    last[place] = np.arange(len(place))
    other = titles[last[place]]
    if (other != titles).any():
        row = np.flatnonzero(other != titles)[0]
        one, two = sorted((str(titles[row]), str(other[row])))
        raise RuntimeError(
            f"the recipe defines facets of both {one} and {two}; leave them out of one of the "
            "physical groups"
        )


def _places(arrays: Mapping[str, np.ndarray], owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the row of each named facet in the second array, or -1.

    This array has the numbers of the bodies on both sides of the facets (n, 2), the smaller one
    first, and -1 outside.
    """
    dim = arrays["points"].shape[1]
    named = np.sort(arrays["facets"][:, :dim], axis=1)
    corners = corners_of(arrays["cells"])
    on_named = np.zeros(len(arrays["points"]), dtype=bool)
    on_named[named] = True
    near = on_named[corners].sum(axis=1) >= dim
    facets, sides = sided_facets(corners[near], owner[near])
    number = np.unique(np.concatenate([facets, named]), axis=0, return_inverse=True)[1].reshape(-1)
    row = np.full(int(number.max()) + 1, -1)
    row[number[: len(facets)]] = np.arange(len(facets))
    return row[number[len(facets) :]], sides[:, :2]


def _listed(names: set[str]) -> str:
    """Return names as text."""
    return " and ".join(sorted(names))
