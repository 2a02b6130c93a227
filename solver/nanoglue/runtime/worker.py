"""Work that is divided between this process and one that is forked from it."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable

LONGEST_WAIT_S = 120.0
"""Time [s] after which the other process is stopped."""


def in_two_processes(work: Callable[[int], None]) -> None:
    """Do the parts 0 and 1 of a work, part 1 in a forked process where that is safe and of use.

    What the forked process does is seen only through files. If it fails, its part is done here.
    """
    other = _forked(work) if _may_fork() else None
    work(0)
    if other is not None:
        other.join(LONGEST_WAIT_S)
        if other.is_alive():
            other.kill()
            other.join()
    if other is None or other.exitcode != 0:
        work(1)


def _may_fork() -> bool:
    """Return whether no other thread could hold a lock, and a second core is at hand."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    return cores > 1 and threading.active_count() == 1


def _end_with_parent() -> None:
    """Let Linux kill this process when its parent ends, whose locked files it would keep."""
    set_signal_on_death = 1  # PR_SET_PDEATHSIG of prctl(2)
    ctypes.CDLL(None).prctl(set_signal_on_death, signal.SIGKILL)


def _forked(work: Callable[[int], None]) -> multiprocessing.process.BaseProcess:
    def other() -> None:
        _end_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        try:
            work(1)
        except Exception:  # the same happens in this process, which reports it
            os._exit(1)

    process = multiprocessing.get_context("fork").Process(target=other, daemon=True)
    with warnings.catch_warnings():  # threads of numerical libraries wait outside of Python
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    return process
