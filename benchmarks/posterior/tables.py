"""Tables of ``docs/uncertainty.md`` from the kept results of posteriors and predictions."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.posterior import retention
from benchmarks.posterior.meaning import MEASUREMENTS, PUBLISHED, QUANTITIES, REASONS, VERDICTS
from benchmarks.table import lines, number

from nanoglue.case import Case, find, read
from nanoglue.case.schema.calibration import Parameter

Content = Mapping[str, Any]

REMAINING = 3
"""Measurements of each quantity that the table states, the most useful ones."""


def of(name: str, case: str, folder: Path) -> dict[str, str]:
    """Return all tables of a case by their marks.

    Args:
        name: folder of the results.
        case: name of the case.
        folder: place of the kept results.
    """
    posterior = json.loads((folder / "posterior.json").read_text())
    predicted = json.loads((folder / "predictions.json").read_text())
    with (folder / "information.csv").open() as file:
        information = list(csv.DictReader(file))
    found = {
        "parameters": parameters(case, posterior),
        "correlation": correlation(posterior),
        "targets": targets(name, posterior),
        "predictions": predictions(name, predicted),
        "information": worth(information),
    }
    if name == "nanoglue":
        found |= {
            "verdicts": verdicts(predicted),
            "retention": retention.table(folder),
            "scaled": scaled_strength(folder),
        }
    return found


def _section(name: str) -> tuple[Case, Any]:
    """Return a case with its section ``calibration``."""
    case = read(find(name))
    assert case.calibration is not None
    return case, case.calibration


def parameters(name: str, posterior: Content) -> str:
    """Return prior, reason and posterior of each parameter."""
    rows = []
    for key, one in _section(name)[1].parameters.items():
        found = posterior["parameters"][key]
        unit = str(one.low).partition(" ")[2]
        low, high = one.bounds
        prior = f"{one.prior.replace('_', '-')}, {low:g} to {high:g} {unit}".rstrip()
        ends = " to ".join(number(value) for value in found["interval"])
        width = (found["interval"][1] - found["interval"][0]) / prior_width(one)
        values = [number(found["median"]), ends, f"{width:.2f}"]
        rows.append([f"`{key}`: {REASONS[key]}", prior, *values])
    head = ["parameter and reason of its prior", "prior", "median", "90 % interval"]
    return lines([*head, "width / that of the prior"], rows)


def prior_width(stated: Parameter) -> float:
    """Return the width of the central 90 % of a uniform or logarithmically uniform prior.

    >>> round(prior_width(Parameter(paths=["a"], low="1 MPa", high="11 MPa")), 9)
    9.0
    """
    low, high = stated.bounds
    if stated.prior == "uniform":
        return 0.9 * (high - low)
    ratio = high / low
    return float(low * (ratio**0.95 - ratio**0.05))


def scaled_strength(folder: Path) -> str:
    """Return the interval of the strength of a particle of 200 nm that debonds alike.

    With the same toughness the strength scales with the inverse diameter.
    """
    with (folder / "samples.csv").open() as file:
        rows = list(csv.DictReader(file))
    product = [float(row["strength [MPa]"]) * float(row["diameter [nm]"]) / 200 for row in rows]
    low, median, high = np.quantile(product, [0.05, 0.5, 0.95])
    text = f"{number(low)} to {number(high)} MPa, median {number(median)} MPa"
    return f"`strength` times `diameter` over 200 nm: {text}."


def correlation(posterior: Content) -> str:
    """Return the correlation of each pair of parameters."""
    matrix = posterior["correlation"]
    names = list(matrix)
    rows = [
        [
            f"`{name}`",
            *(f"{matrix[name][other]:+.2f}" if other in names[:i] else "" for other in names[:-1]),
        ]
        for i, name in enumerate(names)
        if i
    ]
    return lines(["correlation", *(f"`{name}`" for name in names[:-1])], rows)


def targets(name: str, posterior: Content) -> str:
    """Return measured value and posterior of each target."""
    rows = []
    for key, one in posterior["targets"].items():
        scale, meaning = QUANTITIES[name][key]
        values = [scale * one[part] for part in ("measured", "tolerance", "median")]
        ends = " to ".join(number(scale * value) for value in one["interval"])
        measured = f"{PUBLISHED[name].get(key, '')}{number(values[0])} ± {number(values[1], 2)}"
        error = number(posterior["surrogate_error"][key], 2)
        rows.append([meaning, measured, number(values[2]), ends, error, "fitted"])
    head = ["target", "value ± tolerance", "median", "90 % interval"]
    return lines([*head, "surrogate error / tolerance", "label"], rows)


def predictions(name: str, predicted: Content) -> str:
    """Return the interval of each predicted quantity beside its published value."""
    rows = []
    for key, one in predicted["predictions"].items():
        scale, meaning = QUANTITIES[name][key]
        median = number(None if one["median"] is None else scale * one["median"])
        ends = "none"
        if one["low"] is not None:
            ends = " to ".join(number(scale * one[end]) for end in ("low", "high"))
        published = PUBLISHED[name].get(key, "")
        label = "published value known" if published else "no published value"
        shares = "of the calibration" if one["median"] is not None else "none"
        if one["completed"]:
            shares = f"{one['occurs'] * one['completed']:.0f} of {one['completed']}"
        rows.append([meaning, published, median, ends, shares, label])
    head = ["quantity", "published", "median", "90 % interval", "in runs", "label"]
    return lines(head, rows)


def verdicts(predicted: Content) -> str:
    """Return the probability of each range of each quantity that has some."""
    rows = []
    for key, one in predicted["predictions"].items():
        for word, found in one.get("ranges", {}).items():
            if not found["runs"]:
                continue
            ends = f"{found['low']:.2f} to {found['high']:.2f}"
            published = VERDICTS.get((key, word), "")
            verdict, value = word.replace("_", " "), f"{found['value']:.2f}"
            rows.append([f"`{key}`", verdict, published, value, ends, str(found["runs"])])
    head = ["result", "range", "published", "probability", "90 % interval of it", "runs"]
    return lines(head, rows)


def worth(information: Sequence[Mapping[str, str]]) -> str:
    """Return the most useful measurements of each quantity with what remains of its interval."""
    rows = []
    for quantity in dict.fromkeys(one["quantity"] for one in information):
        best = [
            one
            for one in information
            if one["quantity"] == quantity and one["measurement"] != quantity
        ][:REMAINING]
        rows.append([f"`{quantity}`", *(_measured(one) for one in best)])
    return lines(["quantity", "most useful", "second", "third"], rows)


def _measured(one: Mapping[str, str]) -> str:
    """Return a measurement with what it leaves of an interval."""
    name = MEASUREMENTS.get(one["measurement"], one["measurement"])
    doubt = "" if float(one["effective"]) >= 50 else " (few samples)"
    return f"{name}: {100 * float(one['remaining']):.0f} %{doubt}"
