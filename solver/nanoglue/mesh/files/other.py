"""Gmsh files and other formats, through meshio."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.mesh.files.gmsh_numbers import check_numbers
from nanoglue.mesh.files.grid import BadMesh, Grid

if TYPE_CHECKING:
    import meshio

SIZES = {"triangle": 3, "triangle6": 6}
LINES = ("line", "line3")
IGNORED = (*LINES, "vertex")


def read(path: Path) -> Grid:
    """Read a mesh with its physical groups (Gmsh) or sets.

    Raises:
        BadMesh: meshio cannot read it, or it holds other elements than triangles.
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
        raise BadMesh(f"cannot be read: {reason}") from error
    used = {block.type for block in mesh.cells}
    if others := sorted(used - {*SIZES, *IGNORED}):
        raise BadMesh(f"has elements of type {others[0]}; triangles of 3 or 6 nodes are needed")
    kinds = used & set(SIZES)
    if len(kinds) != 1:
        raise BadMesh("mixes triangles of both orders" if kinds else "has no triangles")
    kind = kinds.pop()
    cells, cell_sets = _sets(mesh, (kind,), 2)
    lines, line_sets = _sets(mesh, LINES, 1)
    facets = {name: lines[rows][:, :2] for name, rows in line_sets.items()}
    return Grid(np.asarray(mesh.points, dtype=float), cells, cell_sets, facets)


def _sets(
    mesh: "meshio.Mesh", types: tuple[str, ...], dim: int
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return all cells of some types in one array, and the rows of each named set."""
    chosen = [i for i, block in enumerate(mesh.cells) if block.type in types]
    blocks = [np.asarray(mesh.cells[i].data, dtype=np.int64) for i in chosen]
    if not blocks:
        return np.empty((0, 2), dtype=np.int64), {}
    width = min(block.shape[1] for block in blocks)
    cells = np.vstack([block[:, :width] for block in blocks])
    sets: dict[str, np.ndarray] = {}
    tags = mesh.cell_data.get("gmsh:physical")
    if tags is not None:
        tagged = np.concatenate([np.asarray(tags[i]) for i in chosen])
        for name, (tag, of) in mesh.field_data.items():
            if of == dim and (rows := np.flatnonzero(tagged == tag)).size:
                sets[name] = rows
        return cells, sets
    starts = np.cumsum([0, *(len(block) for block in blocks)])
    for name, parts in mesh.cell_sets.items():
        pieces = [parts[i] + at for i, at in zip(chosen, starts, strict=False) if len(parts[i])]
        if pieces:
            sets[name] = np.concatenate(pieces).astype(np.int64)
    return cells, sets
