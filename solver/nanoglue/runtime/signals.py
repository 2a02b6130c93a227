"""Requests to stop a run: signals, and the limit on the wall time."""

import signal
import time
from typing import Any

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1)


class StopRequest:
    """Request to stop, on which all ranks agree once per step."""

    def __init__(self, comm: Any, wall: float | None) -> None:
        """Install the signal handlers.

        Args:
            comm: communicator of the run.
            wall: wall time [s] after which the run stops, or None.
        """
        self.comm, self.begin, self.wall = comm, time.monotonic(), wall
        self.asked = ""
        self.before = {number: signal.getsignal(number) for number in SIGNALS}
        for number in SIGNALS:
            signal.signal(number, self._hear)

    def _hear(self, number: int, frame: Any) -> None:  # noqa: ARG002
        self.asked = signal.Signals(number).name

    def reason(self) -> str:
        """Return the reason to stop, equal on all ranks; empty to continue. Collective."""
        asked = self.asked
        if not asked and self.wall is not None and time.monotonic() - self.begin > self.wall:
            asked = "time.wall_time"
        return str(max(self.comm.allgather(asked)))

    def restore_handlers(self) -> None:
        """Restore the previous signal handlers."""
        for number, handler in self.before.items():
            signal.signal(number, handler)
