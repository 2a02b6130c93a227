"""One run in a separate process: wall time, user time, peak memory and its report."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

LIMIT = 900.0
"""Longest time [s] a run may take."""


class RunFailed(RuntimeError):
    """A run ended with an error; the message contains its last output."""


Run = dict[str, Any]
"""What a run reports: numbers, and names."""


def run(command: Sequence[str | Path], limit: float = LIMIT) -> Run:
    """Run a command whose last line of output is a JSON object.

    Args:
        command: program and arguments, run with one thread.
        limit: time limit [s].

    Returns:
        The object with ``wall`` [s], ``user`` [s], ``memory`` [MB] of the largest process, and the
        ``load`` of the machine before.

    Raises:
        RunFailed: the run ended with an error or at the limit.
    """
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin, load = time.perf_counter(), os.getloadavg()[0]
        child = subprocess.Popen(
            ["timeout", str(limit), *map(str, command)],
            stdout=out,
            stderr=err,
            env={**os.environ, **threads},
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        words = [_text(stream) for stream in (out, err)]
    if child.returncode:
        report = "\n".join((words[0] + words[1]).splitlines()[-8:])
        raise RunFailed(f"exit {child.returncode} of {' '.join(map(str, command))}\n{report}")
    reported = json.loads(words[0].strip().splitlines()[-1])
    memory = usage.ru_maxrss / 1024
    return {"wall": wall, "user": usage.ru_utime, "memory": memory, "load": load, **reported}


def repeated(command: Sequence[str | Path], repetitions: int, limit: float = LIMIT) -> list[Run]:
    """Return several runs, or none after printing the reason of a failure."""
    found: list[Run] = []
    for number in range(repetitions):
        try:
            found.append(run(command, limit))
        except RunFailed as failed:
            print(failed, file=sys.stderr, flush=True)
            return []
        report = f"{found[-1]['wall']:.1f} s wall, {found[-1]['user']:.1f} s user"
        print(f"    {number + 1}/{repetitions}: {report}", flush=True)
    return found


def medians(runs: Sequence[Run]) -> Run:
    """Return the median of each number of the runs, and what is no number of the first.

    >>> medians([{"a": 1, "b": "x"}, {"a": 3, "b": "x"}, {"a": 2, "b": "x"}])
    {'a': 2, 'b': 'x'}
    """
    return {
        name: statistics.median(each[name] for each in runs)
        if isinstance(value, int | float)
        else value
        for name, value in runs[0].items()
    }


def median(command: Sequence[str | Path], repetitions: int, limit: float = LIMIT) -> Run | None:
    """Return medians over several runs, or None after printing the reason of a failure."""
    found = repeated(command, repetitions, limit)
    return medians(found) if found else None


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return str(stream.read().decode(errors="replace"))
