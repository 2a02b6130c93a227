"""Gmsh files and other formats, through meshio."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.mesh.files.facets import ELEMENTS, swap_last_middles
from nanoglue.mesh.files.gmsh_numbers import check_numbers
from nanoglue.mesh.files.grid import NEEDED, BadMesh, Grid

if TYPE_CHECKING:
    import meshio

CELLS = {2: ("triangle", "triangle6"), 3: ("tetra", "tetra10")}
"""Elements of either order by their dimension."""

FACETS = {2: ("line", "line3"), 3: CELLS[2]}
UNGROUPED = "; if some elements are in no physical group, export without Mesh.SaveAll in Gmsh"
"""Remedy for files whose elements and groups do not match."""

IGNORED = (*FACETS[2], "vertex")


def read(path: Path) -> Grid:
    """Read a mesh with its physical groups (Gmsh) or sets.

    Raises:
        BadMesh: meshio cannot read it, or it holds other elements than triangles or tetrahedra.
    """
    import meshio

    if path.suffix.lower() == ".msh" and path.is_file():
        check_numbers(path)
    try:
        mesh = meshio.read(path)
    except ModuleNotFoundError as error:
        raise BadMesh(
            f"needs the package {error.name}: pip install {error.name}; or convert the file with "
            "Gmsh or 'meshio convert' to the format .msh 4.1"
        ) from error
    except (Exception, SystemExit) as error:  # of any reader, of any sort
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        grouped = isinstance(error, ValueError) and path.suffix.lower() == ".msh"
        raise BadMesh(f"cannot be read: {reason}{UNGROUPED if grouped else ''}") from error
    used = {block.type for block in mesh.cells}
    if others := sorted(used - {*CELLS[2], *CELLS[3], *IGNORED}):
        raise BadMesh(f"has elements of type {others[0]}; {NEEDED}")
    dim = 3 if used & set(CELLS[3]) else 2
    kinds = used & set(CELLS[dim])
    if len(kinds) != 1:
        mixed = f"mixes {ELEMENTS[dim]} of both orders"
        raise BadMesh(mixed if kinds else "has no triangles or tetrahedra")
    cells, cell_sets = _sets(mesh, tuple(kinds), dim)
    faces, face_sets = _sets(mesh, FACETS[dim], dim - 1)
    facets = {name: faces[rows][:, :dim] for name, rows in face_sets.items()}
    return Grid(
        np.asarray(mesh.points, dtype=float),
        swap_last_middles(cells),
        cell_sets,
        facets,
        unnamed=_unnamed(mesh, FACETS[dim], dim - 1),
    )


def _unnamed(mesh: "meshio.Mesh", types: tuple[str, ...], dim: int) -> tuple[int, ...]:
    """Return the numbers of the physical groups of a dimension without a name.

    Gmsh leaves out a name that another group of the dimension has, and meshio keeps one group of
    each name, whatever its dimension.
    """
    tags = mesh.cell_data.get("gmsh:physical", ())
    blocks = zip(mesh.cells, tags, strict=False)
    used = {tag for block, of in blocks if block.type in types for tag in np.unique(of).tolist()}
    named = {int(tag) for tag, of in mesh.field_data.values() if of == dim}
    return tuple(sorted(used - named - {0}))


def _sets(
    mesh: "meshio.Mesh", types: tuple[str, ...], dim: int
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return all cells of some types in one array, and the rows of each named set."""
    chosen = [i for i, block in enumerate(mesh.cells) if block.type in types]
    blocks = [np.asarray(mesh.cells[i].data, dtype=np.int64) for i in chosen]
    if not blocks:
        return np.empty((0, dim + 1), dtype=np.int64), {}
    width = min(block.shape[1] for block in blocks)
    cells = np.vstack([block[:, :width] for block in blocks])
    sets: dict[str, np.ndarray] = {}
    tags = mesh.cell_data.get("gmsh:physical")
    if tags is not None and not mesh.cell_sets:  # of elements with one group each
        tagged = np.concatenate([np.asarray(tags[i]) for i in chosen])
        for name, (tag, of) in mesh.field_data.items():
            if of == dim and (rows := np.flatnonzero(tagged == tag)).size:
                sets[name] = rows
        return cells, sets
    starts = np.cumsum([0, *(len(block) for block in blocks)])
    for name, parts in mesh.cell_sets.items():
        if tags is not None and name not in mesh.field_data:  # such as those of bounding entities
            continue
        pieces = [parts[i] + at for i, at in zip(chosen, starts, strict=False) if len(parts[i])]
        if pieces:
            sets[name] = np.concatenate(pieces).astype(np.int64)
    return cells, sets
