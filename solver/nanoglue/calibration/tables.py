"""Tables with results of calibration and sensitivity analysis."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from nanoglue.output.results_folder import write_text


def write_table(file: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file; numbers that do not exist are empty cells."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    write_text(file, text.getvalue())


def _cell(cell: object) -> object:
    """Return a number with ten digits, and anything else as it is.

    >>> _cell(1 / 3), _cell(float("nan")), _cell("a")
    ('0.3333333333', '', 'a')
    """
    if not isinstance(cell, float):
        return cell
    return f"{cell:.10g}" if np.isfinite(cell) else ""
