"""Requests to stop a run: signals, and the limit on the wall time."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

    from nanoglue.runtime.fenics import MPI

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGHUP)


SETUP_GRACE_S = 7.0
"""Time [s] after a signal at which a run that has not begun its first step is abandoned."""


class StoppedInSetup(Exception):
    """A signal asked a run to stop, and its set-up takes long; there is nothing to keep."""

    def __init__(self, name: str) -> None:
        """Name the signal."""
        super().__init__(f"stopped by {name} before the first step; nothing was computed")


class _Received:
    """Name of the last signal to stop that this process received; empty without one."""

    name = ""
    setting_up = False  # whether the run has not begun its first step
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


def reinstall_handlers() -> None:
    """Install the handlers again where there were any, after a library has removed them."""
    if _Received.before:
        install_handlers()


def restore_handlers() -> None:
    """Restore the signal handlers that were there before, and forget the signals."""
    _end_setup()
    for number, handler in _Received.before.items():
        signal.signal(number, handler)
    _Received.before, _Received.name = {}, ""


@contextmanager
def handlers_restored() -> Iterator[None]:
    """Restore the signal handlers afterwards, unless a command has installed its own before."""
    installed = bool(_Received.before)
    try:
        yield
    finally:
        if not installed:
            restore_handlers()


def begin_setup() -> None:
    """Install the handlers for a run whose set-up is abandoned some seconds after a signal.

    The set-up ends with the first ``StopRequest.reason``. A signal then raises ``StoppedInSetup``
    in the main thread, also while forms are compiled.
    """
    install_handlers()
    if threading.current_thread() is threading.main_thread():
        _Received.setting_up = True
        signal.signal(signal.SIGALRM, _abandon)


def _end_setup() -> None:
    """End the set-up: from now on a signal stops the run with a checkpoint."""
    if _Received.setting_up:
        _Received.setting_up = False
        signal.setitimer(signal.ITIMER_REAL, 0.0)


def received() -> str:
    """Return the name of the last signal to stop, or an empty text."""
    return _Received.name


def _note(number: int, frame: "FrameType | None") -> None:  # noqa: ARG001
    _Received.name = signal.Signals(number).name
    if _Received.setting_up:
        signal.setitimer(signal.ITIMER_REAL, SETUP_GRACE_S)


def _abandon(number: int, frame: "FrameType | None") -> None:  # noqa: ARG001
    if _Received.setting_up:
        raise StoppedInSetup(received())


def received_in_setup(comm: "MPI.Comm") -> str:
    """Return the name of a signal that any rank received in its set-up, or ""; collective."""
    return max(comm.allgather(received() if _Received.setting_up else ""))


def stop_requested(comm: "MPI.Comm") -> bool:
    """Return whether any rank has received a signal to stop; collective."""
    return bool(comm.allreduce(int(bool(received()))))


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
        _end_setup()
        asked = received()
        if not asked and self.wall is not None and time.monotonic() - self.begin > self.wall:
            asked = "time.wall_time"
        return str(max(self.comm.allgather(asked)))

    def restore_handlers(self) -> None:
        """Restore the previous signal handlers."""
        restore_handlers()
