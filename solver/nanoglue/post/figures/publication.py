"""Publication figures: deformed cross-sections as PDF, SVG or PNG of a given width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.post.figures.colours import (
    OUTLINE,
    SIGNED,
    colour_map,
    damage_colours,
    titled,
    tones,
)
from nanoglue.post.figures.frame import below, beside, is_flat
from nanoglue.post.figures.grids import nodal_values
from nanoglue.post.figures.layout import round_length
from nanoglue.post.figures.results import Grid, Results
from nanoglue.post.figures.section import nice_limits, view_of
from nanoglue.post.figures.selection import (
    IN_SPACE,
    NotAvailable,
    Shown,
    field_named,
    mirrors,
    shown,
    time_of,
)
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

FORMATS = ("pdf", "svg", "png")
STYLE: dict[Any, Any] = {
    "font.size": 8,
    "font.family": "sans-serif",
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "mathtext.fontset": "dejavusans",
    "axes.linewidth": 0.5,
}


@dataclass(frozen=True, slots=True)
class Style:
    """Width [mm], resolution, limits of the scale in its unit, and whether bodies are mirrored."""

    width: float = 85.0
    dpi: int = 600
    clim: tuple[float, float] | None = None
    mirrored: bool = True


def draw_publication(
    results: Results,
    directory: Path,
    fields: Sequence[str],
    at: str,
    formats: Sequence[str],
    style: Style,
) -> Iterator[Path]:
    """Draw ``FIELD_TIME.FORMAT`` for each field and format.

    Raises:
        NotAvailable: a field or time is not among the results, or they are three-dimensional.
    """
    import matplotlib as mpl

    if results.in_space:
        raise NotAvailable(IN_SPACE)
    time, word = time_of(results, at)
    chosen = [shown(results, field_named(results, name), time) for name in fields]
    directory.mkdir(parents=True, exist_ok=True)
    for one in chosen:
        with mpl.rc_context(STYLE):
            drawn = cross_section(results, time, one, style)
            for suffix in formats:
                file = directory / f"{one.quantity}_{word}.{suffix}"
                drawn.savefig(file, dpi=style.dpi)
                yield file


Extent = tuple[np.ndarray, np.ndarray]
"""Lower and upper corner [um] of what is visible."""


def cross_section(
    results: Results, time: float, one: Shown, style: Style, extent: Extent | None = None
) -> Any:
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
    limits = style.clim or limits_of(results, time, one)
    norm, cmap = Normalize(*limits), colour_map(one.field)
    shades = tones(list(results.bodies))
    for name in results.bodies:
        grid = results.grid(name, time)
        for sign in images:
            _body(axes, grid, one, np.array(sign), norm, cmap, shades[name])
        edges = outline(grid.cells, grid.points, *planes)
        _strokes(axes, curves(edges, grid.deformed), images, OUTLINE, 0.5, 2)
    for name in results.interfaces:
        lines, colours = _interface(results.grid(name, time), planes)
        wide = (
            0.5 if name in results.perfect_bonds else 1.4
        )  # a wide line would hide a thin coating
        _strokes(axes, lines, images, colours, wide, 3)
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    axes.set_aspect("equal")
    axes.set_axis_off()
    _length_bar(axes, low, high)
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


def limits_of(results: Results, time: float, one: Shown) -> tuple[float, float]:
    """Return the limits of the scale: the range of the field over all bodies."""
    found = [nodal_values(results.grid(name, time), one.field) for name in results.bodies]
    values = one.factor * np.concatenate([each for each in found if each is not None])
    low, high = float(values.min()), float(values.max())
    return nice_limits(low, high, signed=one.field in SIGNED)


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


def _strokes(
    axes: "Axes",
    lines: np.ndarray,
    images: Sequence[tuple[int, int]],
    colours: Any,
    width: float,
    order: int,
) -> None:
    from matplotlib.collections import LineCollection

    for sign in images:
        axes.add_collection(
            LineCollection(
                list(lines * np.array(sign)),
                colors=colours,
                linewidths=width,
                zorder=order,
                capstyle="round",
            )
        )


def _length_bar(axes: "Axes", low: np.ndarray, high: np.ndarray) -> None:
    """Draw a scale bar of a round length in nm or µm in the lower left corner."""
    width, height = high - low
    length = round_length(1000 * width / 4)
    text = f"{length:g} nm" if length < 1000 else f"{length / 1000:g} µm"
    x, y = low + 0.05 * np.array([width, height])
    axes.plot([x, x + length / 1000], [y, y], color="black", linewidth=1.5, zorder=5)
    box = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.8}
    where = (x + length / 2000, y + 0.02 * height)
    axes.text(*where, text, ha="center", va="bottom", bbox=box, zorder=5)
