"""Publication figure of a section: deformed bodies with a field, and interfaces."""

from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.post.figures.colours import OUTLINE, colour_map, damage_colours, titled, tones
from nanoglue.post.figures.frame import below, beside, is_flat
from nanoglue.post.figures.grids import nodal_values
from nanoglue.post.figures.publication_style import Extent, Style, limits_of, scale_bar
from nanoglue.post.figures.results import Grid, Results
from nanoglue.post.figures.section import view_of
from nanoglue.post.figures.selection import Shown, mirrors
from nanoglue.post.figures.strokes import strokes
from nanoglue.post.figures.triangulation import (
    Planes,
    along,
    at_refined,
    curves,
    outline,
    pieces,
    refined,
    signs,
    up_to_planes,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap, Normalize
    from matplotlib.figure import Figure


def cross_section(
    results: Results, time: float, one: Shown, style: Style, extent: Extent | None = None
) -> "Figure":
    """Return the figure of a field at a time, in its own extent if none is given."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure

    planes = mirrors(results, time) if style.mirrored else (False, False)
    images = signs(planes)
    low, high = extent or extent_of(results, time, planes)
    across, aspect = style.width / 25.4, (high - low)[1] / (high - low)[0]
    if flat := is_flat(across, aspect):
        low = low - np.array([0.0, 0.08 * (high - low)[0]])  # for the scale bar
        aspect += 0.08
    frame = (below if flat else beside)(across, aspect)
    drawn = Figure(figsize=frame.size)
    axes = drawn.add_axes(frame.section)
    limits = style.clim or limits_of(results, [time], one)
    norm, cmap = Normalize(*limits), colour_map(one.field)
    shades = tones(list(results.bodies))
    for name in results.bodies:
        grid = results.grid(name, time)
        for sign in images:
            _body(axes, grid, one, np.array(sign), norm, cmap, shades[name])
        edges = outline(grid.cells, grid.points, *planes)
        for sign in images:
            strokes(axes, curves(edges, grid.deformed) * np.array(sign), OUTLINE, 0.5, 2)
    for name in results.interfaces:
        lines, colours = _interface(results.grid(name, time), planes)
        wide = (
            0.5 if name in results.perfect_bonds else 1.4
        )  # a wide line would hide a thin coating
        for sign in images:
            strokes(axes, lines * np.array(sign), colours, wide, 3)
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    axes.set_aspect("equal")
    axes.set_axis_off()
    scale_bar(axes, low, high)
    place, towards = drawn.add_axes(frame.scale), frame.orientation
    bar = drawn.colorbar(ScalarMappable(norm, cmap), cax=place, orientation=towards)
    bar.set_label(titled(one.field, one.unit, results.species))
    bar.outline.set_linewidth(0.5)
    return drawn


def extent_of(results: Results, time: float, planes: Planes) -> Extent:
    """Return the extent of the deformed, mirrored bodies with a margin, or of the moving part.

    Args:
        results: run with written fields.
        time: a written time [s].
        planes: whether bodies are mirrored at the planes 0 of the two coordinates.
    """
    if results.has_axis and planes[0] and not planes[1]:
        view = view_of(results, [time])
        return np.array([view.left, view.bottom]), np.array([view.right, view.top])
    points = np.concatenate([results.grid(name, time).deformed for name in results.bodies])
    every = np.concatenate([points * np.array(sign) for sign in signs(planes)])
    low, high = every.min(axis=0), every.max(axis=0)
    margin = 0.02 * (high - low).max()
    below = np.array([0.0, 0.1 * (high - low).max()])  # for the scale bar
    return low - margin - below, high + margin


def _body(
    axes: "Axes",
    grid: Grid,
    one: Shown,
    sign: np.ndarray,
    norm: "Normalize",
    cmap: "Colormap",
    tone: str,
) -> None:
    """Fill a body with a field, or with a neutral tone if it has none; rasterised."""
    from matplotlib.colors import ListedColormap
    from matplotlib.tri import Triangulation

    weights, corners, _ = refined(grid.cells, 3)
    x, y = (at_refined(weights, grid.cells, grid.deformed) * sign).T
    look: dict[str, Any] = {"norm": norm, "cmap": cmap, "rasterized": True, "zorder": 1}
    nodal = nodal_values(grid, one.field)
    if nodal is not None:
        values = one.factor * at_refined(weights, grid.cells, nodal)
        axes.tripcolor(Triangulation(x, y, corners), values, shading="gouraud", **look)
    else:
        flat, plain = Triangulation(x, y, corners), ListedColormap([tone])
        axes.tripcolor(flat, np.zeros(len(x)), cmap=plain, rasterized=True, zorder=1)


def _interface(grid: Grid, planes: Planes) -> tuple[np.ndarray, np.ndarray]:
    """Return segments [um] of a deformed interface, and colours from bonded to debonded.

    The points of a grid lie within the facets; the line is drawn up to the mirror planes.
    """
    order, _ = along(grid.points)
    points, damage = grid.deformed[order], grid.nodal["damage_envelope [-]"][order]
    points, damage = up_to_planes(points, damage, planes)
    lines = pieces(points)
    near = ~np.isnan(lines).any(axis=(1, 2))
    return lines[near], damage_colours(damage)[near]
