"""Processes of the benchmarks."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def completed(
    name: str, *arguments: str, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Return a completed run of a module of the benchmarks in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'solver'}"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done
