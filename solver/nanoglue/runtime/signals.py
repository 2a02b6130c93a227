"""Requests to stop: signals from the queue or the keyboard, and the time allowed on the clock."""

import signal
import time
from typing import Any

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1)


class StopRequest:
    """Remembers that somebody asked to stop; all ranks agree on it once a step."""

    def __init__(self, comm: Any, wall: float | None) -> None:
        """Listen from now on.

        Args:
            comm: communicator of the run.
            wall: seconds after which the run stops by itself, or None.
        """
        self.comm, self.begin, self.wall = comm, time.monotonic(), wall
        self.asked = ""
        self.before = {number: signal.getsignal(number) for number in SIGNALS}
        for number in SIGNALS:
            signal.signal(number, self._hear)

    def _hear(self, number: int, frame: Any) -> None:  # noqa: ARG002
        self.asked = signal.Signals(number).name

    def reason(self) -> str:
        """Why to stop now, the same on every rank; empty to go on."""
        asked = self.asked
        if not asked and self.wall is not None and time.monotonic() - self.begin > self.wall:
            asked = "time.wall_time"
        return str(max(self.comm.allgather(asked)))

    def silence(self) -> None:
        """Stop listening."""
        for number, handler in self.before.items():
            signal.signal(number, handler)
