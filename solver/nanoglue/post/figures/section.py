"""Image of a cross-section: deformed bodies, coloured by a field or grey."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nanoglue.post.figures.colours import SIGNED, colour_map, tones
from nanoglue.post.figures.results import Grid, Results
from nanoglue.post.figures.selection import planes_of
from nanoglue.post.figures.triangulation import Planes, at_refined, refined, signs

FLAT = 10  # width over height
FINE = 6000  # cells; a finer grid needs less cutting
UNDERSHOOT = 1e-2
"""Negative value over the largest [-] of a field without a sign that is an error of the mesh."""


@dataclass(frozen=True, slots=True)
class View:
    """Visible part of the plane: left, right, bottom, top [um]."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height [um]."""
        return self.right - self.left, self.top - self.bottom

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Left, right, bottom, top [nm]."""
        return tuple(1000 * side for side in (self.left, self.right, self.bottom, self.top))  # type: ignore[return-value]


def view_of(results: Results, times: Sequence[float]) -> View:
    """Return the view of all bodies with a species at all times, with part of the support.

    For flat bodies, it contains the moving part and its surroundings.
    """
    visible = _coloured(results) or list(results.bodies)
    grids = [results.grid(name, time) for name in visible for time in times]
    found = np.concatenate([grid.deformed for grid in grids])
    width, height = np.ptp(found, axis=0)
    if width > FLAT * height:
        moved = found - np.concatenate([grid.points for grid in grids])
        way = np.linalg.norm(moved, axis=1)
        found = found[np.abs(found[:, 0]) <= 2 * np.abs(found[way >= way.max() / 20, 0]).max()]
    planes = planes_of(results)
    low, high = _mirrored(found, planes)
    span = max(high - low)
    around = 0.12 * span
    below = 0.3 * span if len(visible) < len(results.bodies) else around
    every = np.concatenate(
        [results.grid(name, time).deformed for name in results.bodies for time in times]
    )
    reach = 0.03 * span
    lowest, highest = _mirrored(every, planes)
    lowest, highest = lowest - reach, highest + reach
    return View(
        max(low[0] - 1.5 * around, lowest[0]),
        min(high[0] + 1.5 * around, highest[0]),
        max(low[1] - below, lowest[1]),
        min(high[1] + around, highest[1]),
    )


def _mirrored(points: np.ndarray, planes: Planes) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower and the upper corner of points and their mirror images."""
    low, high = points.min(axis=0), points.max(axis=0)
    for axis in (axis for axis in (0, 1) if planes[axis]):
        high[axis] = max(high[axis], -low[axis])
        low[axis] = -high[axis]
    return low, high


def _coloured(results: Results) -> list[str]:
    return [
        name
        for name, series in results.bodies.items()
        if results.grid(name, series[0][0]).values("stoichiometry [-]") is not None
    ]


def image(
    results: Results, time: float, view: View, field: str, limits: tuple[float, float]
) -> np.ndarray:
    """Return pixels (height, width, 3) of the bodies, coloured by a field if they have it."""
    import pyvista

    width, height = view.size
    pixels = 1800 / max(width, height)
    plotter = pyvista.Plotter(
        off_screen=True, window_size=[round(pixels * width), round(pixels * height)]
    )
    plotter.background_color = pyvista.Color("white")
    neutral = tones(list(results.bodies))
    for name in results.bodies:
        surfaces, coloured = mirrored_triangles(results, name, time, field)
        for part in surfaces:
            look: dict[str, Any] = {"color": neutral[name]}
            if coloured:
                look = {
                    "scalars": "field",
                    "cmap": colour_map(field),
                    "clim": limits,
                    "show_scalar_bar": False,
                }
            plotter.add_mesh(part, lighting=False, **look)
    camera = plotter.camera
    x, y = (view.left + view.right) / 2, (view.bottom + view.top) / 2
    camera.focal_point, camera.position, camera.up = (x, y, 0), (x, y, 10), (0, 1, 0)
    camera.parallel_projection, camera.parallel_scale = True, height / 2
    pixel: np.ndarray = np.asarray(
        plotter.screenshot(return_img=True, transparent_background=False)
    )
    plotter.close()
    return pixel


def triangles(grid: Grid, field: str) -> tuple[Any, bool]:
    """Return the deformed grid as flat triangles, and whether they have the field."""
    import pyvista

    weights, corners, owner = refined(grid.cells, 4 if len(grid.cells) < FINE else 2)
    flat = at_refined(weights, grid.cells, grid.deformed)
    faces = np.column_stack([np.full(len(corners), 3), corners])
    surface = pyvista.PolyData(np.column_stack([flat, np.zeros(len(flat))]), faces.ravel())
    if field in grid.nodal:
        surface.point_data["field"] = at_refined(weights, grid.cells, grid.nodal[field])
    elif field in grid.inside:
        surface.cell_data["field"] = grid.inside[field][owner]
    return surface, field in grid.nodal or field in grid.inside


def mirrored_triangles(
    results: Results, name: str, time: float, field: str
) -> tuple[list[Any], bool]:
    """Return the surfaces of a body and of its mirror images, and whether they have the field."""
    surface, coloured = triangles(results.grid(name, time), field)
    found = []
    for a, b in signs(planes_of(results)):
        part = surface.copy()
        part.points = np.asarray(surface.points) * (a, b, 1)
        found.append(part)
    return found, coloured


def limits_of(results: Results, times: Sequence[float], field: str) -> tuple[float, float] | None:
    """Return the range of a field over times, None if no body has it."""
    found = [results.grid(name, time).values(field) for name in results.bodies for time in times]
    known = [values for values in found if values is not None]
    if not known:
        return None
    low, high = min(float(v.min()) for v in known), max(float(v.max()) for v in known)
    return nice_limits(low, high, signed=field in SIGNED)


def nice_limits(low: float, high: float, signed: bool = False) -> tuple[float, float]:
    """Return limits of a scale: symmetric about zero for signed fields, else from zero.

    Where a field without a sign is negative by more than ``UNDERSHOOT``, its range is shown.

    >>> nice_limits(-1e-3, 3.0)
    (0.0, 3.0)
    >>> nice_limits(-2.0, 1.0)
    (-2.0, 1.0)
    >>> nice_limits(-2.0, 1.0, signed=True)
    (-2.0, 2.0)
    """
    largest = max(abs(low), abs(high)) or 1.0
    if signed:
        return -largest, largest
    if low > -UNDERSHOOT * largest:
        return 0.0, largest
    return low, high if high > low else 0.0
