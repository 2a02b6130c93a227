"""Exodus II files: blocks, side sets and node sets of triangles or tetrahedra.

A file is netCDF-3 (classic or with 64-bit offsets), read with SciPy, or netCDF-4, which is HDF5 and
needs h5py.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from nanoglue.mesh.files.facets import ELEMENTS, FACETS, swap_last_middles
from nanoglue.mesh.files.grid import NEEDED, BadMesh, Grid

SUFFIXES = (".e", ".exo", ".ex2", ".exii", ".exodus", ".g", ".gen")
"""Endings of the names of Exodus files."""

CLASSIC, HDF5 = (b"CDF\x01", b"CDF\x02"), b"\x89HDF"
"""First bytes of the two formats."""

SIDES = {2: FACETS[2], 3: ((0, 1, 3), (1, 2, 3), (0, 3, 2), (0, 2, 1))}
"""Corners of the sides 1, 2 and so on of an element by its dimension."""

KINDS = {("TRI", 3): 2, ("TRI", 6): 2, ("TET", 4): 3, ("TET", 10): 3}
"""Dimension by the start of the type of element and the number of nodes."""


def read(path: Path) -> Grid:
    """Read the triangles or tetrahedra of a file with the names of its blocks and sets.

    Raises:
        BadMesh: the file is damaged or in another format, or holds other elements.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if start in CLASSIC:
        reader = _classic
    elif start == HDF5:
        reader = _hdf5
    else:
        raise BadMesh(
            "is no Exodus file in netCDF-3 (classic or 64-bit offset) or netCDF-4; 'nccopy -k "
            "nc4' converts other netCDF formats"
        )
    try:
        variables, types = reader(path)
    except BadMesh:
        raise
    except Exception as error:  # of a damaged file, of any sort
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise BadMesh(f"cannot be read: {reason}") from error
    try:
        return _grid(variables, types)
    except (KeyError, IndexError, ValueError) as error:
        if isinstance(error, BadMesh):
            raise
        raise BadMesh(f"lacks or garbles part of an Exodus file: {error}") from error


Variables = Mapping[str, np.ndarray]


def _classic(path: Path) -> tuple[Variables, dict[str, str]]:
    """Return variables, and the types of the elements by the variable of their nodes."""
    from scipy.io import netcdf_file

    with netcdf_file(path, "r", mmap=False) as file:
        variables = {name: np.array(each[...]) for name, each in file.variables.items()}
        types = {
            name: _text(each.elem_type)
            for name, each in file.variables.items()
            if name.startswith("connect")
        }
    return variables, types


def _hdf5(path: Path) -> tuple[Variables, dict[str, str]]:
    """Return the same of a netCDF-4 file."""
    try:
        import h5py
    except ImportError as error:
        raise BadMesh(
            "is in netCDF-4, which needs h5py: pip install h5py; or convert it with 'nccopy -k "
            "classic old.e new.e'"
        ) from error
    with h5py.File(path, "r") as file:
        variables = {
            name: np.array(each) for name, each in file.items() if isinstance(each, h5py.Dataset)
        }
        types = {
            name: _text(file[name].attrs["elem_type"])
            for name in variables
            if name.startswith("connect")
        }
    return variables, types


def _text(value: Any) -> str:
    """Return an attribute or a row of characters as text."""
    raw = value if isinstance(value, bytes | str) else np.asarray(value).tobytes()
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    return text.partition("\0")[0].strip()


def _names(variables: Variables, prefix: str, ids: str, count: int, title: str) -> list[str]:
    """Return the names of blocks or sets; unnamed ones are called by their number."""
    rows = variables.get(f"{prefix}_names")
    numbers = variables.get(ids, np.arange(1, count + 1))
    given = [""] * count if rows is None else [_text(row) for row in rows]
    found = [
        name or f"{title}_{number}" for name, number in zip(given, numbers.tolist(), strict=True)
    ]
    for name in found:
        if found.count(name) > 1:
            raise BadMesh(f"has several {title}s with the name {name!r}; give each its own name")
    return found


def _count(variables: Variables, prefix: str) -> int:
    """Return the number of consecutive variables ``prefix1``, ``prefix2`` and so on."""
    count = 0
    while f"{prefix}{count + 1}" in variables:
        count += 1
    return count


def _grid(variables: Variables, types: Mapping[str, str]) -> Grid:
    points = _points(variables)
    blocks, sets, first = [], {}, np.zeros(1, dtype=np.int64)
    dims: set[int] = set()
    count = _count(variables, "connect")
    names = _names(variables, "eb", "eb_prop1", count, "block")
    for number, name in enumerate(names, start=1):
        nodes = variables[f"connect{number}"].astype(np.int64) - 1
        kind = types[f"connect{number}"].upper()
        first = np.append(first, first[-1] + len(nodes))
        if kind.startswith(("BAR", "BEAM", "EDGE", "TRUSS", "SPHERE", "CIRCLE")):
            blocks.append(np.full((len(nodes), 0), -1))
            continue
        if (kind[:3], nodes.shape[1]) not in KINDS:
            raise BadMesh(
                f"has elements of type {kind or '?'} with {nodes.shape[1]} nodes; {NEEDED}"
            )
        dims.add(KINDS[kind[:3], nodes.shape[1]])
        blocks.append(nodes)
        sets[name] = len(blocks) - 1
    used = [blocks[i] for i in sets.values()]
    if len({block.shape[1] for block in used}) > 1:
        raise BadMesh("mixes elements of both orders, or triangles and tetrahedra")
    dim = max(dims, default=2)
    starts = np.cumsum([0, *(len(block) for block in used)])
    rows = {name: np.arange(starts[i], starts[i + 1]) for i, name in enumerate(sets)}
    cells = np.vstack(used) if used else np.empty((0, 3), dtype=np.int64)
    shell = dim == 2 and "coordz" in variables and np.asarray(variables.get("coordz")).size > 0
    facets = _facets(variables, blocks, first, dim, 2 if shell else 0)
    return Grid(points, swap_last_middles(cells), rows, facets, _node_sets(variables))


def _points(variables: Variables) -> np.ndarray:
    """Return the coordinates (n, 3)."""
    if "coord" in variables:
        rows = list(variables["coord"])
    else:
        rows = [variables[name] for name in ("coordx", "coordy", "coordz") if name in variables]
    points = np.zeros((len(rows[0]), 3))
    points[:, : len(rows)] = np.column_stack(rows)
    return points


def _facets(
    variables: Variables, blocks: list[np.ndarray], first: np.ndarray, dim: int, faces: int
) -> dict[str, np.ndarray]:
    """Return the corners of the facets in each side set.

    Triangles in space have two faces, whose sides are counted before those of the edges.
    """
    found = {}
    names = _names(variables, "ss", "ss_prop1", _count(variables, "elem_ss"), "sideset")
    for number, name in enumerate(names, start=1):
        elements = variables[f"elem_ss{number}"].astype(np.int64) - 1
        sides = variables[f"side_ss{number}"].astype(np.int64) - 1 - faces
        block = np.searchsorted(first, elements, side="right") - 1
        edges = []
        for at, element, side in zip(block, elements, sides, strict=True):
            nodes = blocks[at][element - first[at]]
            if not (len(nodes) and 0 <= side < len(SIDES[dim])):
                kind = "edges" if dim == 2 else "faces"
                raise BadMesh(
                    f"has the side set {name!r} with sides that are no {kind} of {ELEMENTS[dim]}"
                )
            edges.append(nodes[list(SIDES[dim][side])])
        found[name] = np.array(edges, dtype=np.int64).reshape(-1, dim)
    return found


def _node_sets(variables: Variables) -> dict[str, np.ndarray]:
    names = _names(variables, "ns", "ns_prop1", _count(variables, "node_ns"), "nodeset")
    return {
        name: variables[f"node_ns{number}"].astype(np.int64) - 1
        for number, name in enumerate(names, start=1)
    }
