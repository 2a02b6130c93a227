"""What a result is compared with: numbers that somebody published, tables, closed forms."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from nanoglue.case import library
from nanoglue.verification.history import TIME, History


class Reference(Protocol):
    """Knows the values that a quantity should have, and in which rows of a history."""

    @property
    def source(self) -> str:
        """Who says so."""

    def expected(self, history: History) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of the rows that are compared, and the value in each."""


@dataclass(frozen=True, slots=True)
class Known:
    """Values at times [s]; without a time, at the end of the run."""

    values: Sequence[float]
    source: str
    times: Sequence[float] | None = None

    def expected(self, history: History) -> tuple[np.ndarray, np.ndarray]:
        """The rows that end at the times, and the values."""
        values = np.asarray(self.values, dtype=float)
        if self.times is None:
            return np.array([len(history[TIME]) - 1]), values
        return history.rows_at(np.asarray(self.times, dtype=float)), values


@dataclass(frozen=True, slots=True)
class Formula:
    """A closed form of other columns of the same row, held against every row where it applies."""

    value: Callable[[History], np.ndarray]
    source: str
    applies: Callable[[History], np.ndarray] | None = None

    def expected(self, history: History) -> tuple[np.ndarray, np.ndarray]:
        """The rows where it applies, the first one (before any load) left out, and the values."""
        rows = np.arange(1, len(history[TIME]))
        if self.applies is not None:
            rows = rows[self.applies(history)[1:]]
        if not rows.size:
            raise LookupError("no step lies where the closed form holds")
        return rows, np.broadcast_to(self.value(history), history[TIME].shape)[rows]


def number(value: float, source: str, at: float | None = None) -> Known:
    """One value, at a time [s] or at the end."""
    return Known((value,), source, None if at is None else (at,))


def nothing(source: str) -> Formula:
    """Zero in every row."""
    return Formula(lambda history: np.zeros_like(history[TIME]), source)


def column(file: str, name: str, factor: float = 1.0, **where: str) -> list[float]:
    """A column of a table that is shipped with the book.

    Args:
        file: name in ``cases/verification/reference``; lines that begin with # are remarks.
        name: of the column.
        factor: to the unit used here.
        where: keeps the rows in which these columns have these entries.
    """
    path = library.folder("cases") / "verification" / "reference" / file
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    kept: list[dict[str, Any]] = [
        row for row in csv.DictReader(lines) if all(row[key] == text for key, text in where.items())
    ]
    return [factor * float(row[name]) for row in kept]
