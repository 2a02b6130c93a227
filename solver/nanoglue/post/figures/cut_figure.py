"""Figures of cut bodies in space: an image of the bodies, with lines and text as vectors."""

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.post.figures.colours import (
    BONDED,
    OUTLINE,
    colour_map,
    segment_colours,
    titled,
)
from nanoglue.post.figures.cut import Part, Whole, parts
from nanoglue.post.figures.cut_image import RIM, Canvas, image
from nanoglue.post.figures.cut_interfaces import bonds, on_cut, rim
from nanoglue.post.figures.cut_place import whole
from nanoglue.post.figures.cut_view import extent_of, view_of
from nanoglue.post.figures.frame import below, beside, is_flat, with_heading
from nanoglue.post.figures.publication_style import Extent, Style, limits_of, scale_bar
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.selection import Shown
from nanoglue.post.figures.strokes import strokes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PERFECT = 0.5
"""Width of the line of a perfect bond [pt], which would hide a thin coating if it were wide."""

FINEST = 2000
"""Largest number of pixels across from which the outline is taken."""

LETTER, LINE = 4.6, 11.0
"""Width of a letter and distance of lines of the heading [pt]."""


def cut_bodies(
    results: Results,
    time: float,
    one: Shown,
    style: Style,
    extent: Extent | None = None,
    heading: str = "",
) -> "Figure":
    """Return the figure of cut bodies at a time, in their own extent if none is given."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure

    shown = whole(results, style.cut, style.mirrored)
    low, high = extent or extent_of(results, [time], shown)
    across, aspect = style.width / 25.4, (high - low)[1] / (high - low)[0]
    frame = (below if is_flat(across, aspect) else beside)(across, aspect)
    lines = wrap(heading, int(72 * across / LETTER))
    frame = with_heading(frame, LINE / 72 * len(lines))
    drawn = Figure(figsize=frame.size)
    axes = drawn.add_axes(frame.section)
    limits = style.clim or limits_of(results, [time], one)
    pixels = round(frame.section[2] * across * style.dpi)
    draw_cut(axes, results, time, one, shown, Canvas((low, high), pixels, style.dpi / 72, limits))
    axes.set_axis_off()
    scale_bar(axes, low, high)
    place = drawn.add_axes(frame.scale)
    mapped = ScalarMappable(Normalize(*limits), colour_map(one.field))
    bar = drawn.colorbar(mapped, cax=place, orientation=frame.orientation)
    bar.set_label(titled(one.field, one.unit, results.species))
    bar.outline.set_linewidth(0.5)
    top = 1 - 0.03 / frame.size[1]
    drawn.text(0.1 / across, top, "\n".join(lines), ha="left", va="top")
    return drawn


def draw_cut(
    axes: "Axes", results: Results, time: float, one: Shown, shown: Whole, canvas: Canvas
) -> None:
    """Draw the bodies at a time into axes whose coordinates [um] are those of the plane of view."""
    low, high = canvas.extent
    bodies, found = parts(results, time, one, shown), list(bonds(results, time))
    rims = [rim(bond, shown) for bond in found if bond.name not in results.perfect_bonds]
    pixels = image(bodies, rims, one.field, shown, canvas)
    sides = (low[0], high[0], low[1], high[1])
    axes.imshow(over_white(pixels), extent=sides, interpolation="antialiased", zorder=1)
    _silhouette(axes, pixels[::-1, :, 3] / 255, sides)
    project = view_of(shown).project
    for body in bodies:
        strokes(axes, project(cut_outline(body)), OUTLINE, 0.5, 3)
    for bond in found:
        lines, damage = on_cut(bond, shown)
        perfect = bond.name in results.perfect_bonds
        colours = BONDED if perfect else segment_colours(damage)
        strokes(axes, project(lines), colours, PERFECT if perfect else RIM, 3)
    axes.set(xlim=sides[:2], ylim=sides[2:])
    axes.set_aspect("equal")


def _silhouette(axes: "Axes", coverage: np.ndarray, sides: tuple[float, ...]) -> None:
    """Draw the outline of all bodies from the share of each pixel that they cover."""
    step = -(-max(coverage.shape) // FINEST)
    left, right, bottom, top = sides
    high, wide = coverage.shape
    x = left + (np.arange(wide) + 0.5) * (right - left) / wide
    y = bottom + (np.arange(high) + 0.5) * (top - bottom) / high
    seen = coverage[::step, ::step]
    if np.ptp(seen) > 0.5:
        look: dict[str, Any] = {"colors": OUTLINE, "linewidths": 0.5, "zorder": 2}
        axes.contour(x[::step], y[::step], seen, [0.5], **look)


def over_white(pixels: np.ndarray) -> np.ndarray:
    """Return pixels with alpha (height, width, 4) over white, as (height, width, 3) of 0 to 255."""
    alpha = pixels[..., 3:] / 255
    flat: np.ndarray = np.rint(alpha * pixels[..., :3] + 255 * (1 - alpha)).astype(np.uint8)
    return flat


def cut_outline(part: Part) -> np.ndarray:
    """Return the outline of the cut face of a body as segments (k, 2, 3) [um]."""
    if not part.face.n_points:
        return np.zeros((0, 2, 3))
    sharp = {"feature_edges": False, "non_manifold_edges": False, "manifold_edges": False}
    edges = part.face.extract_feature_edges(boundary_edges=True, **sharp)
    found: np.ndarray = np.asarray(edges.points)[np.asarray(edges.lines).reshape(-1, 3)[:, 1:]]
    return found
