"""The outline as drawn and as deformed at every event, on one another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from nanoglue.post.figures.colours import BEFORE, named
from nanoglue.post.figures.events import reached
from nanoglue.post.figures.finished import Finished
from nanoglue.post.figures.section import view_of
from nanoglue.post.figures.shapes import curves, mirrored, outline
from nanoglue.post.figures.sheet import figure, length_bar


def draw_outlines(results: Finished, directory: Path) -> Iterator[Path]:
    """Draw ``outlines.png`` for a run with fields at its events."""
    import matplotlib

    found = {time: happening for happening, time in results.events_with_fields()}
    if not found:
        return
    view = view_of(results, list(found))
    width, height = (7.0 * side / max(view.size) for side in view.size)
    drawn = figure(max(width, 4.0) + 3.2, height + 1.0)
    axes = drawn.add_subplot()
    shades = matplotlib.colormaps["plasma"](np.linspace(0.0, 0.8, len(found)))
    for shade, (time, happening) in zip(shades, found.items(), strict=True):
        told = f"{named(happening.event)}, {reached(results, happening)}"
        _strokes(axes, results, time, shade, told)
    _strokes(axes, results, next(iter(found)), BEFORE, "as drawn")
    first, second = ("r", "z") if results.has_axis else ("x", "y")
    axes.set(xlim=view.extent[:2], ylim=view.extent[2:])
    axes.set(xlabel=f"${first}$ [nm]", ylabel=f"${second}$ [nm]")
    axes.set_aspect("equal")
    length_bar(axes, view)
    drawn.legend(loc="outside right upper", frameon=False, fontsize=9)
    axes.set_title("Outline as drawn and deformed, not magnified", loc="left", fontsize=12)
    drawn.savefig(directory / "outlines.png")
    yield directory / "outlines.png"


def _strokes(axes: Any, results: Finished, time: float, shade: Any, told: str) -> None:
    """Outlines of all bodies at a time; in dashes as they were drawn."""
    from matplotlib.collections import LineCollection

    drawn = told == "as drawn"
    look: dict[str, Any] = {"linestyles": (0, (4, 3)) if drawn else "-", "linewidths": 1.4}
    for name in results.bodies:
        grid = results.grid(name, time)
        edges = outline(grid.cells, grid.points, results.has_axis)
        lines = curves(edges, grid.points if drawn else grid.deformed)
        lines = mirrored(lines) if results.has_axis else lines
        axes.add_collection(LineCollection(list(1000 * lines), colors=shade, label=told, **look))
        told = "_" + told
