"""Bodies, interfaces and boundaries of a mesh file: interfaces are the facets that bodies share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import numpy as np

from nanoglue.mesh.files import abaqus, exodus, other
from nanoglue.mesh.files.facets import ELEMENT, ELEMENTS, corners_of, sided_facets, written
from nanoglue.mesh.files.grid import BadMesh, Grid, check_folds, check_twins, checked
from nanoglue.mesh.files.hanging_nodes import check_hanging
from nanoglue.mesh.files.quadratic import middles, quadratic
from nanoglue.mesh.recipe.labels import PartLabels

Arrays = dict[str, np.ndarray]
LARGEST_BYTES = 500_000_000

NAME_GROUPS = "; name the bodies, and export without Mesh.SaveAll in Gmsh, which leaves out groups"
"""Remedy for files without groups."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Labels and mesh of a file: points (n, dim) in its own unit, cells in Gmsh's order, facets."""

    labels: PartLabels
    points: np.ndarray
    cells: np.ndarray
    cell_names: np.ndarray
    facets: np.ndarray
    facet_names: np.ndarray

    def arrays(self, scale: float, order: int) -> Arrays:
        """Return the mesh in um with straight or quadratic elements, as ``gmsh_mesh.draw``."""
        points, cells = scale * self.points, self.cells
        if order == 1:
            cells = corners_of(cells)
        elif cells.shape[1] == points.shape[1] + 1:
            points, cells = quadratic(points, cells)
        used, new = np.unique(cells, return_inverse=True)
        row = np.full(len(points), -1)
        row[used] = np.arange(len(used))
        facets = row[self.facets]
        cells = new.reshape(cells.shape)
        if order == 2:
            facets = np.column_stack([facets, middles(cells, facets)])
        return {
            "points": points[used],
            "cells": cells,
            "cell_names": self.cell_names,
            "facets": facets,
            "facet_names": self.facet_names,
        }


@lru_cache(maxsize=4)
def parts_of(
    path: str,
    digest: str,  # noqa: ARG001  the content, so that a changed file is read again
    bodies: tuple[str, ...] = (),
    boundaries: tuple[str, ...] = (),
) -> Parts:
    """Read a mesh file and identify its parts.

    Args:
        path: the file.
        digest: hash of its content.
        bodies: sets of cells that are bodies; all if empty.
        boundaries: sets of facets or nodes that are boundaries or name interfaces; all if empty.

    Raises:
        BadMesh: with the reason.
    """
    file = Path(path)
    if file.stat().st_size > LARGEST_BYTES:
        raise BadMesh(f"{file.name} is larger than {LARGEST_BYTES} bytes")
    try:
        grid = _reader(file).read(file)
        return _parts(checked(grid.merged()), bodies, boundaries)
    except BadMesh as error:
        raise BadMesh(f"{file.name} {error}") from error


def _reader(file: Path) -> ModuleType:
    """Return the module that reads files of an ending."""
    suffix = file.suffix.lower()
    if suffix in exodus.SUFFIXES:
        return exodus
    return abaqus if suffix == ".inp" else other


def _parts(grid: Grid, bodies: Sequence[str], boundaries: Sequence[str]) -> Parts:
    owner, names = _owners(grid, bodies)
    cells, owner = grid.cells[owner >= 0], owner[owner >= 0]
    check_twins(grid, cells, owner)
    points = grid.points[:, : grid.dim]
    edges, sides = sided_facets(cells, owner)
    if (np.sum(sides >= 0, axis=1) > 2).any():
        raise BadMesh(
            "has a facet of more than two elements; if groups hold the same "
            f"{ELEMENTS[grid.dim]}, list the bodies in geometry.bodies"
        )
    check_folds(points, cells)
    check_hanging(points, cells, owner)
    sets = _facet_sets(grid, edges, sides, boundaries)
    interfaces: dict[str, tuple[str, str]] = {}
    bounds: dict[str, tuple[str, ...]] = {}
    facets, titles = [], []
    shared = sides[:, 1] >= 0
    pairs = [tuple(pair) for pair in np.unique(sides[shared], axis=0) if pair[0] != pair[1]]
    between = {pair: (sides == pair).all(axis=1) for pair in pairs}
    for name, rows in sets.items():
        inner = sides[rows, 1] >= 0
        if inner.all():
            found = {tuple(pair) for pair in sides[rows]}
            if len(found) == 1 and (pair := found.pop()) in between:
                if not np.array_equal(np.flatnonzero(between[pair]), np.sort(rows)):
                    raise BadMesh(
                        f"has a set {name!r} with a part of the facets between "
                        f"{names[pair[0]]} and {names[pair[1]]}; an interface has all of them"
                    )
                del between[pair]
                interfaces[name] = _sides(name, names, pair)
            else:
                raise BadMesh(
                    f"has a set {name!r} of facets inside a body or of several interfaces"
                )
        elif inner.any():
            raise BadMesh(f"has a set {name!r} of both inner and outer facets; split it")
        else:
            bounds[name] = tuple(names[i] for i in np.unique(sides[rows, 0]))
        facets.append(edges[rows])
        titles += [name] * len(rows)
    for pair, chosen in between.items():
        name = f"{names[pair[0]]}_{names[pair[1]]}"
        interfaces[name] = (names[pair[0]], names[pair[1]])
        facets.append(edges[chosen])
        titles += [name] * int(chosen.sum())
    if not facets:
        raise BadMesh("names no boundary, so that nothing could be prescribed")
    return Parts(
        PartLabels(names, interfaces, bounds, dim=grid.dim),
        points,
        cells,
        np.array(names)[owner],
        np.concatenate(facets),
        np.array(titles),
    )


def _owners(grid: Grid, chosen: Sequence[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the number of each cell's body and the names of the bodies.

    It is -1 for cells of no body, which occur only if the bodies are chosen.
    """
    elements = ELEMENTS[grid.dim]
    names = tuple(chosen) or tuple(grid.cell_sets)
    if not names:
        raise BadMesh(
            "has no named group of elements (physical group or element set)" + NAME_GROUPS
        )
    if absent := [name for name in names if name not in grid.cell_sets]:
        raise BadMesh(f"has no set {absent[0]!r}; there are {', '.join(grid.cell_sets)}")
    owner = np.full(len(grid.cells), -1)
    for number, name in enumerate(names):
        rows = grid.cell_sets[name]
        if (taken := owner[rows] >= 0).any():
            other_name = names[int(owner[rows][taken][0])]
            raise BadMesh(
                f"has {elements} in both {other_name!r} and {name!r}; list the sets that are "
                "bodies in geometry.bodies"
            )
        owner[rows] = number
    if not chosen and (left := int(np.sum(owner < 0))):
        corners = corners_of(grid.cells)[np.argmin(owner)]
        raise BadMesh(
            f"has {left} of {len(owner)} {elements} in no named group, the first at "
            f"{written(grid.points[corners, : grid.dim].mean(axis=0))} of the file; name their "
            "group, or list the bodies in geometry.bodies to leave out the others"
        )
    return owner, names


def _facet_sets(
    grid: Grid, edges: np.ndarray, sides: np.ndarray, chosen: Sequence[str]
) -> dict[str, np.ndarray]:
    """Return the rows of ``edges`` in each set of facets, or of outer facets in a set of nodes."""
    number = {tuple(edge): row for row, edge in enumerate(edges.tolist())}
    known = {**grid.node_sets, **grid.facet_sets}
    if absent := [name for name in chosen if name not in known]:
        raise BadMesh(f"has no set {absent[0]!r} of facets or nodes; there are {', '.join(known)}")
    if grid.unnamed and grid.facet_sets and not chosen:
        raise BadMesh(
            f"has facets in the physical group {grid.unnamed[0]} without a name of its own; give "
            "it one that no other group has, or list the sets to be used in geometry.boundaries"
        )
    found: dict[str, np.ndarray] = {}
    for name, facets in grid.facet_sets.items():
        if chosen and name not in chosen:
            continue
        numbers = [number.get(tuple(sorted(facet)), -1) for facet in facets.tolist()]
        if -1 in numbers:
            raise BadMesh(
                f"has a set {name!r} with a facet that no {ELEMENT[grid.dim]} of a body has"
            )
        found[name] = np.unique(np.array(numbers, dtype=np.int64))
    for name, nodes in grid.node_sets.items():
        on = np.isin(edges, nodes).all(axis=1) & (sides[:, 1] < 0)
        if on.any() and name not in found:
            found[name] = np.flatnonzero(on)
    found = {name: rows for name, rows in found.items() if not chosen or name in chosen}
    taken: dict[int, str] = {}
    for name, rows in found.items():
        if both := [taken[row] for row in rows.tolist() if row in taken]:
            raise BadMesh(
                f"has facets in both {both[0]!r} and {name!r}; list the sets to be used in "
                "geometry.boundaries"
            )
        taken |= dict.fromkeys(rows.tolist(), name)
    return found


def _sides(name: str, names: Sequence[str], pair: tuple[int, ...]) -> tuple[str, str]:
    """Return plus and minus body of an interface: in the order of its name, else of the file."""
    first, second = names[pair[0]], names[pair[1]]
    return (second, first) if name == f"{second}_{first}" else (first, second)


def scale_of(unit: str) -> float:
    """Return the length of a unit in um.

    >>> scale_of("nm")
    0.001
    """
    scales: Mapping[str, float] = {"nm": 1e-3, "um": 1.0, "mm": 1e3, "m": 1e6}
    return scales[unit]
