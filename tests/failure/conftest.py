"""Runs of the command line."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess]:
    """Return a function that runs a case into a folder, with further arguments."""

    def nanoglue(case: str, folder: Path, *more: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "nanoglue", "run", case, "-o", str(folder), *more]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    return nanoglue
