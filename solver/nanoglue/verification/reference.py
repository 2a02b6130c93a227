"""Reference values: published numbers, tables and closed forms."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from nanoglue.case import library
from nanoglue.verification.history import TIME, History


class Reference(Protocol):
    """Expected values of a quantity in rows of a history."""

    @property
    def source(self) -> str:
        """Source of the reference."""

    def expected(self, history: History) -> tuple[np.ndarray, np.ndarray]:
        """Return the row numbers to compare and the expected values."""


@dataclass(frozen=True, slots=True)
class Known:
    """Values at times [s]; without a time, at the end of the run."""

    values: Sequence[float]
    source: str
    times: Sequence[float] | None = None

    def expected(self, history: History) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows that end at the times, and the values."""
        values = np.asarray(self.values, dtype=float)
        if self.times is None:
            return np.array([len(history[TIME]) - 1]), values
        return history.rows_at(np.asarray(self.times, dtype=float)), values


@dataclass(frozen=True, slots=True)
class Formula:
    """Closed form in terms of other columns, for all rows where it applies."""

    value: Callable[[History], np.ndarray]
    source: str
    applies: Callable[[History], np.ndarray] | None = None

    def expected(self, history: History) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows where the formula applies, except the initial one, and the values."""
        rows = np.arange(1, len(history[TIME]))
        if self.applies is not None:
            rows = rows[self.applies(history)[1:]]
        if not rows.size:
            raise LookupError("the closed form applies to no step")
        return rows, np.broadcast_to(self.value(history), history[TIME].shape)[rows]


def number(value: float, source: str, at: float | None = None) -> Known:
    """Return a reference of one value, at a time [s] or at the end."""
    return Known((value,), source, None if at is None else (at,))


def zero(source: str) -> Formula:
    """Return a reference of zero in every row."""
    return Formula(lambda history: np.zeros_like(history[TIME]), source)


def column(file: str, name: str, factor: float = 1.0, **where: str) -> list[float]:
    """Return a column of a reference table.

    Args:
        file: name in ``cases/verification/reference``; lines that start with # are comments.
        name: name of the column.
        factor: conversion to the unit used here.
        where: selects the rows in which these columns have these entries.
    """
    path = library.folder("cases") / "verification" / "reference" / file
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    selected: list[dict[str, Any]] = [
        row for row in csv.DictReader(lines) if all(row[key] == text for key, text in where.items())
    ]
    return [factor * float(row[name]) for row in selected]
