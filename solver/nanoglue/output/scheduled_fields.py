"""Fields of a run at the times or expansions for which its case asks."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from nanoglue.output.fields import Fields
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
        resumed: bool,
        written_at: Mapping[str, float] | None = None,
    ) -> None:
        """Begin with the first step of a run or of its part; collective.

        Args:
            directory: of the fields.
            problem: of the run.
            start: state at the begin.
            resumed: whether fields of an earlier part are kept up to that state.
            written_at: expansions [-] at the last of these; those of the start if not given.
        """
        self.wanted, self.watch = problem.case.output.fields, problem.watch
        self.files = Fields(directory, problem, start if resumed else None)
        self.written_at = dict(written_at or start.observed.expansions)

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
