"""A signal ends a run within one linear solve, and a long set-up within seconds."""

import json
import os
import signal
import time

import pytest

from nanoglue.runtime import signals
from nanoglue.runtime.exit_codes import ExitCode


@pytest.fixture
def handlers():
    yield
    signals.restore_handlers()


@pytest.mark.parametrize("number", signals.SIGNALS)
def test_a_signal_within_newtons_iteration_ends_the_run_before_the_next_solve(
    tmp_path, monkeypatch, handlers, number
):
    from nanoglue.api import load
    from nanoglue.run import run
    from nanoglue.runtime.fenics import MPI
    from nanoglue.solvers.block_system import BlockSystem

    solve, solves = BlockSystem.solve_increment, []

    def interrupted(system, *details):
        solves.append(bool(signals.received()))
        if len(solves) == 5:
            os.kill(os.getpid(), number)
        return solve(system, *details)

    monkeypatch.setattr(BlockSystem, "solve_increment", interrupted)
    settings = {"output.pictures": "false", "solver.factor_reuse": "0", "time.end": "0.1 s"}
    case = load("mode_I", set=settings)
    assert run(case, MPI.COMM_SELF, tmp_path / "out") == ExitCode.STOPPED
    assert solves == [False] * 5
    steps = json.loads((tmp_path / "out" / "run.json").read_text())["steps"]
    assert (tmp_path / "out" / "checkpoint" / f"ckpt_{steps:06d}.npz").exists()
    monkeypatch.undo()
    assert run(case, MPI.COMM_SELF, tmp_path / "out", resume=True) == ExitCode.DONE


def test_a_long_set_up_is_abandoned_after_a_signal(monkeypatch, handlers):
    monkeypatch.setattr(signals, "SETUP_GRACE_S", 0.05)
    signals.begin_setup()

    def signalled():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(300)  # the exception comes within it

    with pytest.raises(signals.StoppedInSetup, match="SIGTERM before the first step"):
        signalled()


def test_a_run_that_has_begun_is_not_abandoned(monkeypatch, handlers):
    class Alone:
        def allgather(self, value):
            return [value]

    monkeypatch.setattr(signals, "SETUP_GRACE_S", 0.05)
    signals.begin_setup()
    assert signals.StopRequest(Alone(), None).reason() == ""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(0.1)
    assert signals.received() == "SIGTERM"
