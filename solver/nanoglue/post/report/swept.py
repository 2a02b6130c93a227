"""Runs of a sweep: labels by the values that differ, and results against those values."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from nanoglue.case import columns
from nanoglue.post.figures.bonding import DASHES, LINES
from nanoglue.post.figures.colours import EVENTS, named
from nanoglue.post.figures.layout import figure
from nanoglue.post.figures.results import Results
from nanoglue.post.report.page import Picture, embedded_figure

MOST_KEYS = 3
"""Number of differing keys up to which runs are labelled by their values."""

MOST_RESULTS = 12
"""Number of results that are drawn against a value."""

Differences = Sequence[tuple[str, Sequence[str]]]
"""Keys of the cases that differ, with each run's value as text."""


def labels_by_value(differences: Differences) -> list[str] | None:
    """Return labels such as ``contact_ratio = 0.7``; None if they are many, or do not differ.

    >>> labels_by_value([("geometry.thickness", ["2 nm", "4 nm"])])
    ['thickness = 2 nm', 'thickness = 4 nm']
    >>> labels_by_value([("a.x", ["1", "1", "2"]), ("b.x", ["3", "4", "4"])])
    ['a.x = 1, b.x = 3', 'a.x = 1, b.x = 4', 'a.x = 2, b.x = 4']
    """
    if not 0 < len(differences) <= MOST_KEYS:
        return None
    names = short_names([path for path, _ in differences])
    rows = zip(*(values for _, values in differences), strict=True)
    found = [
        ", ".join(f"{name} = {value}" for name, value in zip(names, row, strict=True))
        for row in rows
    ]
    return found if len(set(found)) == len(found) else None


def short_names(paths: Sequence[str]) -> list[str]:
    """Return the last part of each path, or all of it where the last parts are equal."""
    last = [path.rpartition(".")[2] for path in paths]
    return [name if last.count(name) == 1 else path for name, path in zip(last, paths, strict=True)]


@dataclass(frozen=True, slots=True)
class Axis:
    """A key that varies among runs as a number of one unit."""

    path: str
    label: str
    values: tuple[float, ...]


def numeric_axes(differences: Differences) -> list[Axis]:
    """Return the keys whose values are numbers of one unit, at least three of them distinct.

    >>> [axis.label for axis in numeric_axes([("a.b", ["1 um", "2 um", "4 um"]), ("c", ["x"] * 3)])]
    ['b [um]']
    """
    found = []
    names = short_names([path for path, _ in differences])
    for (path, texts), name in zip(differences, names, strict=True):
        parts = [text.partition(" ") for text in texts]
        try:
            values = tuple(float(number) for number, _, _ in parts)
        except ValueError:
            continue
        units = {unit for _, _, unit in parts}
        if len(units) == 1 and len(set(values)) > 2 and all(map(isfinite, values)):
            factor, unit = in_nanometres(values, units.pop() or "-")
            label = f"{name.replace('_', ' ')} [{unit}]"
            found.append(Axis(path, label, tuple(factor * value for value in values)))
    return found


def in_nanometres(values: Sequence[float], unit: str) -> tuple[float, str]:
    """Return factor and unit of values; lengths below 1 um are in nm.

    >>> in_nanometres([0.2, 0.3], "um"), in_nanometres([2.0], "um"), in_nanometres([2.0], "MPa")
    ((1000.0, 'nm'), (1.0, 'um'), (1.0, 'MPa'))
    """
    small = unit == "um" and max(map(abs, values)) < 1
    return (1e3, "nm") if small else (1.0, unit)


def results_over_values(runs: Sequence[Results], differences: Differences) -> list[Picture]:
    """Return a figure for each result that changes over each value that was swept.

    Runs that differ in other keys as well are joined by a line where those are equal.
    """
    pictures = []
    for axis in numeric_axes(differences):
        others = [(path, values) for path, values in differences if path != axis.path]
        rows = zip(*(values for _, values in others), strict=True) if others else [()] * len(runs)
        groups = [tuple(row) for row in rows]
        for name in _common(runs):
            pictures.append(_over(runs, axis, groups, name, [path for path, _ in others]))
    return pictures


FINAL = (
    columns.BONDED_FRACTION,
    columns.DAMAGE_MAX,
    columns.LARGEST_HOOP_STRESS,
    columns.LARGEST_PRINCIPAL_STRESS,
    columns.LARGEST_VON_MISES,
    columns.CONTACT_PRESSURE_MAX,
    columns.CAPACITY,
    columns.VOLTAGE,
    columns.DIAMETER,
)
"""Quantities of which the final values are drawn, after events and published numbers."""

CHANGES = 1e-3
"""Range of a result over its largest value [-] from which it is drawn."""


def _common(runs: Sequence[Results]) -> list[str]:
    """Return the results that at least two runs have as a number of one unit and that change."""
    found = list(dict.fromkeys(name for run in runs for name in run.summary))
    ignored = ("final", "end", columns.PENETRATION_MAX.quantity)
    first = [name for name in found if name.partition(":")[0] not in ignored]
    starts = tuple(f"final:{column.quantity}" for column in FINAL)
    final = [name for start in starts for name in found if name.startswith(start)]
    return [name for name in dict.fromkeys([*first, *final]) if _changes(runs, name)][:MOST_RESULTS]


def _changes(runs: Sequence[Results], name: str) -> bool:
    having = [run for run in runs if _value(run, name) is not None]
    if len({run.summary[name].get("unit") for run in having}) != 1:
        return False  # an event has its volume expansion, or its time where nothing swells
    values = [value for run in having if (value := _value(run, name)) is not None]
    return len(values) > 1 and max(values) - min(values) > CHANGES * max(map(abs, values))


def _value(run: Results, name: str) -> float | None:
    value = run.summary.get(name, {}).get("value")
    return float(value) if isinstance(value, int | float) else None


def _over(
    runs: Sequence[Results],
    axis: Axis,
    groups: Sequence[tuple[str, ...]],
    name: str,
    others: Sequence[str],
) -> Picture:
    """Return a figure of one result over one value."""
    drawn = figure(6.5, 3.8)
    axes = drawn.add_subplot()
    unit = next(run.summary[name].get("unit", "-") for run in runs if name in run.summary)
    present = [value for run in runs if (value := _value(run, name)) is not None]
    factor, unit = in_nanometres(present, unit or "-")
    for number, group in enumerate(dict.fromkeys(groups)):
        points = sorted(
            (x, factor * y)
            for run, x, own in zip(runs, axis.values, groups, strict=True)
            if own == group and (y := _value(run, name)) is not None
        )
        label = ", ".join(
            f"{other} = {value}" for other, value in zip(short_names(others), group, strict=True)
        )
        shade, style = LINES[number % len(LINES)], f"o{DASHES[number // len(LINES) % len(DASHES)]}"
        if points:
            axes.plot(*zip(*points, strict=True), style, color=shade, label=label)
    event, _, where = name.removeprefix("final:").partition(":")
    measure = "time" if unit == "s" else "volume expansion"
    what = f"{measure} at {named(event)}" if event in EVENTS else event.replace("_", " ")
    title = f"{what}{f' of {where}' if where else ''} [{unit}]"
    axes.set(xlabel=axis.label, ylabel=title)
    axes.grid(color="#e6e6e6")
    axes.spines[["top", "right"]].set_visible(False)
    if others:
        drawn.legend(loc="outside right upper", frameon=False, fontsize=9)
    return Picture(embedded_figure(drawn), f"{title} over {axis.label}")
