"""Undeformed outline and deformed outlines at all events in one figure."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.post.figures.colours import BEFORE, named
from nanoglue.post.figures.events import reached
from nanoglue.post.figures.layout import figure, length_bar, outlines_of
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.section import view_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UNDEFORMED = "undeformed"


def draw_outlines(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``outlines.png`` for a run with fields at its events."""
    import matplotlib

    found = {time: record for record, time in results.events_with_fields()}
    if not found:
        return
    view = view_of(results, list(found))
    width, height = (7.0 * side / max(view.size) for side in view.size)
    drawn = figure(max(width, 4.0) + 3.2, height + 1.0)
    axes = drawn.add_subplot()
    shades = matplotlib.colormaps["plasma"](np.linspace(0.0, 0.8, len(found)))
    for shade, (time, record) in zip(shades, found.items(), strict=True):
        text = f"{named(record.event)}, {reached(results, record)}"
        _strokes(axes, results, time, shade, text)
    _strokes(axes, results, next(iter(found)), BEFORE, UNDEFORMED)
    first, second = ("r", "z") if results.has_axis else ("x", "y")
    axes.set(xlim=view.extent[:2], ylim=view.extent[2:])
    axes.set(xlabel=f"${first}$ [nm]", ylabel=f"${second}$ [nm]")
    axes.set_aspect("equal")
    length_bar(axes, view)
    drawn.legend(loc="outside right upper", frameon=False, fontsize=9)
    axes.set_title("Undeformed and deformed outlines, not magnified", loc="left", fontsize=12)
    drawn.savefig(directory / "outlines.png")
    yield directory / "outlines.png"


def _strokes(axes: "Axes", results: Results, time: float, shade: Any, text: str) -> None:
    """Draw the outlines of all bodies at a time; undeformed ones are dashed."""
    from matplotlib.collections import LineCollection

    drawn = text == UNDEFORMED
    look: dict[str, Any] = {"linestyles": (0, (4, 3)) if drawn else "-", "linewidths": 1.4}
    lines = [1000 * line for line in outlines_of(results, time, deformed=not drawn)]
    axes.add_collection(LineCollection(lines, colors=shade, label=text, **look))
