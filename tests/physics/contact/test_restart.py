"""Contact remembers nothing but damage: a run goes on from a checkpoint as if never stopped."""

import csv
import subprocess
import sys

import pytest


def run(case, folder, end, *more):
    command = [sys.executable, "-m", "nanoglue", "run", str(case), "-o", str(folder)]
    command += ["--set", f"time.end={end} s", "--set", "stepping.fixed=0.2 s", *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    with (folder / "history.csv").open() as file:
        return [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]


@pytest.mark.parametrize("ranks", [1, 2])
def test_a_resumed_run_ends_like_one_in_one_go(tmp_path, punch, ranks):
    whole = run(punch, tmp_path / "whole", 2)
    run(punch, tmp_path / "parts", 1.4)
    parts = run(punch, tmp_path / "parts", 2, "--resume", "-n", str(ranks))
    assert len(parts) == len(whole)
    for name, value in whole[-1].items():
        if "error" not in name:
            assert parts[-1][name] == pytest.approx(value, rel=1e-8, abs=1e-8), name
