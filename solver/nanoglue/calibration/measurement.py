"""Measurements of a study, and the computed values to compare with them."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nanoglue.case import Case
from nanoglue.case.columns import TIME
from nanoglue.case.schema.calibration import Target
from nanoglue.case.text.errors import CaseError, did_you_mean, listed

Array = NDArray[np.float64]
Table = dict[str, list[str]]
CaseKey = tuple[str | None, tuple[str, ...]]
"""File of a case, None for the one with the section, and its changed values."""


class NoSuchColumn(LookupError):
    """A target names a column that the results do not have."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Measured values of a column at an event, at a time or along a curve."""

    name: str
    case: int
    target: Target
    at: Array
    values: Array

    @property
    def tolerances(self) -> Array:
        """Standard deviation of each value."""
        return np.full(len(self.values), self.target.tolerance)

    @property
    def sides(self) -> Array:
        """1 for each value that is a lower bound, -1 for an upper bound, 0 otherwise."""
        side = {"lower": 1.0, "upper": -1.0, None: 0.0}[self.target.bound]
        return np.full(len(self.values), side)

    def labels(self) -> list[str]:
        """Name of each value."""
        if self.target.curve is None and len(self.at) == 1:
            return [self.name]
        return [f"{self.name}@{at:g}" for at in self.at]

    def outside(self, end: float) -> str:
        """Return which time of a curve no run until ``end`` [s] reaches, or an empty text."""
        if self.target.curve is None or self.target.over != TIME.name:
            return ""
        if (last := self.at.max()) > end * (1 + 1e-9):
            return f"{last:g} s is after the end of the run, {end:g} s; raise time.end"
        first = self.at.min()
        return f"{first:g} s is before the start of the run; remove it" if first < 0 else ""

    def computed(self, folder: Path) -> Array:
        """Return the computed values from a results folder; NaN where there is none.

        Raises:
            NoSuchColumn: the results have no such column.
        """
        history = read_table(folder / "history.csv")
        if self.target.event is None:
            return self.along(history)
        events = read_table(folder / "events.csv")
        row = self._row(events)
        if row is None:
            return np.array([math.nan])
        if self.target.column in events:
            return np.array([float(events[self.target.column][row] or "nan")])
        time = np.array([float(events["time [s]"][row])])
        return _interpolated(
            time, _column(history, "time [s]"), _column(history, self.target.column)
        )

    def _row(self, events: Table) -> int | None:
        """Return the row of the first event of the target, at its interface if it names one."""
        place = self.target.interface
        pairs = enumerate(zip(events["event"], events["where"], strict=True))
        for i, (event, where) in pairs:
            if event == self.target.event and place in (None, where):
                return i
        return None

    def along(self, history: Table) -> Array:
        """Return the values of a history at the time or along the curve; NaN beyond its range.

        Raises:
            NoSuchColumn: the history has no such column.
        """
        over = _column(history, self.target.over)
        return _interpolated(self.at, over, _column(history, self.target.column))


def measurements(case: Case, cases: list[CaseKey]) -> tuple[Measurement, ...]:
    """Return the measurements of a case; ``cases`` numbers the cases that are run.

    Raises:
        CaseError: a file with a curve is invalid.
    """
    if case.calibration is None:
        return ()
    found = []
    for name, target in case.calibration.targets.items():
        at, values = np.array([target.time or 0.0]), np.array([target.value or 0.0])
        if target.curve is not None:
            at, values = _curve(case, name, target, case.path.parent / target.curve)
        found.append(Measurement(name, cases.index(target.run), target, at, values))
    return tuple(found)


def _curve(case: Case, name: str, target: Target, file: Path) -> tuple[Array, Array]:
    """Return the points of a measured curve."""

    def wrong(message: str) -> CaseError:
        return case.wrong(("calibration", "targets", name, "curve"), f"{file.name}: {message}")

    try:
        table = read_table(file)
        at, values = _column(table, target.over), _column(table, target.column)
    except (NoSuchColumn, ValueError, OSError) as error:
        raise wrong(str(error)) from error
    if not len(at) or not (np.isfinite(at).all() and np.isfinite(values).all()):
        raise wrong("needs rows of finite numbers")
    return at, values


def read_table(file: Path) -> Table:
    """Return the columns of a CSV file by their headings.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is empty or has other separators, unequal rows or two equal headings.
    """
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = [row for row in csv.reader(opened) if row]  # without blank lines
    if not rows:
        raise ValueError("the file is empty")
    headings = [heading.strip() for heading in rows[0]]
    if any(";" in heading for heading in headings):
        raise ValueError("columns are separated by commas, and decimal numbers have a point")
    if any(len(row) != len(headings) for row in rows):
        raise ValueError("its rows differ in length")
    if twice := next((one for one in headings if one and headings.count(one) > 1), ""):
        raise ValueError(f"there are two columns '{twice}'; rename or remove one")
    return {heading: [row[i] for row in rows[1:]] for i, heading in enumerate(headings)}


def _column(table: Table, heading: str) -> Array:
    if heading not in table:
        hint = did_you_mean(heading, table) or f"; there are {listed(list(table)[:12])}"
        raise NoSuchColumn(f"no column '{heading}'{hint}")
    return np.array([float(cell) if cell.strip() else math.nan for cell in table[heading]])


def _interpolated(at: Array, over: Array, values: Array) -> Array:
    """Interpolate linearly; NaN beyond the range and if ``over`` does not increase.

    >>> _interpolated(np.array([0.5, 2.0]), np.array([0.0, 1.0]), np.array([0.0, 4.0]))
    array([ 2., nan])
    """
    if len(over) < 2 or np.any(np.diff(over) < 0):
        return np.full(len(at), math.nan)
    slack = 1e-9 * max(abs(over[-1]), abs(over[0]))
    inside = (at >= over[0] - slack) & (at <= over[-1] + slack)
    return np.where(inside, np.interp(at, over, values), math.nan)
