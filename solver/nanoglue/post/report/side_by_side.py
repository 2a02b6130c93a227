"""Comparison of runs: differences between cases, summaries and histories."""

from collections.abc import Iterator, Sequence

import numpy as np

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.post.figures.bonding import DASHES, LINES
from nanoglue.post.figures.layout import figure
from nanoglue.post.figures.results import Results
from nanoglue.post.report import tables
from nanoglue.post.report.page import Picture, embedded_figure, template
from nanoglue.post.report.swept import labels_by_value, results_over_values

SHOWN = (
    columns.BONDED_FRACTION.quantity,
    columns.DEBONDING_FRONT.quantity,
    columns.DAMAGE_MAX.quantity,
    columns.STOICHIOMETRY.quantity,
    columns.ENERGY_STORED.quantity,
    columns.energy("plastic").quantity,
    columns.energy("cohesive").quantity,
    columns.ENERGY_ERROR.quantity,
)
"""Quantities of the history that are overlaid if two runs have them."""


def of_runs(runs: Sequence[Results]) -> str:
    """Return the page that compares runs."""
    found = differences(runs)
    names = labels_by_value(found) or labels(runs)
    return template("comparison.html.j2").render(
        names=names,
        titles=[run.title for run in runs],
        differences=found,
        headlines=headlines(runs),
        costs=costs(runs),
        results=results_over_values(runs, found),
        pictures=[overlay(runs, names, column) for column in common(runs)],
    )


def labels(runs: Sequence[Results]) -> list[str]:
    """Return the folder names, with as much of the path as makes them unique."""
    paths = [run.directory.resolve() for run in runs]
    for depth in range(1, 8):
        names = ["/".join(path.parts[-depth:]) for path in paths]
        if len(set(names)) == len(names):
            return names
    return [f"{number}: {path.name}" for number, path in enumerate(paths)]


def differences(runs: Sequence[Results]) -> list[tuple[str, list[str]]]:
    """Return keys of the cases that differ, with each run's value; output keys are ignored."""
    values = [dict(tables.leaves(run.case)) for run in runs]
    ignored = ("title", "source", "published", "output")
    every = dict.fromkeys(path for found in values for path in found)
    paths = [path for path in every if path.partition(".")[0] not in ignored]
    rows = [(path, [found.get(path, "–") for found in values]) for path in paths]
    return [(path, row) for path, row in rows if len(set(row)) > 1]


def headlines(runs: Sequence[Results]) -> list[tuple[str, str, list[str]]]:
    """Return name, published value and each run's number."""
    found = [{row.name: row for row in tables.headlines(run)[0]} for run in runs]
    rows = []
    for name in dict.fromkeys(name for table in found for name in table):
        known = [table[name] for table in found if name in table]
        published = next((row.published for row in known if row.published), "")
        rows.append((name, published, [t[name].computed if name in t else "–" for t in found]))
    return rows


def costs(runs: Sequence[Results]) -> list[tuple[str, list[str]]]:
    """Return cost, balance errors and exit code of each run."""
    found = []
    for run in runs:
        total = [(name, f"{value:.1f}") for name, value, _ in tables.seconds(run)[-1:]]
        ended = run.json("run.json").get("exit", "not ended")
        rows = [*tables.cost(run), *((f"{name} seconds", value) for name, value in total)]
        found.append(dict([*rows, *tables.balances(run), ("exit code", str(ended))]))
    names = dict.fromkeys(name for table in found for name in table)
    return [(name, [table.get(name, "–") for table in found]) for name in names]


def common(runs: Sequence[Results]) -> list[str]:
    """Return the columns in SHOWN that at least two runs have and that vary."""
    found = dict.fromkeys(column for run in runs for column in run.history)
    selected = [name for name in found if Column.parse(name).quantity in SHOWN]
    selected.sort(key=lambda name: SHOWN.index(Column.parse(name).quantity))
    shared = [c for c in selected if sum(c in run.history for run in runs) >= min(2, len(runs))]
    return [c for c in shared if _varies([run.history[c] for run in runs if c in run.history])]


def _varies(histories: Sequence[np.ndarray]) -> bool:
    """Return whether a column changes during a run or differs between runs."""
    values = np.concatenate(histories)
    return bool(np.nanmax(values, initial=-np.inf) > np.nanmin(values, initial=np.inf))


def overlay(runs: Sequence[Results], names: Sequence[str], column: str) -> Picture:
    """Return a figure with one quantity of all runs."""
    drawn = figure(9.0, 4.2)
    axes = drawn.add_subplot()
    abscissae, axis_label = courses([run for run in runs if column in run.history])
    factor, label = scaling(runs, column)
    for number, (run, name) in enumerate(zip(runs, names, strict=True)):
        if column not in run.history:
            continue
        shade, style = look(number)
        values = factor * run.history[column]
        axes.plot(next(abscissae), values, style, color=shade, label=name, linewidth=1.7)
    axes.set(xlabel=axis_label, ylabel=label)
    axes.grid(color="#e6e6e6")
    axes.spines[["top", "right"]].set_visible(False)
    drawn.legend(loc="outside right upper", frameon=False, fontsize=9)
    return Picture(embedded_figure(drawn), label)


def look(number: int) -> tuple[str, str]:
    """Return colour and dashes of a run; 16 runs differ, and lines that coincide stay visible.

    >>> len({look(number) for number in range(16)}), look(0), look(1)
    (16, ('#1f4e79', '-'), ('#b3541e', '--'))
    """
    turn = number // len(LINES)
    return LINES[number % len(LINES)], DASHES[(number + turn) % len(DASHES)]


def courses(runs: Sequence[Results]) -> tuple[Iterator[np.ndarray], str]:
    """Return the progress of each run and its label: time where not all runs swell."""
    label, *others = dict.fromkeys(run.progress[1] for run in runs)
    if not others:
        return (run.progress[0] for run in runs), label
    return (run.history[columns.TIME.name] for run in runs), "time [s]"


def scaling(runs: Sequence[Results], column: str) -> tuple[float, str]:
    """Return factor and label of a column; lengths below 1 um are in nm."""
    largest = max(np.nanmax(np.abs(run.history.get(column, np.zeros(1)))) for run in runs)
    if column.endswith("[um]") and largest < 1:
        return 1e3, _axis(column.replace("[um]", "[nm]"))
    return 1.0, _axis(column)


def _axis(column: str) -> str:
    name, _, unit = column.partition(" [")
    return f"{tables.heading(name)} [{unit}"
