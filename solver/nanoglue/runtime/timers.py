"""Seconds spent by phase: compile, mesh, assemble, factor, solve, output, other."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Timers:
    """Adds up wall time by name; phases do not nest."""

    seconds: dict[str, float] = field(default_factory=dict)
    start: float = field(default_factory=time.perf_counter)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Charge the block to a phase."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begin

    def total(self) -> float:
        """Wall time [s] since the watch was made."""
        return time.perf_counter() - self.start

    def table(self) -> dict[str, float]:
        """Seconds by phase, the rest as ``other``, and the total."""
        total = self.total()
        return {**self.seconds, "other": total - sum(self.seconds.values()), "total": total}
