"""Seconds spent by phase: compile, mesh, assemble, factor, solve, output, other."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from nanoglue.runtime.fenics import PETSc, common


def _started() -> common.Timer:
    timer = common.Timer()
    timer.start()
    return timer


@dataclass
class Timers:
    """Accumulated wall time by phase; phases must not be nested.

    A phase is also an entry of DOLFINx's table of timings and a stage of ``-log_view`` of PETSc.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    whole: common.Timer = field(default_factory=_started)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add the duration of a block to a phase."""
        label = f"nanoglue: {name}"
        stage, timer = PETSc.Log.Stage(label), common.Timer(label)
        stage.push()
        try:
            with timer:
                yield
        finally:
            stage.pop()
            spent = timer.elapsed().total_seconds()
            self.seconds[name] = self.seconds.get(name, 0.0) + spent

    def total(self) -> float:
        """Return the wall time [s] since creation."""
        return self.whole.elapsed().total_seconds()

    def table(self) -> dict[str, float]:
        """Return seconds by phase, the remainder as ``other``, and the total."""
        total = self.total()
        return {**self.seconds, "other": total - sum(self.seconds.values()), "total": total}
