"""Runs that a signal stops leave a checkpoint from which they are resumed."""

import signal
import subprocess
import sys

import pytest

STOPPED_AT_ONCE = """
import os, signal
from nanoglue.cli.app import main
from nanoglue.output.run_lock import RunLock
from nanoglue.runtime import signals

signals.SETUP_GRACE_S = 600
take = RunLock.__init__

def take_and_stop(lock, *given):
    take(lock, *given)
    os.kill(os.getpid(), signal.SIGTERM)

RunLock.__init__ = take_and_stop
main()
"""
"""nanoglue that is asked to stop as soon as it has the lock, before its mesh is generated."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_a_run_with_a_checkpoint(tmp_path, started, number):
    process = started(tmp_path / "out")
    process.send_signal(number)
    assert process.wait(300) == 4
    assert list((tmp_path / "out" / "checkpoint").glob("ckpt_*.npz"))


def test_a_run_stopped_before_its_first_step_resumes(tmp_path, run):
    folder = tmp_path / "out"
    command = [sys.executable, "-c", STOPPED_AT_ONCE, "run", "mode_I", "-q", "-o", str(folder)]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    assert done.returncode == 4, done.stderr
    assert [file.name for file in (folder / "checkpoint").glob("*")] == ["ckpt_000000.npz"]
    assert run(folder, "--resume").exit_code == 0
    lines = (folder / "history.csv").read_text().splitlines()[1:]
    assert [int(line.split(",")[0]) for line in lines] == list(range(101))
