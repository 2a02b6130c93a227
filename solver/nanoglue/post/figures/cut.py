"""Cut through bodies in space: where it lies, and what remains of bodies and interfaces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from nanoglue.post.figures.grids import nodal_values
from nanoglue.post.figures.results import Grid, Results
from nanoglue.post.figures.selection import ON_PLANE, NotAvailable, Shown, mirrors_in_space
from nanoglue.post.figures.tetrahedra import Image, boundary, flat_parts, halved, surface

AXES = ("x", "y", "z")
UNITS = {"nm": 1e-3, "um": 1.0, "µm": 1.0}  # um
NO_CUT = "none"

INSIDE = 1e-4
"""Distance [-] of the cut from its plane over the size, so that it does not meet the nodes."""

NEAR = 0.05
"""Distance [-] from 0 over the size below which the middle of the bodies is taken as 0."""

KEPT = {"x": -1, "y": 1, "z": -1}
"""Side of the plane that remains; the other one faces the viewer."""


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
    outer: Any
    face: Any


@dataclass(frozen=True, slots=True)
class Whole:
    """How a run is shown: its planes of symmetry, whether it is mirrored at them, and the cut."""

    planes: tuple[bool, bool, bool]
    mirrored: bool
    plane: Plane | None

    @property
    def images(self) -> list[Image]:
        """Signs of the coordinates for the body and every mirror image."""
        a, b, c = ((1, -1) if plane and self.mirrored else (1,) for plane in self.planes)
        return list(product(a, b, c))


def whole(results: Results, cut: str | None = None, mirrored: bool = True) -> Whole:
    """Return how a run is shown.

    Args:
        results: run in space with written fields.
        cut: ``x``, ``y`` or ``z`` for the normal of the cut, also with a place as in ``x=80nm``,
            ``none``, or None for the default: a horizontal normal, that of a plane of symmetry if
            there is one, else the axis along which the bodies are shorter.
        mirrored: whether bodies are mirrored at planes of symmetry.

    Raises:
        NotAvailable: the cut is none of these, or misses the bodies.
    """
    planes = mirrors_in_space(results)
    if cut == NO_CUT:
        return Whole(planes, mirrored, None)
    start = [results.grid(name, results.times[0]).points for name in focus(results)]
    sizes = np.ptp(np.concatenate(start), axis=0)
    axis, place = _given(cut) if cut else (_shorter(sizes, planes), None)
    return Whole(planes, mirrored, _plane(results, axis, place, planes[axis], mirrored))


def _given(cut: str) -> tuple[int, float | None]:
    """Return axis and place [um] of a cut.

    >>> _given("x=80 nm"), _given("z")
    ((0, 0.08), (2, None))
    """
    match = re.fullmatch(r"([xyz])(?:\s*=\s*(-?\d+\.?\d*)\s*(nm|um|µm))?", cut.strip())
    if match is None:
        raise NotAvailable(f"--cut: must be x, y, z, none or a place such as x=80nm, not {cut!r}")
    place = None if match[2] is None else float(match[2]) * UNITS[match[3]]
    return AXES.index(match[1]), place


def _shorter(size: np.ndarray, planes: Sequence[bool]) -> int:
    """Return the number of the horizontal axis of the default cut."""
    if planes[0] != planes[1]:
        return 0 if planes[0] else 1
    return 0 if size[0] < size[1] * (1 - 1e-3) else 1


def _plane(
    results: Results, axis: int, place: float | None, symmetric: bool, mirrored: bool
) -> Plane:
    """Return the plane of a cut: at a place, in the plane of symmetry, or through the middle."""
    last = results.times[-1]
    low, high = _range(results, list(results.bodies), axis, last)
    low, high = (min(low, -high), max(high, -low)) if symmetric and mirrored else (low, high)
    size = high - low
    if place is None:
        middle = sum(_range(results, focus(results), axis, results.times[0])) / 2
        place = 0.0 if symmetric or abs(middle) < NEAR * size else middle
    elif not low < place < high:
        found = f"{AXES[axis]} = {1000 * low:.4g} to {1000 * high:.4g} nm"
        raise NotAvailable(f"--cut: the bodies extend over {found}")
    kept = KEPT[AXES[axis]]
    if max(kept * (low - place), kept * (high - place)) < size / 100:
        kept = -kept  # of a quarter without mirror images one side is empty
    return Plane(axis, place + kept * INSIDE * size, kept)


def _range(results: Results, names: Sequence[str], axis: int, time: float) -> tuple[float, float]:
    """Return the least and the largest deformed coordinate of bodies [um]."""
    found = np.concatenate([results.grid(name, time).deformed[:, axis] for name in names])
    return float(found.min()), float(found.max())


def focus(results: Results) -> list[str]:
    """Return the bodies with a species, or all bodies if none has one."""
    time = results.times[-1]
    found = [n for n in results.bodies if "stoichiometry [-]" in results.grid(n, time).nodal]
    return found or list(results.bodies)


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


def shell(grid: Grid, field: str, shown: Whole) -> Any:
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


def clipped(mesh: Any, plane: Plane | None) -> Any:
    """Return the kept part of a surface or of lines."""
    if plane is None or not mesh.n_points:
        return mesh
    return mesh.clip(normal=plane.normal, origin=plane.origin, invert=False)


def face(grid: Grid, field: str, shown: Whole) -> Any:
    """Return the cut face of a body as triangles, with point data ``field`` if it has the field."""
    import pyvista

    nodal = nodal_values(grid, field)
    pieces = [] if shown.plane is None else list(_slices(grid, nodal, shown.plane, shown.images))
    if not pieces:
        return pyvista.PolyData()
    first, *rest = pieces
    return first.append_polydata(*rest).triangulate().clean(tolerance=1e-9, absolute=True)


def _slices(
    grid: Grid, nodal: np.ndarray | None, plane: Plane, images: Sequence[Image]
) -> Iterator[Any]:
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
