"""Report of a calibration: parameters, targets, predictions, sensitivities and their figures."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nanoglue.post.report.page import Picture, embedded, template

ESTIMATE, POSTERIOR = "calibration.json", "posterior.json"
PREDICTIONS = "predictions.json"

TABLES = {
    "sensitivity.csv": "Derivatives of the targets",
    "morris.csv": "Elementary effects (Morris)",
    "sobol.csv": "Shares of the variance (Sobol)",
    "information.csv": "What would remain of the intervals after a measurement",
}
"""Title of each table of a calibration by its file."""

CAPTIONS = {
    "corner": "Posterior distribution of each parameter and of each pair.",
    "predictive": "Targets under prior and posterior, with measurement and tolerance.",
    "surrogate": "Errors of left-out runs over the tolerance, with two predicted deviations.",
    "trace": "Walkers of both ensembles over the steps.",
    "predictions": "Predicted results of the runs, with median and interval.",
    "tornado": "Change of each target for one standard deviation of each prior.",
    "morris": "Mean absolute effects with their confidence.",
    "sobol": "Sobol indices of first order and in total with their confidence.",
}


@dataclass(frozen=True, slots=True)
class Table:
    """Table of the page."""

    title: str
    heading: list[str]
    rows: list[list[str]]


def is_calibration(directory: Path) -> bool:
    """Return whether a folder holds results of a calibration or of a sensitivity analysis."""
    return any((directory / name).is_file() for name in (ESTIMATE, POSTERIOR, *TABLES))


def of_calibration(directory: Path) -> str:
    """Return the page on a folder of a calibration."""
    contents = {name: _content(directory / name) for name in (ESTIMATE, POSTERIOR, PREDICTIONS)}
    figures = directory / "figures"
    files = ((figures / f"{name}.png", caption) for name, caption in CAPTIONS.items())
    return template("calibration.html.j2").render(
        title=directory.name,
        notes=list(_notes(contents)),
        tables=[*_tables(contents), *_stored(directory)],
        pictures=[Picture(embedded(f), caption) for f, caption in files if f.is_file()],
    )


def _content(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text()) if file.is_file() else {}
    return content


def _notes(contents: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield how each computation ended, with its warnings."""
    for name, what in ((ESTIMATE, "Least squares"), (POSTERIOR, "Posterior")):
        if found := contents[name]:
            end = "converged" if found["converged"] else "not converged"
            yield f"{what}: {end} with {found['runs']} runs, {found['failed']} of them failed."
            yield from (f"Warning: {one}." for one in found["warnings"])
    if found := contents[PREDICTIONS]:
        yield f"Predictions: {found['runs']} runs, {found['failed']} of them failed."


def _tables(contents: Mapping[str, Mapping[str, Any]]) -> Iterator[Table]:
    """Yield the tables of parameters, targets and predictions."""
    if found := contents[ESTIMATE]:
        rows = [
            [name, *_numbers(one, "value", "deviation"), one["unit"]]
            for name, one in found["parameters"].items()
        ]
        yield Table("Best values", ["parameter", "value", "standard deviation", "unit"], rows)
        rows = [
            [name, *_numbers(one, "computed", "measured", "tolerance")]
            for name, one in found["targets"].items()
        ]
        yield Table("Targets", ["target", "computed", "measured", "tolerance"], rows)
    if found := contents[POSTERIOR]:
        share = f"{found['interval']:.0%} interval"
        rows = [
            [
                name,
                *_numbers(one, "mean", "deviation", "median"),
                _ends(*one["interval"]),
                one["unit"],
            ]
            for name, one in found["parameters"].items()
        ]
        heading = ["parameter", "mean", "standard deviation", "median", share, "unit"]
        yield Table("Posterior", heading, rows)
        rows = [
            [name, *_numbers(one, "measured", "tolerance", "median"), _ends(*one["interval"])]
            for name, one in found["targets"].items()
        ]
        yield Table("Targets", ["target", "measured", "tolerance", "median", share], rows)
    if found := contents[PREDICTIONS]:
        rows = [
            [name, _number(one["median"]), _ends(one["low"], one["high"]), str(one["completed"])]
            for name, one in found["predictions"].items()
        ]
        share = f"{found['interval']:.0%} interval"
        yield Table("Predictions", ["result", "median", share, "completed runs"], rows)


def _stored(directory: Path) -> Iterator[Table]:
    """Yield the tables that the folder holds as files."""
    for name, title in TABLES.items():
        if (directory / name).is_file():
            with (directory / name).open(encoding="utf-8", newline="") as file:
                heading, *rows = csv.reader(file)
            yield Table(title, heading, rows)


def _numbers(one: Mapping[str, Any], *keys: str) -> list[str]:
    return [_number(one[key]) for key in keys]


def _number(value: float | None) -> str:
    """Return a number with four digits.

    >>> _number(158.02), _number(None)
    ('158', 'none')
    """
    return "none" if value is None else f"{value:.4g}"


def _ends(low: float | None, high: float | None) -> str:
    """Return an interval as text."""
    return "none" if low is None else f"{_number(low)} to {_number(high)}"
