"""Seconds spent by phase: compile, mesh, assemble, factor, solve, output, other."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Timers:
    """Accumulated wall time by phase; phases must not be nested."""

    seconds: dict[str, float] = field(default_factory=dict)
    start: float = field(default_factory=time.perf_counter)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add the duration of a block to a phase."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begin

    def total(self) -> float:
        """Return the wall time [s] since creation."""
        return time.perf_counter() - self.start

    def table(self) -> dict[str, float]:
        """Return seconds by phase, the remainder as ``other``, and the total."""
        total = self.total()
        return {**self.seconds, "other": total - sum(self.seconds.values()), "total": total}
