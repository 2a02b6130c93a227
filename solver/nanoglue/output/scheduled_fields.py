"""Fields of a run at the times or expansions for which its case asks."""

from pathlib import Path
from typing import TYPE_CHECKING

from nanoglue.output.fields import Fields
from nanoglue.output.watched import Stored
from nanoglue.stepping.step import Step

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem


class ScheduledFields:
    """Writer of fields when they are due; nothing is written if the case asks for no fields."""

    def __init__(
        self,
        directory: Path,
        problem: "Problem",
        start: Step,
        stored: Stored | None,
    ) -> None:
        """Begin with the first step of a run or of its part; collective.

        Args:
            directory: of the fields.
            problem: of the run.
            start: state at the begin.
            stored: part of the checkpoint gone on from, the fields up to which are kept.
        """
        self.wanted, self.watch = problem.case.output.fields, problem.watch
        self.files = Fields(directory, problem, start if stored is not None else None)
        self.written_at = dict(stored["fields"] if stored else start.observed.expansions)

    def due(self, step: Step) -> bool:
        """Return whether the case asks for the fields of a step."""
        moved = step.observed.expansion_since(self.written_at)
        if self.wanted.every and moved >= self.wanted.every:
            return True
        return any(abs(time - step.time) < 1e-9 * max(time, 1e-12) for time in self.wanted.times)

    def write(self, step: Step) -> None:
        """Write the fields of a step; collective."""
        if not self.wanted.every and not self.wanted.times:
            return
        self.written_at = step.observed.expansions
        with self.watch.phase("output"):
            self.files.write(step)
