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
from typing import Any

LIMIT = 900.0
"""Longest time [s] a run may take."""


class RunFailed(RuntimeError):
    """A run ended with an error; the message contains its last output."""


def run(command: Sequence[str | Path], limit: float = LIMIT) -> dict[str, Any]:
    """Run a command whose last line of output is a JSON object.

    Args:
        command: program and arguments, run with one thread.
        limit: time limit [s].

    Returns:
        The object with ``wall`` [s], ``user`` [s], ``memory`` [MB] of the largest process.

    Raises:
        RunFailed: the run ended with an error or at the limit.
    """
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.perf_counter()
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
        told = "\n".join((words[0] + words[1]).splitlines()[-8:])
        raise RunFailed(f"exit {child.returncode} of {' '.join(map(str, command))}\n{told}")
    reported = json.loads(words[0].strip().splitlines()[-1])
    memory = usage.ru_maxrss / 1024
    return {"wall": wall, "user": usage.ru_utime, "memory": memory, **reported}


def median(
    command: Sequence[str | Path], repetitions: int, limit: float = LIMIT
) -> dict[str, Any] | None:
    """Return medians over several runs, or None after printing the reason of a failure."""
    found: list[dict[str, Any]] = []
    for number in range(repetitions):
        try:
            found.append(run(command, limit))
        except RunFailed as failed:
            print(failed, file=sys.stderr, flush=True)
            return None
        told = f"{found[-1]['wall']:.1f} s wall, {found[-1]['user']:.1f} s user"
        print(f"    {number + 1}/{repetitions}: {told}", flush=True)
    return {
        name: statistics.median(each[name] for each in found)
        if isinstance(value, int | float)
        else value
        for name, value in found[0].items()
    }


def _text(stream: Any) -> str:
    stream.seek(0)
    return str(stream.read().decode(errors="replace"))
