"""Computational cost of a run, by the parts between interruptions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from nanoglue.runtime.timers import Timers

Part = dict[str, Any]


@dataclass(slots=True)
class Cost:
    """Seconds by phase, Newton iterations and cut-backs of this part and of earlier parts.

    An interrupted part counts up to the checkpoint from which the next part resumed.
    """

    watch: Timers
    ranks: int
    first: int = 0  # step from which this part started
    iterations: int = 0
    cuts: int = 0
    earlier: list[Part] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)  # of the case, since the part before

    def begin_at(self, step: int, earlier: Sequence[Part]) -> None:
        """Begin at the step of a checkpoint, after the parts before it."""
        self.first, self.earlier = step, list(earlier)

    def note_changes(self, changes: Sequence[str]) -> None:
        """Note the changes of the case since the part before."""
        self.changes = list(changes)

    def add_accepted(self, iterations: int) -> None:
        """Add the Newton iterations of an accepted step."""
        self.iterations += iterations

    def add_cut(self, iterations: int) -> None:
        """Add a cut-back and its Newton iterations."""
        self.iterations, self.cuts = self.iterations + iterations, self.cuts + 1

    def discount(self, iterations: Sequence[int]) -> None:
        """Take off cut-backs, given by their Newton iterations."""
        self.iterations, self.cuts = self.iterations - sum(iterations), self.cuts - len(iterations)

    def parts(self, last: int) -> list[Part]:
        """Return all parts in order; the present one ends at the step ``last``."""
        seconds = {phase: round(value, 3) for phase, value in self.watch.table().items()}
        present = {
            "from_step": self.first,
            "to_step": last,
            "until": datetime.now(UTC).isoformat(timespec="seconds"),
            "ranks": self.ranks,
            "newton_iterations": self.iterations,
            "cuts": self.cuts,
            "seconds": seconds,
        }
        if self.changes:
            present["changes"] = self.changes
        return [*self.earlier, present]


def number(parts: Sequence[Part], name: str) -> int:
    """Return the total number of iterations or cut-backs.

    >>> number([{"cuts": 1}, {"cuts": 2}], "cuts")
    3
    """
    return sum(part[name] for part in parts)


def seconds(parts: Sequence[Part]) -> dict[str, float]:
    """Return the total seconds by phase, with the overall total last.

    >>> each = [{"mesh": 1.0, "total": 2.0}, {"solve": 3.0, "total": 4.0}]
    >>> seconds([{"seconds": one} for one in each])
    {'mesh': 1.0, 'solve': 3.0, 'total': 6.0}
    """
    phases = dict.fromkeys(phase for part in parts for phase in part["seconds"])
    sums = {
        phase: round(sum(part["seconds"].get(phase, 0.0) for part in parts), 3) for phase in phases
    }
    return {**{phase: sums[phase] for phase in sums if phase != "total"}, "total": sums["total"]}
