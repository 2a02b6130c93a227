"""Fields that a run has written: grids of bodies and interfaces, and their times."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

IN_SPACE = frozenset({"tetra", "tetra10", "vertex"})
"""Types of the cells of bodies and interfaces in three dimensions."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Reference points [um], cells and fields at one time.

    Points have shape (n, 2) and cells 6 nodes in a section, (n, 3) and 10 nodes in space. The cells
    of an interface are lines (m, 2) in a section and single points (m, 1) in space.
    """

    points: np.ndarray
    cells: np.ndarray
    nodal: dict[str, np.ndarray]
    inside: dict[str, np.ndarray]

    @property
    def deformed(self) -> np.ndarray:
        """Deformed points [um], of the shape of the reference points."""
        moved: np.ndarray = self.points + self.nodal["displacement [um]"][:, : self.points.shape[1]]
        return moved

    def values(self, field: str) -> np.ndarray | None:
        """Return nodal or cell values of a field, None if the grid has none."""
        return self.nodal.get(field, self.inside.get(field))


def read_grid(file: Path) -> Grid:
    """The one block of cells of a .vtu file with its fields, or of all pieces of a .pvtu file."""
    import meshio

    if file.suffix == ".pvtu":
        pieces = ElementTree.parse(file).getroot().iter("Piece")
        return _joined([read_grid(file.parent / piece.attrib["Source"]) for piece in pieces])
    mesh = meshio.read(file)
    inside = {name: np.asarray(blocks[0]) for name, blocks in mesh.cell_data.items()}
    block = mesh.cells[0]
    points = mesh.points[:, : 3 if block.type in IN_SPACE else 2]
    return Grid(points, block.data, dict(mesh.point_data), inside)


def _joined(pieces: list[Grid]) -> Grid:
    """The grids of all ranks as one; points on the seams appear once a rank."""
    shifts = np.cumsum([0, *(len(piece.points) for piece in pieces)])
    first = pieces[0]
    return Grid(
        np.concatenate([piece.points for piece in pieces]),
        np.concatenate([one.cells + shift for one, shift in zip(pieces, shifts, strict=False)]),
        {name: np.concatenate([one.nodal[name] for one in pieces]) for name in first.nodal},
        {name: np.concatenate([one.inside[name] for one in pieces]) for name in first.inside},
    )


def debonded_at(grid: Grid, limit: float) -> Grid:
    """Return the grid of an interface with damage 1 where its law counts a point as debonded.

    >>> damage = {"damage_envelope [-]": np.array([0.5, 0.99, 0.999])}
    >>> grid = debonded_at(Grid(np.zeros((3, 2)), np.zeros((0, 2)), damage, {}), 0.99)
    >>> grid.nodal["damage_envelope [-]"].tolist()
    [0.5, 1.0, 1.0]
    """
    damage = grid.nodal.get("damage_envelope [-]")
    if damage is None or limit >= 1:
        return grid
    shown = {"damage_envelope [-]": np.where(damage >= limit - 1e-12, 1.0, damage)}
    return Grid(grid.points, grid.cells, grid.nodal | shown, grid.inside)


def with_image_below(grid: Grid) -> Grid:
    """Return a body joined with its mirror image at the second coordinate 0."""
    down = np.array([1.0, -1.0, 1.0])
    moved = {"displacement [um]": grid.nodal["displacement [um]"] * down}
    image = Grid(grid.points * down[:2], grid.cells, grid.nodal | moved, grid.inside)
    return _joined([grid, image])


def collection(file: Path) -> list[tuple[float, Path]]:
    """Times [s] and files that a .pvd lists, in order of time; none if it is not there."""
    if not file.is_file():
        return []
    listed = ElementTree.parse(file).getroot().iter("DataSet")
    found = [
        (float(entry.attrib["timestep"]), file.parent / entry.attrib["file"]) for entry in listed
    ]
    return sorted((time, path) for time, path in found if path.is_file())


def nodal_values(grid: Grid, field: str) -> np.ndarray | None:
    """Return a field at the nodes of a body: cell values averaged over the cells at each node."""
    if field in grid.nodal or field not in grid.inside:
        return grid.nodal.get(field)
    nodes = grid.cells.ravel()
    values = np.repeat(grid.inside[field], grid.cells.shape[1])
    count = np.bincount(nodes, minlength=len(grid.points))
    total = np.bincount(nodes, values, minlength=len(grid.points))
    means: np.ndarray = total / np.maximum(count, 1)
    return means
