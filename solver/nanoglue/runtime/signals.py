"""Requests to stop a run: signals, and the limit on the wall time."""

import signal
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

    from nanoglue.runtime.fenics import MPI

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGHUP)


class _Received:
    """Name of the last signal to stop that this process received; empty without one."""

    name = ""
    before: dict[int, Any] = {}  # noqa: RUF012  one for the process, as the handlers are


def install_handlers() -> None:
    """Note signals to stop from now on instead of ending the process.

    An ignored SIGHUP, as under nohup, stays ignored. Only the main thread can have handlers. Call
    it again after MPI was imported, whose libraries install handlers of their own.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    _Received.before = _Received.before or {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in _Received.before.items():
        if number != signal.SIGHUP or handler != signal.SIG_IGN:
            signal.signal(number, _note)


def restore_handlers() -> None:
    """Restore the signal handlers that were there before, and forget the signals."""
    for number, handler in _Received.before.items():
        signal.signal(number, handler)
    _Received.before, _Received.name = {}, ""


def received() -> str:
    """Return the name of the last signal to stop, or an empty text."""
    return _Received.name


def _note(number: int, frame: "FrameType | None") -> None:  # noqa: ARG001
    _Received.name = signal.Signals(number).name


class StopRequest:
    """Request to stop, on which all ranks agree once per step."""

    def __init__(self, comm: "MPI.Comm", wall: float | None) -> None:
        """Install the signal handlers, unless they are there.

        Args:
            comm: communicator of the run.
            wall: wall time [s] after which the run stops, or None.
        """
        self.comm, self.begin, self.wall = comm, time.monotonic(), wall
        install_handlers()

    def reason(self) -> str:
        """Return the reason to stop, equal on all ranks; empty to continue. Collective."""
        asked = received()
        if not asked and self.wall is not None and time.monotonic() - self.begin > self.wall:
            asked = "time.wall_time"
        return str(max(self.comm.allgather(asked)))

    def restore_handlers(self) -> None:
        """Restore the previous signal handlers."""
        restore_handlers()
