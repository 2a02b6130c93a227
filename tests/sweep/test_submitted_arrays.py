"""An array is submitted by the lines in the head of its script, and each task ends as it should."""

import os
import re
import subprocess
import sys
from pathlib import Path

import polars
import pytest

from nanoglue.case import find

PROGRAM = Path(__file__).parent / "fake_batch_system.py"


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    """Folder of commands that stand for those of SLURM, beside a copy of the program."""
    folder = tmp_path / "commands"
    folder.mkdir()
    copy = folder / PROGRAM.name
    copy.write_text(PROGRAM.read_text())
    for name in ("sbatch", "scontrol"):
        line = f'exec "{sys.executable}" "{copy}" {name} "$@"'
        (folder / name).write_text(f"#!/bin/bash\n{line}\n")
        (folder / name).chmod(0o755)
    return folder


def written(tmp_path: Path, *options: str) -> Path:
    """Write an array by the command into a folder with a blank in its name."""
    case = tmp_path / "my case.yaml"
    case.write_text(find("mode_I").read_text())
    command = [sys.executable, "-P", "-m", "nanoglue", "sweep", str(case), "--slurm", *options]
    command += ["-o", str(tmp_path / "my results")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def submit(script: Path, commands: Path, **more: str) -> list[str]:
    """Run the lines of submission in the head of a script, and return what the tasks did."""
    lines = re.findall(r"^#   ((?:job=|sbatch ).*)$", script.read_text(), re.MULTILINE)
    assert len(lines) == 2
    variables = os.environ | {"PATH": f"{commands}:{os.environ['PATH']}"} | more
    shell = ["bash", "-euc", "\n".join(lines)]
    done = subprocess.run(
        shell, env=variables, cwd="/", capture_output=True, text=True, check=False, timeout=500
    )
    assert done.returncode == 0, done.stderr
    return (commands / "log").read_text().splitlines()


@pytest.mark.slow
def test_an_array_runs_one_point_at_a_time_and_then_collects_the_table(tmp_path, commands):
    options = ["--over", "solver.iterations=6,1", "--set", "stepping.fixed=0.5 s", "-j", "1"]
    script = written(tmp_path, *options)
    expected = ["start 0", "end 0 0", "start 1", "end 1 3"]  # exit codes of the runs
    assert submit(script, commands) == expected
    table = polars.read_csv(script.parent / "sweep.csv")
    assert table["status"].to_list() == ["done", "failed"]
    assert "done" in (script.parent / "slurm_17_0.out").read_text()


@pytest.mark.slow
def test_a_task_at_its_time_limit_is_queued_again_and_completed(tmp_path, commands):
    options = ["--over", "solver.iterations=6,7", "--set", "stepping.fixed=0.0005 s"]
    script = written(tmp_path, *options, "--set", "output.pictures=false", "-j", "1")
    expected = ["start 0", "end 0 0", "start 1", "end 1 4", "start 1", "end 1 0"]
    assert submit(script, commands, LIMITED="1") == expected
    table = polars.read_csv(script.parent / "sweep.csv")
    assert table["status"].to_list() == ["done", "done"]
    histories = [
        polars.read_csv(script.parent / name / "history.csv", infer_schema_length=None)
        for name in ("000", "001")
    ]
    assert len(histories[0]) == len(histories[1])
