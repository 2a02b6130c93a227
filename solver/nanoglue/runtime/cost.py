"""What a run takes, by the parts in which it was computed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from nanoglue.runtime.timers import Timers

Part = dict[str, Any]


@dataclass(slots=True)
class Cost:
    """Seconds by phase, Newton iterations and cuts of the present part, and the parts before it.

    A part that was killed counts up to the checkpoint that the next one went on from.
    """

    watch: Timers
    ranks: int
    first: int = 0  # step that the present part began from
    iterations: int = 0
    cuts: int = 0
    earlier: list[Part] = field(default_factory=list)

    def parts(self, last: int) -> list[Part]:
        """Every part, first to last; the present one up to the step ``last``."""
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
        return [*self.earlier, present]


def number(parts: Sequence[Part], name: str) -> int:
    """Iterations or cuts of all parts.

    >>> number([{"cuts": 1}, {"cuts": 2}], "cuts")
    3
    """
    return sum(part[name] for part in parts)


def seconds(parts: Sequence[Part]) -> dict[str, float]:
    """Seconds by phase of all parts, the total last.

    >>> each = [{"mesh": 1.0, "total": 2.0}, {"solve": 3.0, "total": 4.0}]
    >>> seconds([{"seconds": one} for one in each])
    {'mesh': 1.0, 'solve': 3.0, 'total': 6.0}
    """
    phases = dict.fromkeys(phase for part in parts for phase in part["seconds"])
    found = {
        phase: round(sum(part["seconds"].get(phase, 0.0) for part in parts), 3) for phase in phases
    }
    return {**{phase: found[phase] for phase in found if phase != "total"}, "total": found["total"]}
