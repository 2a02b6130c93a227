"""The book's results as one HTML page with a plot of each problem."""

import base64
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nanoglue.verification.table import COLUMNS, cells
from nanoglue.verification.trial import Finding, Trial

TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>nanoglue verification</title><style>
body {font-family: sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; color: #222}
table {border-collapse: collapse; margin: 1em 0; font-size: 90%}
td, th {border-bottom: 1px solid #ccc; padding: .25em .6em; text-align: left}
.missed {color: #b00020; font-weight: bold} img {max-width: 100%}
pre {background: #f6f6f6; padding: .6em}
</style></head><body><h1>Verification</h1>
<p>{{ met }} of {{ total }} checks are within their tolerance.</p>
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


def write(trials: Sequence[Trial], file: Path) -> None:
    """Write the page."""
    from jinja2 import Environment

    from nanoglue.results import write_text

    rows = [
        {"missed": not finding.passed, "cells": [trial.problem.name, *cells(finding), _time(trial)]}
        for trial in trials
        for finding in trial.findings
    ]
    parts = [
        {
            "name": trial.problem.name,
            "title": trial.problem.title,
            "equation": trial.problem.equation,
            "case": trial.problem.case,
            "overrides": " ".join(trial.problem.overrides),
            "seconds": _time(trial),
            "plot": plot(trial.findings),
        }
        for trial in trials
    ]
    page = Environment(autoescape=True).from_string(TEMPLATE)
    met = sum(not row["missed"] for row in rows)
    write_text(file, page.render(rows=rows, parts=parts, columns=COLUMNS, met=met, total=len(rows)))


def _time(trial: Trial) -> str:
    return f"{trial.seconds:.1f} s"


def plot(findings: Sequence[Finding]) -> str:
    """A panel for each check, as a PNG in base64; empty where nothing could be compared."""
    from matplotlib.figure import Figure

    drawn = [(f, f.comparison) for f in findings if f.comparison is not None]
    if not drawn:
        return ""
    figure = Figure(figsize=(4.2 * min(len(drawn), 3), 3.2 * -(-len(drawn) // 3)))
    for i, (finding, comparison) in enumerate(drawn, start=1):
        axes = figure.add_subplot(-(-len(drawn) // 3), min(len(drawn), 3), i)
        order = np.argsort(comparison.abscissa, kind="stable")
        if np.all(np.diff(comparison.abscissa) <= 0):
            order = order[::-1]
        axes.plot(comparison.abscissa, comparison.reference, "o", mfc="none", label="reference")
        axes.plot(comparison.abscissa, comparison.ours, ".-", label="ours")
        axes.set_title(finding.check.quantity, fontsize=9)
        axes.tick_params(labelsize=8)
        axes.legend(fontsize=8)
    figure.tight_layout()
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110)
    return base64.b64encode(buffer.getvalue()).decode()
