"""Cut through bodies in space: what remains of the mirrored bodies, and their cut faces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.post.figures.grids import nodal_values
from nanoglue.post.figures.results import Grid, Results
from nanoglue.post.figures.selection import ON_PLANE, Shown
from nanoglue.post.figures.tetrahedra import Image, boundary, flat_parts, halved, merged, surface

if TYPE_CHECKING:
    from pyvista import PolyData


@dataclass(frozen=True, slots=True)
class Plane:
    """Plane of a cut: axis of its normal (0 to 2), position [um], and sign of the kept side."""

    axis: int
    position: float
    kept: int

    @property
    def normal(self) -> np.ndarray:
        """Unit vector into the kept side."""
        return self.kept * np.eye(3)[self.axis]

    @property
    def origin(self) -> np.ndarray:
        """Point of the plane [um]."""
        return self.position * np.eye(3)[self.axis]

    def height(self, points: np.ndarray) -> np.ndarray:
        """Return distances [um] of points (..., 3), positive on the kept side."""
        found: np.ndarray = self.kept * (points[..., self.axis] - self.position)
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """Visible parts of a body: its outer surface and its cut face, each as triangles."""

    name: str
    outer: "PolyData"
    face: "PolyData"


@dataclass(frozen=True, slots=True)
class Whole:
    """How a run is shown.

    Its planes of symmetry, whether it is mirrored at them, the cut, and the axis that points up.
    """

    planes: tuple[bool, bool, bool]
    mirrored: bool
    plane: Plane | None
    up: int = 2

    @property
    def images(self) -> list[Image]:
        """Signs of the coordinates for the body and every mirror image."""
        a, b, c = ((1, -1) if plane and self.mirrored else (1,) for plane in self.planes)
        return list(product(a, b, c))


def parts(results: Results, time: float, one: Shown, shown: Whole) -> list[Part]:
    """Return the visible parts of all bodies, with a field in its unit as point data ``field``."""
    found = []
    for name in results.bodies:
        grid = results.grid(name, time)
        part = Part(name, shell(grid, one.field, shown), face(grid, one.field, shown))
        for mesh in (part.outer, part.face):
            if "field" in mesh.point_data:
                mesh.point_data["field"] = one.factor * np.asarray(mesh["field"])
        found.append(part)
    return found


def shell(grid: Grid, field: str, shown: Whole) -> "PolyData":
    """Return the outer surface of a body and its images, without the part cut away.

    Its point data ``field`` are there if the body has the field.
    """
    faces = outer_faces(grid, shown)
    found = surface(faces, grid.deformed, nodal_values(grid, field), shown.images)
    return clipped(found, shown.plane)


def outer_faces(grid: Grid, shown: Whole) -> np.ndarray:
    """Return the faces (k, 6) on the surface of a body, or of one joined with its images."""
    faces = boundary(grid.cells, grid.points)
    return faces[~in_planes(grid.points[faces], shown)] if shown.mirrored else faces


def in_planes(places: np.ndarray, shown: Whole) -> np.ndarray:
    """Return which faces or edges (k, nodes, 3) lie in a plane of symmetry."""
    size = ON_PLANE * max(float(np.abs(places).max(initial=0.0)), 1e-9)
    inside = (np.abs(places) < size).all(axis=1)
    found: np.ndarray = (inside & np.array(shown.planes)).any(axis=1)
    return found


def clipped(mesh: "PolyData", plane: Plane | None) -> "PolyData":
    """Return the kept part of a surface or of lines."""
    if plane is None or not mesh.n_points:
        return mesh
    return mesh.clip(normal=plane.normal, origin=plane.origin, invert=False)


def face(grid: Grid, field: str, shown: Whole) -> "PolyData":
    """Return the cut face of a body as triangles, with point data ``field`` if it has the field."""
    import pyvista

    nodal = nodal_values(grid, field)
    pieces = [] if shown.plane is None else list(_slices(grid, nodal, shown.plane, shown.images))
    if not pieces:
        return pyvista.PolyData()
    first, *rest = pieces
    return merged(first.append_polydata(*rest).triangulate(), 1e-9)


def _slices(
    grid: Grid, nodal: np.ndarray | None, plane: Plane, images: Sequence[Image]
) -> Iterator["PolyData"]:
    """Yield the cut of each image through flat parts of a quarter of the edges of its elements."""
    import pyvista

    given = np.zeros(len(grid.points)) if nodal is None else nodal
    for image in images:
        moved = grid.deformed * np.array(image)
        height = plane.height(moved)[flat_parts(grid.cells)].reshape(len(grid.cells), -1)
        met = grid.cells[(height.min(axis=1) < 0) & (height.max(axis=1) > 0)]
        if not len(met):
            continue
        both = halved(np.concatenate([moved, given[:, None]], axis=1)[met])
        flat = flat_parts(np.arange(both[..., 0].size).reshape(-1, 10))
        solid = pyvista.UnstructuredGrid(
            {pyvista.CellType.TETRA: flat}, both[..., :3].reshape(-1, 3)
        )
        if nodal is not None:
            solid.point_data["field"] = both[..., 3].ravel()
        yield solid.slice(normal=plane.normal, origin=plane.origin)
