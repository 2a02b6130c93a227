"""Bonded fraction and debonding front over the volume expansion."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.case import columns
from nanoglue.post.figures.colours import EVENTS, named
from nanoglue.post.figures.events import reached
from nanoglue.post.figures.layout import figure
from nanoglue.post.figures.results import Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES = ("#1f4e79", "#b3541e", "#3b7a57", "#7a4b94")
DASHES = ("-", "--", "-.", ":")
MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")


def draw_bonding(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``bonding.png`` for a run with interfaces that can open."""
    bonded, fronts = (
        results.columns(columns.BONDED_FRACTION),
        results.columns(columns.DEBONDING_FRONT),
    )
    if not bonded.keys() - results.perfect_bonds:
        return
    along, axis_label = results.progress
    drawn = figure(9.5, 6.4)
    upper, lower = drawn.subplots(2, 1, sharex=True)
    for number, (name, values) in enumerate(bonded.items()):
        look = {"color": LINES[number % len(LINES)], "linewidth": 2, "label": name}
        style = DASHES[number // len(LINES) % len(DASHES)]
        upper.plot(along, 100 * values, style, **look)
        if name in fronts:
            lower.plot(along, 1000 * fronts[name], style, **look)
    upper.set(ylabel="bonded fraction [%]", ylim=(-4, 104))
    lower.set(
        ylabel=f"debonding front, {'radius' if results.has_axis else 'distance'} [nm]",
        xlabel=axis_label,
    )
    if all(np.nanmin(values) >= 0 for values in fronts.values()):
        lower.set_ylim(bottom=0)
    first, last = min(float(np.nanmin(along)), 0.0), max(float(np.nanmax(along)), 0.0)
    last = last if last > first else 1.0
    shown = [high for low, high in bands(results, upper, lower) if first <= low < 1.5 * last]
    last = max([last, *shown])
    lower.set_xlim(first - 0.02 * (last - first), last + 0.03 * (last - first))
    _mark_events(results, upper, lower)
    for axes in (upper, lower):
        axes.grid(color="#e6e6e6")
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
    handles, labels = upper.get_legend_handles_labels()
    drawn.legend(handles, labels, loc="outside right upper", frameon=False, fontsize=9)
    drawn.suptitle(results.title, fontsize=12, x=0.01, ha="left")
    drawn.savefig(directory / "bonding.png")
    yield directory / "bonding.png"


def bands(results: Results, *axes: "Axes") -> list[tuple[float, float]]:
    """Draw published expansions at events as bands and return their bounds [%]."""
    drawn: list[tuple[float, float]] = []
    if not results.swells:
        return drawn
    shades = ("#f2c14e", "#7fb7be", "#c8a2c8", "#a3c585")
    for name, entry in results.summary.items():
        event = name.partition(":")[0]
        if entry.get("published") is None or event not in EVENTS:
            continue
        published, tolerance = 100 * entry["published"], 100 * (entry.get("tolerance") or 0.0)
        shade = shades[len(drawn) % len(shades)]
        width = max(tolerance, 0.05)
        text = f"published: {named(event)}\n{published:.3g} ± {tolerance:.2g} %"
        for i, each in enumerate(axes):
            label = text if i == 0 else None
            each.axvspan(
                published - width,
                published + width,
                color=shade,
                alpha=0.45,
                linewidth=0,
                label=label,
            )
        drawn.append((published - width, published + width))
    return drawn


def _mark_events(results: Results, upper: "Axes", lower: "Axes") -> None:
    """Draw a thin line and a marker on the curve at each event."""
    bonded = results.columns(columns.BONDED_FRACTION)
    for number, record in enumerate(results.events):
        values = bonded.get(record.where, next(iter(bonded.values())))
        place = results.progress_at(record.time)
        at = int(abs(results.history[columns.TIME.name] - record.time).argmin())
        where = f" ({record.where})" if len(bonded) > 1 and record.where else ""
        shade = f"C{number % 10}"
        upper.plot(
            place,
            100 * values[at],
            MARKS[number % len(MARKS)],
            color=shade,
            markersize=7,
            markeredgecolor="white",
            linestyle="none",
            clip_on=False,
            zorder=5,
            label=f"{named(record.event)}{where}\n{reached(results, record)}",
        )
        for axes in (upper, lower):
            axes.axvline(place, color=shade, linewidth=0.7, alpha=0.7, zorder=1)
