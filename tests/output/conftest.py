"""Runs of a small case into a results folder, in this process and in one of their own."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

CASE = ("run", "mode_I", "-q", "--set=output.pictures=false", "--set=output.checkpoint.every=10")


@pytest.fixture(scope="session")
def run() -> Callable[..., Result]:
    """Return the command that runs the case into a folder, with further arguments."""
    from nanoglue.cli.app import app

    def invoked(folder: Path, *more: str) -> Result:
        return CliRunner().invoke(app, [*CASE, "-o", str(folder), *more])

    return invoked


@pytest.fixture
def started() -> Iterator[Callable[[Path], subprocess.Popen]]:
    """Start a run of ten thousand steps in a process of its own, and wait for its first ones."""
    processes = []

    def begin(folder: Path) -> subprocess.Popen:
        command = [sys.executable, "-m", "nanoglue", *CASE, "--set=stepping.fixed=0.0001 s"]
        process = subprocess.Popen([*command, "-o", str(folder)], stderr=subprocess.PIPE, text=True)
        processes.append(process)
        while not (folder / "status.json").exists():
            assert process.poll() is None
            time.sleep(0.02)
        return process

    yield begin
    for process in processes:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.fixture(scope="session")
def half(tmp_path_factory, run) -> Path:
    """A run to half of its time."""
    folder = tmp_path_factory.mktemp("half") / "out"
    done = run(folder, "--set", "time.end=0.5 s")
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def folder(half, tmp_path) -> Path:
    """A copy of the run to half of its time."""
    return shutil.copytree(half, tmp_path / "out")
