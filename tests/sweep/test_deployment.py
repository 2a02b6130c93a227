"""Job scripts of single runs, under commands that stand for nanoglue and the batch systems."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "deployment"

RUN = """trap 'echo stopped >> "$CALLS"; exit 4' TERM
echo nanoglue "$@" >> "$CALLS"
for i in {1..6000}; do sleep 0.05; done"""
"""Stands for a run that writes its checkpoint when it is asked to stop."""


@pytest.fixture
def start(tmp_path):
    for name, text in {
        "nanoglue": RUN,
        "scontrol": 'echo scontrol "$@" >> "$CALLS"',
        "qsub": 'echo qsub "$@" >> "$CALLS"',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/bash\n{text}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "nodes").write_text("node1\nnode1\n")
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "CALLS": str(tmp_path / "calls"),
        "CASE": "my case.yaml",
        "SLURM_NTASKS": "2",
        "SLURM_JOB_ID": "17",
        "PBS_O_WORKDIR": str(tmp_path),
        "PBS_NODEFILE": str(tmp_path / "nodes"),
        "NANOGLUE_SECONDS": "5",
        "SCRIPT": "job script.sh",
    }

    def begin(script: str, running: bool = True, **more: str) -> subprocess.Popen:
        line = ["bash", str(SCRIPTS / script)]
        process = subprocess.Popen(line, env=environment | more, cwd=tmp_path)
        while running and not (tmp_path / "calls").exists():
            assert process.poll() is None
            time.sleep(0.02)
        return process

    return begin


def calls(folder: Path) -> list[str]:
    return (folder / "calls").read_text().splitlines()


RAN = "nanoglue run my case.yaml -o results/my case --resume -n 2"


@pytest.mark.parametrize(
    ("number", "then"), [(signal.SIGUSR1, ["scontrol requeue 17"]), (signal.SIGTERM, [])]
)
def test_slurm_requeues_at_the_time_limit_and_not_when_cancelled(start, tmp_path, number, then):
    process = start("slurm.sh")
    process.send_signal(number)
    assert process.wait(300) == 4
    assert calls(tmp_path) == [RAN, "stopped", *then]


def test_slurm_gives_up_after_some_restarts(start, tmp_path):
    process = start("slurm.sh", SLURM_RESTART_COUNT="3", NANOGLUE_RESTARTS="3")
    process.send_signal(signal.SIGUSR1)
    assert process.wait(300) == 4
    assert calls(tmp_path) == [RAN, "stopped"]


def test_pbs_submits_again_before_the_time_limit(start, tmp_path):
    assert start("pbs.sh").wait(300) == 4
    *before, last = calls(tmp_path)
    assert before == [RAN, "stopped"]
    assert last.startswith("qsub -v CASE,OUT,SCRIPT,")
    assert last.endswith(" job script.sh")


def test_pbs_does_not_submit_again_when_deleted_or_restarted_often(start, tmp_path):
    process = start("pbs.sh", NANOGLUE_SECONDS="60")
    process.send_signal(signal.SIGTERM)
    assert process.wait(300) == 4
    assert calls(tmp_path) == [RAN, "stopped"]
    (tmp_path / "calls").unlink()
    assert start("pbs.sh", NANOGLUE_RESTART="20").wait(300) == 4
    assert calls(tmp_path) == [RAN, "stopped"]


EARLY = """trap 'if [ "$BASH_COMMAND" = "run=\\$!" ]; then kill -TERM $$; fi' DEBUG"""
"""Sends a signal to a script that has started its run and has not noted which process it is."""


@pytest.mark.parametrize("script", ["slurm.sh", "pbs.sh"])
def test_a_signal_at_the_start_of_the_run_reaches_it(start, tmp_path, script):
    (tmp_path / "early").write_text(EARLY)
    process = start(script, running=False, NANOGLUE_SECONDS="60", BASH_ENV=str(tmp_path / "early"))
    # 143 where the run ends before it can react to the signal
    assert process.wait(40) in (4, 143)
