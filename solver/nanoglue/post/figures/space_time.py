"""Damage, opening and traction along an interface over the course of a run."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.case import columns
from nanoglue.post.figures.colours import named
from nanoglue.post.figures.events import reached
from nanoglue.post.figures.layout import figure
from nanoglue.post.figures.results import TIME, Results
from nanoglue.post.figures.triangulation import along

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANELS = {
    "damage_envelope [-]": ("damage [-]", "OrRd", 1.0),
    "opening [um]": ("opening [nm]", "RdBu_r", 1000.0),
    "traction_normal [MPa]": ("normal traction [MPa]", "RdBu_r", 1.0),
    "traction_tangential [MPa]": ("tangential traction [MPa]", "RdBu_r", 1.0),
}
"""Label, colour map and factor of each field."""

TRACTIONS = tuple(field for field in PANELS if field.startswith("traction"))

ROUNDING = 1e-9
"""Decrease of the volume expansion over its range [-] that is rounding."""


def draw_space_time(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``space_time_INTERFACE.png`` for each interface written at three times or more."""
    for name, series in results.interfaces.items():
        if len(series) < 3:
            continue
        perfect = name in results.perfect_bonds  # without damage and opening
        drawn = figure(12.0, 4.6 if perfect else 8.2)
        panels = drawn.subplots(1 if perfect else 2, 2, sharex=True, sharey=True, squeeze=False)
        progress, distance, fields = finer(*stacked(results, name))
        for axes, field in zip(panels.ravel(), TRACTIONS if perfect else PANELS, strict=True):
            title, colours, factor = PANELS[field]
            values = factor * fields[field]
            low, high = _limits(values, diverging=colours.startswith("RdBu"))
            look = {"cmap": colours, "vmin": low, "vmax": high, "shading": "nearest"}
            mapped = axes.pcolormesh(progress, distance, values, **look)
            beyond = "neither" if colours == "OrRd" else "both"
            drawn.colorbar(mapped, ax=axes, label=title, pad=0.02, extend=beyond)
            axes.set_ylim(distance[0], distance[-1])
            _mark_events(axes, results)
            if not perfect:
                _mark_front(axes, results, name)
            axes.set_title(title.partition(" [")[0], loc="left", fontsize=11)
        start = "the axis" if _begins_at_axis(results, name) else "its end"
        for axes in panels[:, 0]:
            axes.set_ylabel(f"distance along the interface\nfrom {start} [nm]")
        for axes in panels[-1]:
            axes.set_xlabel(course(results)[1])
        lines = "dashed lines: events"
        lines = lines if perfect else f"black lines: debonding fronts, {lines}"
        drawn.suptitle(f"{name}; {lines}", fontsize=12)
        entries = panels[0, 0].get_legend_handles_labels()
        drawn.legend(*entries, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
        file = directory / f"space_time_{name}.png"
        drawn.savefig(file)
        yield file


def stacked(results: Results, name: str) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Return fields of an interface over distance and progress.

    Returns:
        The progress (n,) at the written states, the distance (m,) [nm] along the interface and
        each field (m, n).
    """
    times = [time for time, _ in results.interfaces[name]]
    grids = [results.grid(name, time) for time in times]
    order, distance = along(grids[0].points)
    fields = {field: np.array([grid.nodal[field][order] for grid in grids]).T for field in PANELS}
    progress = np.interp(times, results.history[TIME], course(results)[0])
    return progress, 1000 * distance, fields


def course(results: Results) -> tuple[np.ndarray, str]:
    """Return the progress and its label, or the time where the volume expansion goes back."""
    progress, label = results.progress
    if (np.diff(progress) < -ROUNDING * np.ptp(progress)).any():
        return results.history[TIME], "time [s]"
    return np.maximum.accumulate(progress), label


def finer(
    progress: np.ndarray, distance: np.ndarray, fields: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Return the fields, linearly interpolated between the written states."""
    even = np.linspace(progress[0], progress[-1], 600)
    between = {
        name: np.array([np.interp(even, progress, row) for row in values])
        for name, values in fields.items()
    }
    return even, distance, between


def _limits(values: np.ndarray, diverging: bool) -> tuple[float, float]:
    """Return limits: 0 to 1 for damage, else symmetric about zero (white)."""
    if not diverging:
        return 0.0, 1.0
    largest = float(np.quantile(np.abs(values), 0.995)) or float(np.abs(values).max()) or 1.0
    return -largest, largest


def _mark_events(axes: "Axes", results: Results) -> None:
    for number, record in enumerate(results.events):
        if record.event != "end":
            where = f" ({record.where})" if len(results.interfaces) > 1 else ""
            text = f"{named(record.event)}{where}, {reached(results, record)}"
            place = np.interp(record.time, results.history[TIME], course(results)[0])
            axes.axvline(place, color=f"C{number}", linewidth=1.2, linestyle="--", label=text)


def _mark_front(axes: "Axes", results: Results, name: str) -> None:
    """Draw the debonding front of the history if the radius increases along the interface."""
    points = results.grid(name, results.interfaces[name][0][0]).points
    order, distance = along(points)
    radius = points[order, 0]
    for front in (
        columns.DEBONDING_FRONT,
        columns.DEBONDED_RADIUS,
    ):  # from the outside, from the inside
        fronts = results.columns(front)
        if name in fronts and (np.diff(radius) >= 0).all():
            place = 1000 * np.interp(fronts[name], radius, distance)
            axes.plot(course(results)[0], place, color="black", linewidth=1.4)


def _begins_at_axis(results: Results, name: str) -> bool:
    """Return whether the interface starts at the axis (within 1 % of its extent)."""
    radius = results.grid(name, results.interfaces[name][0][0]).points[:, 0]
    return results.has_axis and bool(radius.min() < radius.max() / 100)
