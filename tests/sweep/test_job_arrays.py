"""Job arrays run as they are written, under commands that stand for those of the batch systems."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars
import pytest

from nanoglue.case import CaseError, find
from nanoglue.sweep import JobRequest, Jobs, Plan, Queue, estimate, points, write_job_array

QUEUES = list(Queue)
INDEX = {Queue.SLURM: "SLURM_ARRAY_TASK_ID", Queue.PBS: "PBS_ARRAY_INDEX"}
SLOW = ["stepping.fixed=0.00001 s", "output.pictures=false"]  # a hundred thousand steps


def fake(folder: Path, name: str, text: str = 'echo "$0" "$@" >> "$CALLS"') -> None:
    """Write a command that notes its call."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/bash\n{text}\n")
    file.chmod(0o755)


def job(tmp_path: Path, queue: Queue, point: int, **more: str) -> dict[str, str]:
    """Return the environment of a job, with batch commands that note their calls."""
    commands = tmp_path / "commands"
    for name in ("scontrol", "sbatch", "qsub", "srun"):
        fake(commands, name)
    return os.environ | {
        "PATH": f"{commands}:{os.environ['PATH']}",
        "CALLS": str(tmp_path / "calls"),
        INDEX[queue]: str(point),
        "SLURM_ARRAY_JOB_ID": "17",
        "PBS_JOBID": f"17[{point}].server",
        **more,
    }


def calls(tmp_path: Path) -> list[str]:
    file = tmp_path / "calls"
    return file.read_text().splitlines() if file.exists() else []


def plan_of(tmp_path: Path, over: list[str], overrides: list[str], case: Path | None = None):
    return Plan(case or find("mode_I"), overrides, points(over), tmp_path / "out")


@pytest.mark.parametrize("queue", QUEUES)
def test_a_job_array_has_a_job_for_each_point(tmp_path, queue):
    over = ["time.end=1 s,2 s", "solver.iterations=6,8,10"]
    plan = plan_of(tmp_path, over, ["title=It's two"])
    jobs = Jobs(queue, at_once=4, ranks=2, request=JobRequest(megabytes=1500, seconds=5400))
    text = write_job_array(plan, over, jobs).read_text()
    expected = {
        Queue.SLURM: ["--array=0-5%4", "--ntasks=2", "--mem-per-cpu=1500M", "--time=01:30:00"],
        Queue.PBS: [
            "-J 0-5%4",
            "-l select=1:ncpus=2:mpiprocs=2:mem=3000mb",
            "-l walltime=01:30:00",
        ],
    }
    directive = {Queue.SLURM: "#SBATCH", Queue.PBS: "#PBS"}[queue]
    lines = text.splitlines()
    assert [
        f"{directive} {one}" for one in expected[queue] if f"{directive} {one}" not in lines
    ] == []
    assert "'--over=time.end=1 s,2 s' --over=solver.iterations=6,8,10" in text


def test_an_array_of_one_point_has_no_range_that_pbs_refuses(tmp_path):
    plan = plan_of(tmp_path, ["time.end=1 s"], [])
    assert "#PBS -J" not in write_job_array(plan, ["time.end=1 s"], Jobs(Queue.PBS)).read_text()


@pytest.mark.parametrize("queue", [Queue.SLURM, pytest.param(Queue.PBS, marks=pytest.mark.slow)])
def test_a_job_runs_its_point_and_the_script_alone_collects(tmp_path, queue):
    over = ["solver.iterations=6,1"]
    plan = plan_of(tmp_path, over, ["stepping.fixed=0.5 s"])
    script = str(write_job_array(plan, over, Jobs(queue)))
    environment = job(tmp_path, queue, 1)
    done = subprocess.run([script], env=environment, check=False, timeout=120, capture_output=True)
    assert done.returncode == 3, done.stderr  # that of the run, for the accounting
    assert calls(tmp_path) == []
    assert not (plan.directory / "000").exists()
    assert not (plan.directory / "sweep.csv").exists()
    subprocess.run(["bash", script], check=True, timeout=120, capture_output=True)
    table = polars.read_csv(plan.directory / "sweep.csv")
    assert table["status"].to_list() == ["not run", "failed"]


def started(tmp_path: Path, queue: Queue, **more: str) -> tuple[Plan, subprocess.Popen]:
    """Start the only job of an array, and wait for the first steps of its run."""
    over = ["solver.iterations=6,7"]
    plan = plan_of(tmp_path, over, SLOW)
    script = write_job_array(plan, over, Jobs(queue, request=JobRequest(seconds=3600)))
    if queue is Queue.PBS:  # a time limit of some seconds after the first step
        script.write_text(script.read_text().replace("=TERM 3300", "=TERM 90"))
    process = subprocess.Popen([str(script)], env=job(tmp_path, queue, 1, **more))
    while not (plan.directory / "001" / "status.json").exists():
        assert process.poll() is None
        time.sleep(0.05)
    return plan, process


@pytest.mark.parametrize("queue", [Queue.SLURM, pytest.param(Queue.PBS, marks=pytest.mark.slow)])
def test_a_job_at_its_time_limit_leaves_a_checkpoint_and_is_queued_again(tmp_path, queue):
    plan, process = started(tmp_path, queue)
    if queue is Queue.SLURM:
        process.send_signal(signal.SIGUSR1)
    assert process.wait(300) == 4
    assert list((plan.directory / "001" / "checkpoint").glob("ckpt_*.npz"))
    (call,) = calls(tmp_path)
    if queue is Queue.SLURM:
        assert call.endswith("scontrol requeue 17_1")
    else:
        assert "-v NANOGLUE_POINT,NANOGLUE_RESTART" in call
        assert call.endswith("out/job_array.sh")
    assert plan.resumable(plan.points[1])


@pytest.mark.slow
def test_a_cancelled_job_is_not_queued_again(tmp_path):
    plan, process = started(tmp_path, Queue.SLURM)
    process.send_signal(signal.SIGTERM)
    assert process.wait(300) == 4
    assert plan.resumable(plan.points[1])
    assert calls(tmp_path) == []


@pytest.mark.slow
def test_a_job_that_was_restarted_often_is_not_queued_again(tmp_path):
    _, process = started(tmp_path, Queue.SLURM, SLURM_RESTART_COUNT="20")
    process.send_signal(signal.SIGUSR1)
    assert process.wait(300) == 4
    assert calls(tmp_path) == []


@pytest.mark.parametrize("queue", QUEUES)
def test_blanks_and_commands_in_names_are_quoted(tmp_path, queue):
    case = tmp_path / "my case; touch pwned.yaml"
    case.write_text(find("mode_I").read_text())
    over = ["time.end=1 s"]
    plan = Plan(case, [], points(over), tmp_path / "a folder $(touch pwned)")
    script = write_job_array(plan, over, Jobs(queue))
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
    output = {
        Queue.SLURM: f'#SBATCH --output="{plan.directory}/slurm_%A_%a.out"',
        Queue.PBS: f'#PBS -o "{plan.directory}/"',
    }
    assert output[queue] in script.read_text().splitlines()
    done = subprocess.run([script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("place", ["folder", "over", "override"])
def test_a_line_break_in_a_job_script_is_refused(tmp_path, place):
    bad = "x\n#SBATCH --wrap=evil"
    folder = tmp_path / (bad if place == "folder" else "out")
    over = [f"title=a{bad}" if place == "over" else "title=a"]
    plan = Plan(find("mode_I"), [f"title={bad}"] * (place == "override"), points(over), folder)
    with pytest.raises(CaseError, match="control characters"):
        write_job_array(plan, over, Jobs())
    assert not folder.exists()


@pytest.mark.parametrize("option", ["x; rm -rf", "--wrap=$(id)", "partition", "-q a\n#PBS -q b"])
def test_an_option_that_is_none_is_refused(tmp_path, option):
    plan = plan_of(tmp_path, ["time.end=1 s"], [])
    with pytest.raises(CaseError, match="must be an option"):
        write_job_array(plan, ["time.end=1 s"], Jobs(options=(option,)))


def test_the_command_writes_options_and_requests_from_the_mesh(tmp_path):
    command = [sys.executable, "-m", "nanoglue", "sweep", "mode_I", "--over", "time.end=1 s,2 s"]
    options = ["--slurm", "--slurm-opt=--partition=short", "--slurm-opt=--time=0:30:00", "-j", "1"]
    done = subprocess.run(
        [*command, *options, "-o", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = Path(done.stdout.strip()).read_text().splitlines()
    assert {"#SBATCH --partition=short", "#SBATCH --time=00:30:00", "#SBATCH --array=0-1%1"} <= set(
        lines
    )
    assert "unknowns" in lines[1]


def test_the_estimate_is_that_of_check(tmp_path):
    plan = plan_of(tmp_path, ["time.end=1 s,2 s"], ["stepping.fixed=0.001 s"])
    found = estimate(plan, 1)
    assert found.expected == "about 36 unknowns and 2 s"
    assert (found.megabytes, found.seconds) == (800, 1800)
