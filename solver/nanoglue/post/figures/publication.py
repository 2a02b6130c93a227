"""Publication figures: deformed sections or cut bodies as PDF, SVG or PNG of a given width."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from nanoglue.post.figures.cross_section import cross_section
from nanoglue.post.figures.cut_figure import cut_bodies
from nanoglue.post.figures.events import heading, progress
from nanoglue.post.figures.publication_style import STYLE, Request, Style
from nanoglue.post.figures.results import NotAvailable, Results
from nanoglue.post.figures.selection import Shown, field_named, shown, time_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_publication(results: Results, directory: Path, request: Request) -> Iterator[Path]:
    """Draw ``FIELD_TIME.FORMAT`` for each field and format.

    Raises:
        NotAvailable: a field or time is not among the results, or a cut does not fit.
    """
    import matplotlib as mpl

    figure, at, style = cut_body if results.in_space else section, request.at, request.style
    time, word = time_of(results, at)
    chosen = [shown(results, field_named(results, name), time) for name in request.fields]
    directory.mkdir(parents=True, exist_ok=True)
    for one in chosen:
        with mpl.rc_context(STYLE):
            drawn = figure(results, time, one, style, at)
            for suffix in request.formats:
                file = directory / f"{one.quantity}_{word}.{suffix}"
                drawn.savefig(file, dpi=style.dpi)
                yield file


def cut_body(results: Results, time: float, one: Shown, style: Style, at: str) -> "Figure":
    """Return the figure of cut bodies in their own extent, with the event and the expansion."""
    return cut_bodies(results, time, one, style, heading=title(results, time, at))


def title(results: Results, time: float, at: str) -> str:
    """Return the event, if it is one, and the volume expansion or the time."""
    for record in results.events:
        if record.event == at and results.written(record.time) == time:
            return heading(results, record)
    return progress(results, time)


def section(results: Results, time: float, one: Shown, style: Style, _: str) -> "Figure":
    """Return the figure of a section in its own extent.

    Raises:
        NotAvailable: it is to be cut.
    """
    if style.cut:
        raise NotAvailable("--cut: the fields are those of a section")
    return cross_section(results, time, one, style)
