"""Grids on disk: one .vtu of a single rank, or one a rank and a .pvtu that lists them.

Written through meshio, which needs no VTK on the compute nodes.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.output.rank_errors import raise_from_any_rank, raise_on_all_ranks
from nanoglue.output.results_folder import write_text

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI

Arrays = dict[str, np.ndarray]
Grid = tuple[np.ndarray, np.ndarray, Arrays, Arrays]
"""Points (n, 3) [um], cells (m, nodes), point data and cell data of a rank."""

KINDS = {10: "tetra10", 6: "triangle6", 2: "line", 1: "vertex"}
"""Type of a cell by its number of nodes."""


def write_grid(comm: "MPI.Comm", directory: Path, stem: str, grid: Grid) -> str:
    """Write the grids of all ranks and return the name of the file to open; collective.

    Every rank writes its own part, so that none holds those of others. Points on the seams appear
    once a rank, and those of ghost cells alone are left out.

    Raises:
        OSError: on every rank, if any could not write.
    """
    if comm.size == 1:
        _write(directory / f"{stem}.vtu", grid)
        return f"{stem}.vtu"
    grid = of_its_cells(grid)
    piece = f"{stem}_{comm.rank:04d}.vtu" if len(grid[1]) else ""
    with raise_from_any_rank(comm):
        if piece:
            _write(directory / piece, grid)
    pieces = comm.gather(piece)
    with raise_on_all_ranks(comm) as root:
        if root:
            text = parallel_grid(grid, [name for name in pieces or [] if name])
            write_text(directory / f"{stem}.pvtu", text)
    return f"{stem}.pvtu"


def of_its_cells(grid: Grid) -> Grid:
    """Return a grid with the points of its cells alone.

    >>> grid = np.eye(3), np.array([[2, 0]]), {"a": np.array([5, 6, 7])}, {}
    >>> points, cells, nodal, _ = of_its_cells(grid)
    >>> points.tolist(), cells.tolist(), nodal["a"].tolist()
    ([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], [[1, 0]], [5, 7])
    """
    points, cells, nodal, inside = grid
    used, numbers = np.unique(cells, return_inverse=True)
    kept = {name: values[used] for name, values in nodal.items()}
    return points[used], numbers.reshape(cells.shape), kept, inside


def _write(file: Path, grid: Grid) -> None:
    """Write a grid, whole or not at all."""
    import meshio

    points, cells, nodal, inside = grid
    file.parent.mkdir(exist_ok=True)
    blocks = {name: [values] for name, values in inside.items()}
    mesh = meshio.Mesh(points, [(KINDS[cells.shape[1]], cells)], nodal, blocks)
    unfinished = file.with_name(f".{file.name}")
    try:
        mesh.write(unfinished, file_format="vtu")
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def parallel_grid(grid: Grid, pieces: list[str]) -> str:
    """Return the .pvtu file of pieces that have the data of a grid.

    >>> grid = np.zeros((0, 3)), np.zeros((0, 2), int), {"u [um]": np.zeros((0, 3))}, {}
    >>> print(parallel_grid(grid, ["a.vtu"]).splitlines()[7].strip())
    <PDataArray type="Float64" Name="u [um]" NumberOfComponents="3"/>
    """
    points, _, nodal, inside = grid
    parts = {"PPoints": {"Points": points}, "PPointData": nodal, "PCellData": inside}
    lines = ['<?xml version="1.0"?>', '<VTKFile type="PUnstructuredGrid" version="0.1">']
    lines.append('  <PUnstructuredGrid GhostLevel="0">')
    for part, arrays in parts.items():
        lines.append(f"    <{part}>")
        lines += [f"      {_declared(name, values)}" for name, values in arrays.items()]
        lines.append(f"    </{part}>")
    lines += [f"    <Piece Source={_quoted(piece)}/>" for piece in pieces]
    return "\n".join([*lines, "  </PUnstructuredGrid>", "</VTKFile>", ""])


def _declared(name: str, values: np.ndarray) -> str:
    """Return the declaration of an array of floating-point numbers."""
    components = values.shape[1] if values.ndim > 1 else 1
    kind = f"Float{8 * values.dtype.itemsize}"
    start = f'<PDataArray type="{kind}" Name={_quoted(name)}'
    return f'{start} NumberOfComponents="{components}"/>'


def _quoted(text: str) -> str:
    """Return the value of an attribute."""
    from xml.sax.saxutils import quoteattr  # with half of Python's network library

    return quoteattr(text)
