"""Three-dimensional view of an axisymmetric run, with a quarter cut out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from nanoglue.post.figures.colours import BONDED, DEBONDED, OUTLINE, colour_map, label, tones
from nanoglue.post.figures.events import STRESS, UPTAKE, heading
from nanoglue.post.figures.grids import with_image_below
from nanoglue.post.figures.layout import figure, keys, length_bar, scale
from nanoglue.post.figures.results import EventRecord, Grid, Results
from nanoglue.post.figures.section import View, limits_of, triangles, view_of
from nanoglue.post.figures.selection import planes_of
from nanoglue.post.figures.triangulation import Planes, along, curves, outline, up_to_planes

ANGLES = np.radians(np.linspace(-45.0, 225.0, 181))  # a quarter is left open towards the viewer
TOWARDS_VIEWER = np.array([0.0, -8.0, 3.4]) / np.hypot(8.0, 3.4)
DISTANCE = 2.0
"""Distance of the camera over the reach of the bodies [-]."""

PREFERRED = ("bonded_50pct", "onset", "front_at_axis", "end")


def draw_three_dimensional(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``three_dimensional.png`` at one event of an axisymmetric run."""
    found = list(results.events_with_fields())
    if not found or not results.has_axis:
        return
    rank = {name: number for number, name in enumerate(PREFERRED)}
    record, time = min(found, key=lambda pair: rank.get(pair[0].event, len(rank)))
    times = [time for _, time in found]
    field = UPTAKE if limits_of(results, times, UPTAKE) else STRESS
    limits = limits_of(results, times, field) or (0.0, 1.0)
    drawn = view_figure(results, record, time, field, limits)
    drawn.savefig(directory / "three_dimensional.png")
    yield directory / "three_dimensional.png"


def view_figure(
    results: Results, record: EventRecord, time: float, field: str, limits: tuple[float, float]
) -> Any:
    """Return the figure with its colour scale."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    view = view_of(results, [time])
    drawn = figure(9.6, 7.6)
    axes = drawn.add_subplot()
    half = 0.58 * max(view.size)
    framed = View(-half, half, -0.85 * half, 0.85 * half)
    middle = (view.bottom + view.top) / 2
    axes.imshow(image(results, time, framed, middle, field, limits), extent=framed.extent)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    length_bar(axes, framed)
    scale(
        drawn,
        axes,
        ScalarMappable(Normalize(*limits), colour_map(field)),
        label(field, results.species),
    )
    axes.set_title(heading(results, record), loc="left", fontsize=13)
    entries = keys(results, field, outline=False)
    drawn.legend(handles=entries, loc="outside lower center", ncols=4, frameon=False)
    return drawn


def image(
    results: Results,
    time: float,
    framed: View,
    middle: float,
    field: str,
    limits: tuple[float, float],
) -> np.ndarray:
    """Return pixels of the bodies in parallel projection from above the cut quarter."""
    import pyvista

    width, height = framed.size
    size = [1800, round(1800 * height / width)]
    plotter = pyvista.Plotter(off_screen=True, window_size=size, lighting="three lights")
    plotter.background_color = pyvista.Color("white")
    neutral = tones(list(results.bodies))
    planes = planes_of(results)
    for name in results.bodies:
        grid = results.grid(name, time)
        if planes[1]:
            grid = with_image_below(grid)
        for part, lit in ((shell(grid, field), True), *((f, False) for f in faces(grid, field))):
            look: dict[str, Any] = {"color": neutral[name]}
            if "field" in part.array_names:
                look = {"scalars": "field", "cmap": colour_map(field), "clim": limits}
                look["show_scalar_bar"] = False
            plotter.add_mesh(part, lighting=lit, ambient=0.45, diffuse=0.6, **look)
        for edge in rims(grid):
            plotter.add_mesh(edge, color=OUTLINE, line_width=2, lighting=False)
    for name in results.interfaces:
        for part, colour in seams(results.grid(name, time), planes):
            plotter.add_mesh(part, color=colour, lighting=False)
            if planes[1]:
                plotter.add_mesh(part.reflect((0, 0, 1)), color=colour, lighting=False)
    camera = plotter.camera
    camera.focal_point, camera.up = (0, 0, middle), (0, 0, 1)
    grids = [results.grid(name, time) for name in results.bodies]
    camera.position, clipping = seen_from(np.concatenate([g.deformed for g in grids]), middle)
    camera.parallel_projection, camera.parallel_scale = True, height / 2
    camera.clipping_range = clipping
    pixels: np.ndarray = np.asarray(plotter.screenshot(return_img=True))
    plotter.close()
    return pixels


def seen_from(
    points: np.ndarray, middle: float
) -> tuple[tuple[float, float, float], tuple[float, float]]:
    """Return the place of a camera and the distances between which it sees [um].

    All points (n, 2) of the half-plane, turned about the axis, lie between them.

    Args:
        points: radius and height [um].
        middle: height [um] of the point on the axis at which it looks.

    >>> position, clipping = seen_from(np.array([[3.0, 4.0]]), 0.0)
    >>> [round(side, 2) for side in position], clipping
    ([0.0, -9.2, 3.91], (5.0, 15.0))
    """
    reach = float(np.linalg.norm(points - (0.0, middle), axis=1).max())
    x, y, z = DISTANCE * reach * TOWARDS_VIEWER
    return (float(x), float(y), float(z) + middle), ((DISTANCE - 1) * reach, (DISTANCE + 1) * reach)


def turned(points: np.ndarray, angle: np.ndarray | float) -> np.ndarray:
    """Return half-plane points (..., 2) rotated about the axis by an angle, (..., 3)."""
    r, z = points[..., 0], points[..., 1]
    return np.stack([r * np.cos(angle), r * np.sin(angle), z + 0 * r], axis=-1)


def swept(lines: np.ndarray) -> Any:
    """Return the surface of revolution of polylines (k, s, 2), as quadrilaterals."""
    import pyvista

    k, s, _ = lines.shape
    points = np.stack([turned(lines, angle) for angle in ANGLES])
    number = np.arange(points.size // 3).reshape(len(ANGLES), k, s)
    corners = [number[:-1, :, :-1], number[1:, :, :-1], number[1:, :, 1:], number[:-1, :, 1:]]
    quads = np.stack([corner.ravel() for corner in corners], axis=1)
    sides = np.column_stack([np.full(len(quads), 4), quads])
    return pyvista.PolyData(points.reshape(-1, 3), sides.ravel())


def shell(grid: Grid, field: str) -> Any:
    """Return the outer surface of a body, coloured if the field is nodal."""
    edges = outline(grid.cells, grid.points, has_axis=True)
    surface = swept(curves(edges, grid.deformed))
    if field in grid.nodal:
        values = np.column_stack([grid.nodal[field], grid.nodal[field]])
        along_edges = curves(edges, values)[..., 0].ravel()
        surface.point_data["field"] = np.tile(along_edges, len(ANGLES))
    return surface


def faces(grid: Grid, field: str) -> list[Any]:
    """Return the two cut faces of a body, drawn unlit so that colours match the scale."""
    flat, _ = triangles(grid, field)
    cut = []
    for angle in ANGLES[[0, -1]]:
        face = flat.copy()
        face.points = turned(np.asarray(flat.points)[:, :2], angle)
        cut.append(face)
    return cut


def rims(grid: Grid) -> list[Any]:
    """Return the edges of the two cut faces, including the axis."""
    import pyvista

    edges = curves(outline(grid.cells, grid.points, has_axis=False), grid.deformed)
    k, s, _ = edges.shape
    number = np.arange(k * s).reshape(k, s)
    lines = np.column_stack([np.full(k, s), number]).ravel()
    return [
        pyvista.PolyData(turned(edges.reshape(-1, 2), angle), lines=lines)
        for angle in ANGLES[[0, -1]]
    ]


def seams(grid: Grid, planes: Planes) -> list[tuple[Any, str]]:
    """Return the interface on the cut faces as tubes: red if debonded, black if bonded."""
    import pyvista

    order, _ = along(grid.points)
    points, broken = grid.deformed[order], grid.nodal["damage_envelope [-]"][order] >= 1 - 1e-9
    points, broken = up_to_planes(points, broken, planes)
    radius = 0.008 * float(np.ptp(points, axis=0).max())
    found = []
    for state, colour in ((True, DEBONDED), (False, BONDED)):
        ends = np.flatnonzero((broken[:-1] | broken[1:]) == state)
        for angle in ANGLES[[0, -1]] if len(ends) else []:
            line = pyvista.PolyData(turned(points, angle))
            line.lines = np.column_stack([np.full(len(ends), 2), ends, ends + 1]).ravel()
            found.append((line.tube(radius=radius), colour))
    return found
