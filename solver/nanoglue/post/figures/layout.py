"""Layout of a cross-section: axes, scale bar, outlines, interfaces and colour scale."""

from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.post.figures.colours import BEFORE, BONDED, DAMAGED, DEBONDED, OUTLINE, colour_map
from nanoglue.post.figures.results import Grid, Results
from nanoglue.post.figures.section import View, image
from nanoglue.post.figures.selection import planes_of
from nanoglue.post.figures.strokes import strokes
from nanoglue.post.figures.triangulation import (
    Planes,
    along,
    curves,
    joined,
    mirrored,
    outline,
    pieces,
    signs,
    up_to_planes,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.figure import Figure


def figure(width: float, height: float) -> "Figure":
    """Return an empty figure of a size [inch] with automatic layout."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=150, layout="constrained", facecolor="white")


def section(
    axes: "Axes", results: Results, time: float, view: View, field: str, limits: tuple[float, float]
) -> Any:
    """Draw a cross-section at a time and return the colour mapping."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    axes.imshow(
        image(results, time, view, field, limits),
        extent=view.extent,
        interpolation="antialiased",
        zorder=0,
    )
    outlines(axes, results, time)
    interfaces(axes, results, time)
    first, second = ("r", "z") if results.has_axis else ("x", "y")
    axes.set(
        xlim=view.extent[:2],
        ylim=view.extent[2:],
        xlabel=f"${first}$ [nm]",
        ylabel=f"${second}$ [nm]",
    )
    axes.set_aspect("equal")
    axes.tick_params(labelsize=8, colors="#555555")
    axes.spines[:].set_color("#bbbbbb")
    length_bar(axes, view)
    return ScalarMappable(Normalize(*limits), colour_map(field))


def outlines(axes: "Axes", results: Results, time: float) -> None:
    """Draw outlines of the bodies: deformed (solid) and undeformed (dashed)."""
    from matplotlib.collections import LineCollection

    dashed: dict[str, Any] = {"colors": BEFORE, "linewidths": 0.8, "linestyles": (0, (4, 3))}
    full: dict[str, Any] = {"colors": OUTLINE, "linewidths": 0.8}
    for deformed, look in ((False, dashed), (True, full)):
        lines = [1000 * line for line in outlines_of(results, time, deformed)]
        axes.add_collection(LineCollection(lines, zorder=2, **look))


def outlines_of(results: Results, time: float, deformed: bool) -> list[np.ndarray]:
    """Return the outlines (s, 2) [um] of all bodies; lines that bodies share appear once."""
    found, planes = [], planes_of(results)
    for name in results.bodies:
        grid = results.grid(name, time)
        edges = outline(grid.cells, grid.points, *planes)
        found.append(curves(edges, grid.deformed if deformed else grid.points))
    lines = np.concatenate(found)
    return joined(mirrored(lines, planes))


def interfaces(axes: "Axes", results: Results, time: float, width: float = 3.5) -> None:
    """Draw interfaces on the plus side: red if debonded, black if bonded."""
    for name in results.interfaces:
        lines, broken = interface_lines(results.grid(name, time), planes_of(results))
        strokes(axes, 1000 * lines, np.where(broken, DEBONDED, BONDED), width, 4)


def interface_lines(grid: Grid, planes: Planes) -> tuple[np.ndarray, np.ndarray]:
    """Return segments (k, 2, 2) [um] of the deformed, mirrored interface and which are debonded.

    The points of a grid lie within the facets; the line is drawn up to the mirror planes.
    """
    order, _ = along(grid.points)
    points, broken = grid.deformed[order], grid.nodal["damage_envelope [-]"][order] >= 1 - 1e-9
    points, broken = up_to_planes(points, broken, planes)
    lines = pieces(points)
    near = ~np.isnan(lines).any(axis=(1, 2))
    debonded = (broken[:-1] | broken[1:])[near]
    return mirrored(lines[near], planes), np.tile(debonded, len(signs(planes)))


def length_bar(axes: "Axes", view: View) -> None:
    """Draw a scale bar of a round length [nm] in the upper left corner."""
    width, height = (1000 * side for side in view.size)
    length = round_length(width / 5)
    x, y = view.extent[0] + 0.04 * width, view.extent[3] - 0.09 * height
    axes.plot([x, x + length], [y, y], color="black", linewidth=4, solid_capstyle="butt", zorder=6)
    axes.text(
        x + length / 2,
        y + 0.012 * height,
        f"{length:g} nm",
        ha="center",
        va="bottom",
        fontsize=10,
        zorder=6,
    )


def round_length(about: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten up to a length.

    >>> round_length(60.0), round_length(47.0), round_length(0.3)
    (50.0, 20.0, 0.2)
    """
    power = float(10 ** np.floor(np.log10(about)))
    return max(
        float(f"{digit * power:.6g}") for digit in (1, 2, 5) if digit * power <= about * (1 + 1e-9)
    )


def scale(
    figure: "Figure", axes: "Axes", mapped: "ScalarMappable", title: str, **place: Any
) -> Any:
    """Draw a colour scale with a title beside axes."""
    bar = figure.colorbar(mapped, ax=axes, **{"shrink": 0.8, "pad": 0.02, "aspect": 28, **place})
    bar.set_label(title, fontsize=10)
    bar.ax.tick_params(labelsize=9)
    bar.outline.set_edgecolor("#bbbbbb")
    return bar


def keys(results: Results, field: str, outline: bool = True, damaged: bool = False) -> list[Any]:
    """Return the legend entries of a cross-section.

    Args:
        results: run with written fields.
        field: of the colours.
        outline: whether the outline at the start is drawn.
        damaged: whether damaged interfaces have a colour of their own.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    from nanoglue.post.figures.colours import tones

    entries: list[Any] = []
    if results.interfaces:
        entries.append(Line2D([], [], color=BONDED, linewidth=3.5, label="bonded"))
    can_open = set(results.interfaces) - results.perfect_bonds
    if can_open and damaged:
        entries.append(Line2D([], [], color=DAMAGED, linewidth=3.5, label="damaged"))
    if can_open:
        entries.append(Line2D([], [], color=DEBONDED, linewidth=3.5, label="debonded"))
    if outline:
        start, dashed = "outline at the start", (0, (4, 3))
        entries.append(Line2D([], [], color=BEFORE, linewidth=1, linestyle=dashed, label=start))
    plain = [
        name
        for name, series in results.bodies.items()
        if results.grid(name, series[0][0]).values(field) is None
    ]
    shade = tones(list(results.bodies))
    return entries + [
        Patch(facecolor=shade[n], edgecolor=OUTLINE, linewidth=0.6, label=n) for n in plain
    ]
