"""Tables of a run: accepted steps, events and attempts; column names are written only here."""

import csv
from pathlib import Path

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.case.event_types import EventType
from nanoglue.case.former_names import present_heading
from nanoglue.observables import Observation
from nanoglue.output.results_folder import NoCheckpoint, Table, rows
from nanoglue.output.stored_rows import Lengths, cut_to, lengths
from nanoglue.stepping.events import Event
from nanoglue.stepping.step import Step

TIME = columns.TIME.name
EXPANSIONS = (columns.EXPANSION_CHEMICAL.name, columns.EXPANSION_DEFORMED.name)
HISTORY = (columns.STEP, TIME, *EXPANSIONS)
EVENT = ("event", "where", TIME, *EXPANSIONS)
ATTEMPT = (
    columns.STEP,
    columns.ATTEMPT,
    TIME,
    columns.STEP_SIZE.name,
    columns.NEWTON_ITERATIONS.name,
    columns.REASON,
    columns.DETAIL,
)
Rows = list[dict[str, str]]


def row(observation: Observation) -> dict[str, float]:
    """Return the values of an observation by column name."""
    return {column.name: value for column, value in observation.values.items()}


def observation(stored: dict[str, float]) -> Observation:
    """Return the observation that a row was written from."""
    values = {Column.parse(present_heading(name)): value for name, value in stored.items()}
    return Observation.of(values)


class Tables:
    """``history.csv``, ``events.csv`` and ``attempts.csv`` of a results folder; on one rank."""

    def __init__(
        self, directory: Path, start: Step, resumed: bool, stored: Lengths | None = None
    ) -> None:
        """Write the initial state, or keep the rows of an earlier run.

        Args:
            directory: results folder.
            start: initial state.
            resumed: whether rows of an earlier run up to that step are kept.
            stored: length of each file at the checkpoint that the run resumes from.

        Raises:
            NoCheckpoint: the rows up to the checkpoint are damaged.
        """
        if resumed and stored:
            cut_to(directory, stored)
        try:
            steps, events, tried = _kept(directory, start) if resumed else ([], [], [])
            self.earlier = [_event(row) for row in events]
            rest = [name for name in row(start.observed) if name not in HISTORY]
            self.history = Table(directory / "history.csv", [*HISTORY, *rest], steps)
            self.happened = Table(directory / "events.csv", EVENT, events)
            self.attempts = Table(directory / "attempts.csv", ATTEMPT, tried)
        except (ValueError, KeyError, TypeError, csv.Error) as error:
            raise NoCheckpoint(
                f"the tables in {directory} are damaged ({error}); restore them, or use --force in "
                "place of --resume to begin anew"
            ) from error
        if not resumed:
            self._add_state(start)

    def add(self, step: Step) -> None:
        """Add an accepted step."""
        self._add_state(step)
        self.add_attempt(step)

    def _add_state(self, step: Step) -> None:
        state = {columns.STEP: step.number, TIME: step.time}
        self.history.add({**state, **row(step.observed)})

    def add_attempt(self, step: Step) -> None:
        """Add an attempt, accepted or cut, with the reason."""
        outcome = step.outcome
        reason = outcome.reason.name.lower(), outcome.detail
        values = step.number, step.attempt, step.time, step.dt, outcome.iterations, *reason
        self.attempts.add(dict(zip(ATTEMPT, values, strict=True)))

    def record_event(self, event: Event) -> None:
        """Add an event."""
        values = str(event.event), event.where, event.time, event.chemical, event.deformed
        self.happened.add(dict(zip(EVENT, values, strict=True)))

    def lengths(self) -> Lengths:
        """Return length and checksum of each file, once it is on the disk."""
        tables = self.history, self.happened, self.attempts
        return lengths({Path(table.file.name).name: table.file for table in tables})

    def close(self) -> None:
        """Close the files."""
        for table in (self.history, self.happened, self.attempts):
            table.close()


def _kept(directory: Path, start: Step) -> tuple[Rows, Rows, Rows]:
    """Return the steps, events and attempts of an earlier run up to a step.

    The tables have been cut to the checkpoint. Times do not tell which events came before it, as
    they fall back along an arc length.
    """
    return (
        [r for r in rows(directory / "history.csv") if int(r[columns.STEP]) <= start.number],
        rows(directory / "events.csv"),
        [r for r in rows(directory / "attempts.csv") if int(r[columns.ATTEMPT]) <= start.attempt],
    )


def _event(stored: dict[str, str]) -> Event:
    """Return the event that a row was written from."""
    numbers = (float(stored[name]) for name in EVENT[2:])
    return Event(EventType(stored["event"]), stored["where"], *numbers)
