"""The two tables of a run while it goes: a row a step, and a row an event."""

from pathlib import Path

from nanoglue.observables import CHEMICAL, DEFORMED
from nanoglue.output.results_folder import Table, rows
from nanoglue.stepping.events import Event
from nanoglue.stepping.time_loop import Step

STEP = ("step", "time [s]", CHEMICAL, DEFORMED)
EVENT = ("event", "where", "time [s]", CHEMICAL, DEFORMED)


class Tables:
    """``history.csv`` and ``events.csv`` of a results folder; on one rank."""

    def __init__(self, directory: Path, start: Step, resumed: bool) -> None:
        """Begin with the start, or go on after what an earlier run had up to it.

        Args:
            directory: results folder.
            start: the step to begin from.
            resumed: whether rows of an earlier run up to that step are kept.
        """
        history, happened = directory / "history.csv", directory / "events.csv"
        steps = [r for r in rows(history) if int(r["step"]) <= start.number] if resumed else []
        events = [r for r in rows(happened) if float(r["time [s]"]) <= start.time]
        events = events if resumed else []
        self.earlier = [
            Event(row["event"], row["where"], *(float(row[name]) for name in EVENT[2:]))
            for row in events
        ]
        rest = [name for name in start.observed if name not in STEP]
        self.history = Table(history, [*STEP, *rest], steps)
        self.happened = Table(happened, EVENT, events)
        if not resumed:
            self.add(start)

    def add(self, step: Step) -> None:
        """Add an accepted step."""
        self.history.add({"step": step.number, "time [s]": step.time, **step.observed})

    def tell(self, event: Event) -> None:
        """Add an event."""
        row = {"event": event.event, "where": event.where, "time [s]": event.time}
        self.happened.add({**row, CHEMICAL: event.chemical, DEFORMED: event.deformed})

    def close(self) -> None:
        """Close both files."""
        self.history.close()
        self.happened.close()
