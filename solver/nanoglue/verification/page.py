"""Verification report: one HTML page with a plot of each problem."""

import base64
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanoglue.verification.execution import CheckResult, ProblemResult
from nanoglue.verification.problem import Comparison
from nanoglue.verification.table import COLUMNS, cells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>nanoglue verification</title><style>
body {font-family: sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; color: #222}
table {border-collapse: collapse; margin: 1em 0; font-size: 90%}
td, th {border-bottom: 1px solid #ccc; padding: .25em .6em; text-align: left}
.missed {color: #b00020; font-weight: bold} img {max-width: 100%}
pre {background: #f6f6f6; padding: .6em}
</style></head><body><h1>Verification</h1>
<p>{{ met }} of {{ total }} checks are within tolerance.</p>
<table><tr>{% for name in columns %}<th>{{ name }}</th>{% endfor %}</tr>
{% for row in rows %}<tr{% if row.missed %} class="missed"{% endif %}>
{% for cell in row.cells %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>
{% for part in parts %}<h2 id="{{ part.name }}">{{ part.title }}</h2>
{% if part.equation %}<pre>{{ part.equation }}</pre>{% endif %}
<p>Case <code>verification/{{ part.case }}</code>
{%- if part.overrides %} with <code>{{ part.overrides }}</code>{% endif %}, {{ part.seconds }}.</p>
{% if part.plot %}
<img alt="{{ part.title }}" src="data:image/png;base64,{{ part.plot }}">{% endif %}
{% endfor %}</body></html>
"""


def write(results: Sequence[ProblemResult], file: Path) -> None:
    """Write the report."""
    from jinja2 import Environment

    from nanoglue.output.results_folder import write_text

    rows = [
        {
            "missed": not check.passed,
            "cells": [result.problem.name, *cells(check), _time(result)],
        }
        for result in results
        for check in result.checks
    ]
    parts = [
        {
            "name": result.problem.name,
            "title": result.problem.title,
            "equation": result.problem.equation,
            "case": result.problem.case,
            "overrides": " ".join(result.problem.overrides),
            "seconds": _time(result),
            "plot": plot(result.checks),
        }
        for result in results
    ]
    page = Environment(autoescape=True).from_string(TEMPLATE)
    met = sum(not row["missed"] for row in rows)
    write_text(file, page.render(rows=rows, parts=parts, columns=COLUMNS, met=met, total=len(rows)))


def _time(result: ProblemResult) -> str:
    return f"{result.seconds:.1f} s"


def plot(checks: Sequence[CheckResult]) -> str:
    """Return a base64 PNG with a panel for each curve, empty without curves."""
    from matplotlib.figure import Figure

    drawn = [(f.check.quantity, f.comparison) for f in checks if _has_curve(f.comparison)]
    if not drawn:
        return ""
    rows, columns = -(-len(drawn) // 3), min(len(drawn), 3)
    figure = Figure(figsize=(4.2 * columns, 3.2 * rows))
    for i, (title, comparison) in enumerate(drawn, start=1):
        _draw(figure.add_subplot(rows, columns, i), title, comparison)
    figure.tight_layout()
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110)
    return base64.b64encode(buffer.getvalue()).decode()


def _has_curve(comparison: Comparison | None) -> bool:
    """Return whether the comparison has a curve of more than two points."""
    return (
        comparison is not None
        and comparison.curve is not None
        and len(comparison.curve.abscissa) > 2
    )


def _draw(axes: "Axes", title: str, comparison: Any) -> None:
    """Draw computed values as a line and the reference as circles, or errors over sizes."""
    curve = comparison.curve
    axes.plot(curve.abscissa, curve.values, ".-" if curve.logarithmic else "-", label="computed")
    if curve.logarithmic:
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_ylabel("error [-]", fontsize=8)
    else:
        few = slice(None, None, max(len(comparison.abscissa) // 40, 1))
        reference = comparison.reference[few]
        axes.plot(comparison.abscissa[few], reference, "o", mfc="none", label="reference")
        axes.ticklabel_format(useOffset=False)
    axes.set_title(title, fontsize=9)
    axes.set_xlabel(curve.title, fontsize=8)
    axes.tick_params(labelsize=8)
    axes.legend(fontsize=8)
