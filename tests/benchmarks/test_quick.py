"""The benchmarks run: small, once, with the peers that are installed (on a fresh clone, none)."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def quick(name: str, folder: Path) -> str:
    """What a benchmark prints in its quick form."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}.run", "--quick"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'solver'}"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", ["sphere", "dcb", "particle"])
def test_a_benchmark_prints_a_row_of_nanoglue(name, tmp_path):
    told = quick(name, tmp_path)
    assert re.search(r"^\| (nanoglue|\d+) \| [\d.]+ \|", told, re.MULTILINE), told


def test_the_shell_meets_the_pressure_of_the_rigid_plastic_one(tmp_path):
    row = re.search(r"^\| nanoglue .*\| (\S+) \|$", quick("shell", tmp_path), re.MULTILINE)
    assert row is not None
    assert float(row[1]) < 1e-3  # Y / E, the elastic strain that the rigid solution leaves out
