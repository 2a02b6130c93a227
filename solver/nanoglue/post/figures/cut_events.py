"""Figures of a report on bodies in space: cut bodies at the events, and over time."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.post.figures.colours import colour_map, titled
from nanoglue.post.figures.cut import Whole
from nanoglue.post.figures.cut_figure import draw_cut
from nanoglue.post.figures.cut_image import Canvas
from nanoglue.post.figures.cut_place import whole
from nanoglue.post.figures.cut_view import extent_of
from nanoglue.post.figures.events import STRESS, UPTAKE, detail, file_names, heading
from nanoglue.post.figures.field_movie import Movie, write_movie
from nanoglue.post.figures.layout import figure, keys, scale
from nanoglue.post.figures.publication_style import Extent, Style, scale_bar
from nanoglue.post.figures.results import EventRecord, Results
from nanoglue.post.figures.section import limits_of
from nanoglue.post.figures.selection import Shown, in_suitable_unit
from nanoglue.post.figures.stresses import FIELDS
from nanoglue.post.figures.three_dimensional import PREFERRED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, DPI = 6.0, 150
"""Larger side [inch] of the bodies in a figure with one panel, and its resolution."""

FRAMES = 16
"""Largest number of frames of the movie of a report."""

Scale = tuple[Shown, tuple[float, float]]
"""A field in its unit, with the limits of its scale."""


def draw_cut_events(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``event_NAME.png`` of the cut bodies for each event at whose time fields were written.

    Events at the same time have one figure, that of the first.
    """
    found = list(results.events_with_fields())
    scales = scales_of(results, (UPTAKE, STRESS), [time for _, time in found])[:1]
    yield from _draw(results, directory, found, "event", scales)


def draw_cut_fields(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``fields_NAME.png`` with concentration, stresses and plastic strain at one event."""
    found = list(results.events_with_fields())
    rank = {name: number for number, name in enumerate(PREFERRED)}
    found.sort(key=lambda pair: rank.get(pair[0].event, len(rank)))
    scales = scales_of(results, FIELDS, [time for _, time in found[:1]])
    yield from _draw(results, directory, found[:1], "fields", scales)


def draw_cut_movie(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``movie.gif`` for a run with fields at four times or more."""
    times = results.times
    if len(times) < 4:
        return
    chosen = [times[i] for i in np.unique(np.linspace(0, len(times) - 1, FRAMES).astype(int))]
    field = UPTAKE if limits_of(results, times[-1:], UPTAKE) else STRESS
    movie = Movie(field.partition(" [")[0], 6.0, Style(width=130.0, dpi=110))
    yield write_movie(results, directory / "movie.gif", movie, lambda _: iter(chosen))


def scales_of(results: Results, fields: Sequence[str], times: Sequence[float]) -> list[Scale]:
    """Return those of some fields that the run has, with limits over times."""
    known = {field: limits_of(results, times, field) for field in fields} if times else {}
    found = []
    for field, limits in known.items():
        if limits is not None:
            one = in_suitable_unit(field, max(abs(limit) for limit in limits))
            found.append((one, (one.factor * limits[0], one.factor * limits[1])))
    return found


def _draw(
    results: Results,
    directory: Path,
    found: Sequence[tuple[EventRecord, float]],
    kind: str,
    scales: Sequence[Scale],
) -> Iterator[Path]:
    """Draw the figure of each event, one for each time."""
    if not scales:
        return
    shown, drawn = whole(results), set()
    extent = extent_of(results, [time for _, time in found], shown)
    names = file_names([record for record, _ in found], kind)
    for (record, time), name in zip(found, names, strict=True):
        if time not in drawn:
            drawn.add(time)
            page = panels(results, record, time, shown, extent, scales)
            page.savefig(directory / name)
            yield directory / name


def panels(
    results: Results,
    record: EventRecord,
    time: float,
    shown: Whole,
    extent: Extent,
    scales: Sequence[Scale],
) -> "Figure":
    """Return a figure of cut bodies at an event with a panel for each field."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    low, high = extent
    flat = (high - low)[1] < (high - low)[0] / 3
    columns = 1 if flat else min(len(scales), 2)
    rows = -(-len(scales) // columns)
    size = (WIDTH if columns == 1 else 0.75 * WIDTH) / float(np.max(high - low))
    wide, tall = size * (high - low)
    page = figure(columns * (max(wide, 3.0) + 1.2), rows * (max(tall, 1.9) + 0.2) + 1.2)
    for axes, (one, limits) in zip(
        page.subplots(rows, columns, squeeze=False).ravel(), scales, strict=False
    ):
        canvas = Canvas(extent, round(wide * DPI), DPI / 72, limits)
        draw_cut(axes, results, time, one, shown, canvas)
        axes.set_axis_off()
        scale_bar(axes, low, high)
        mapped = ScalarMappable(Normalize(*limits), colour_map(one.field))
        scale(page, axes, mapped, titled(one.field, one.unit, results.species))
    for empty in page.axes[len(scales) : rows * columns]:
        empty.set_axis_off()
    page.suptitle(heading(results, record), fontsize=13, x=0.02, ha="left")
    if len(scales) == 1:
        page.axes[0].set_title(detail(results, record), fontsize=9, loc="left", color="#555555")
    entries = keys(results, scales[0][0].field, outline=False, damaged=True)
    page.legend(handles=entries, loc="outside lower center", ncols=5, frameon=False, fontsize=9)
    return page
