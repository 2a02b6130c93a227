"""Results folder of a run: case, history, events and fields over time."""

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.output.renamed import present_summary
from nanoglue.output.results_folder import rows
from nanoglue.output.summary import WARNINGS
from nanoglue.post.figures.grids import Grid, collection, debonded_at, read_grid
from nanoglue.post.figures.records import Attempt, EventRecord
from nanoglue.solvers.outcome import StopReason

CHEMICAL = columns.EXPANSION_CHEMICAL.name
TIME = columns.TIME.name
ANEW = "complete the run with --resume, or compute it anew with --force"
"""Remedy for damaged files."""

__all__ = ["Attempt", "EventRecord", "Grid", "NotAvailable", "Results", "collection", "read_grid"]


class NotAvailable(ValueError):
    """A file, field or time is not among the results."""


class Results:
    """Results folder; missing files give empty data."""

    def __init__(self, directory: Path) -> None:
        """Open a folder written by ``nanoglue run``.

        Raises:
            FileNotFoundError: the folder contains no history.
        """
        self.directory = Path(directory)
        if not (self.directory / "history.csv").is_file():
            raise FileNotFoundError(f"{directory}: no history.csv; is it a results folder?")
        self._read: dict[Path, Grid] = {}

    def json(self, name: str) -> dict[str, Any]:
        """Return the content of a JSON file, empty if it does not exist.

        Raises:
            NotAvailable: the file is damaged.
        """
        file = self.directory / name
        try:
            found: dict[str, Any] = json.loads(file.read_text()) if file.is_file() else {}
        except ValueError as error:
            raise NotAvailable(f"{file}: no whole JSON file: {error}; {ANEW}") from error
        return found

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Headline numbers of summary.json under their present names."""
        found = present_summary(self.json("summary.json"))
        return {name: entry for name, entry in found.items() if name != WARNINGS}

    @property
    def has_validity_checks(self) -> bool:
        """Whether the run has stored the result of its validity checks."""
        return WARNINGS in self.json("summary.json")

    @cached_property
    def doubts(self) -> list[dict[str, Any]]:
        """Violations of validity checks in summary.json."""
        return list(self.json("summary.json").get(WARNINGS, []))

    @cached_property
    def case(self) -> dict[str, Any]:
        """Case of the run, including defaults."""
        from ruamel.yaml import YAML

        file = self.directory / "resolved.yaml"
        found = YAML(typ="safe").load(file) if file.is_file() else self.json("run.json").get("case")
        return dict(found or {})

    @cached_property
    def title(self) -> str:
        """The case's title."""
        return str(self.case.get("title", self.directory.name))

    @property
    def has_axis(self) -> bool:
        """Whether the plane is (r, z) and mirrored at r = 0 in figures."""
        return str(self.case.get("coordinates", "")).startswith("axisymm")

    @property
    def in_space(self) -> bool:
        """Whether the fields are three-dimensional."""
        return str(self.case.get("coordinates", "")) == "three_dimensional"

    @cached_property
    def history(self) -> dict[str, np.ndarray]:
        """Columns of history.csv; nan where a cell is empty.

        Raises:
            NotAvailable: the file has no whole row.
        """
        file = self.directory / "history.csv"
        if not (table := rows(file)):
            raise NotAvailable(f"{file}: no whole row; {ANEW}")
        return {name: np.array([_number(row[name]) for row in table]) for name in table[0]}

    @cached_property
    def perfect_bonds(self) -> frozenset[str]:
        """Interfaces that cannot open."""
        given = self.case.get("interfaces") or {}
        return frozenset(n for n, entry in given.items() if (entry or {}).get("bond") == "perfect")

    @property
    def swells(self) -> bool:
        """Whether a body swells, so that the volume expansion measures progress."""
        return bool(np.nanmax(np.abs(self.history[CHEMICAL]), initial=0.0) > 1e-9)

    @property
    def progress(self) -> tuple[np.ndarray, str]:
        """Progress at each row of the history, and the label of its axis."""
        if self.swells:
            return 100 * self.history[CHEMICAL], "volume expansion [%]"
        return self.history[TIME], "time [s]"

    def progress_at(self, time: float) -> float:
        """Return the progress at a time [s]."""
        return float(np.interp(time, self.history[TIME], self.progress[0]))

    @property
    def species(self) -> str:
        """Name of the species in the case, or ``species`` if it has none."""
        bodies = self.case.get("bodies", {}).values()
        sections = [self.case.get("species"), *(body.get("species") for body in bodies)]
        named = [section.get("name") for section in sections if isinstance(section, dict)]
        return str(next((name for name in named if name), "species"))

    def largest(self, quantity: Column) -> float | None:
        """Return the largest magnitude of a quantity over the run and all places.

        A value that is not a number counts as infinite. None if the history has no such quantity.
        """
        columns_of = [
            values
            for name, values in self.history.items()
            if (column := Column.parse(name)) == quantity.at(column.place)
        ]
        if not columns_of:
            return None
        values = np.abs(np.concatenate(columns_of))
        return float(np.where(np.isnan(values), np.inf, values).max(initial=0.0))

    def columns(self, quantity: Column) -> dict[str, np.ndarray]:
        """Return the columns of a quantity in the history by place."""
        named = {Column.parse(name): values for name, values in self.history.items()}
        return {
            column.place: values
            for column, values in named.items()
            if column.place and column == quantity.at(column.place)
        }

    @cached_property
    def events(self) -> list[EventRecord]:
        """Rows of events.csv."""
        return [
            EventRecord(row["event"], row["where"], float(row[TIME]), float(row[CHEMICAL]))
            for row in rows(self.directory / "events.csv")
        ]

    @cached_property
    def bodies(self) -> dict[str, list[tuple[float, Path]]]:
        """Times [s] and files of each body's fields."""
        return self._series("bodies")

    @cached_property
    def interfaces(self) -> dict[str, list[tuple[float, Path]]]:
        """Times [s] and files of each interface's fields."""
        return self._series("interfaces")

    def _series(self, section: str) -> dict[str, list[tuple[float, Path]]]:
        series = {
            name: collection(self.directory / "fields" / f"{name}.pvd")
            for name in self.case.get(section, {})
        }
        return {name: found for name, found in series.items() if found}

    @property
    def times(self) -> list[float]:
        """Times [s] at which every body's fields were written."""
        sets = [{time for time, _ in series} for series in self.bodies.values()]
        return sorted(set.intersection(*sets)) if sets else []

    def grid(self, name: str, time: float) -> Grid:
        """Return fields of a body or an interface at a written time."""
        series = self.bodies.get(name) or self.interfaces[name]
        file = min(series, key=lambda entry: abs(entry[0] - time))[1]
        if file not in self._read:
            self._read[file] = debonded_at(read_grid(file), self._failed_at(name))
        return self._read[file]

    def _failed_at(self, name: str) -> float:
        """Return the damage [-] at which the law of an interface counts a point as debonded."""
        entry = (self.case.get("interfaces") or {}).get(name) or {}
        law = entry.get("law")
        return float(law.get("failed", 1.0)) if isinstance(law, dict) else 1.0

    def written(self, time: float) -> float | None:
        """Return the written time equal to this one to rounding, None if there is none."""
        nearest = min(self.times, key=lambda other: abs(other - time), default=None)
        if nearest is None or abs(nearest - time) > 1e-6 * max(abs(time), 1e-6):
            return None
        return nearest

    def events_with_fields(self) -> Iterator[tuple[EventRecord, float]]:
        """Yield the events at which fields were written, with the time."""
        for record in self.events:
            time = self.written(record.time)
            if time is not None:
                yield record, time

    def at(self, column: str, time: float) -> float:
        """Return a column of the history at a time [s]."""
        return float(np.interp(time, self.history[TIME], self.history[column]))

    @cached_property
    def attempts(self) -> list["Attempt"]:
        """Rows of attempts.csv."""
        return [
            Attempt(
                int(row[columns.STEP]),
                float(row[columns.STEP_SIZE.name]),
                int(row[columns.NEWTON_ITERATIONS.name]),
                StopReason[row[columns.REASON].upper()],
                row[columns.DETAIL],
            )
            for row in rows(self.directory / "attempts.csv")
        ]


def _number(text: str | None) -> float:
    return float(text) if text else float("nan")
