"""Runs of the command line."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.command_line import nanoglue


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess]:
    """Return a function that runs a case into a folder, with further arguments."""

    def run_case(case: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
        return nanoglue("run", case, "-o", folder, *more)

    return run_case
