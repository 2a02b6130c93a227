"""The cache of compiled forms is shared by ranks and by jobs that know nothing of each other."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest


def start(folder, cache, *more) -> subprocess.Popen:
    command = [sys.executable, "-m", "nanoglue", "run", "mode_I", "-o", str(folder), "-q", *more]
    variables = os.environ | {"NANOGLUE_CACHE": str(cache)}
    return subprocess.Popen(
        [*command, "--set", "time.end=0.02 s"],
        stderr=subprocess.PIPE,
        text=True,
        env=variables,
        start_new_session=True,
    )


def compiles(group: int) -> bool:
    """Whether a process of a group compiles C, by what Linux tells of processes."""
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            name, others = file.read_text().rsplit(")", 1)
            command = name.partition("(")[2]
            if int(others.split()[2]) == group and command.startswith(("cc1", "clang", "icx")):
                return True
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="without /proc")
def test_a_signal_that_ends_the_compiler_too_stops_the_run(tmp_path):
    with start(tmp_path / "out", tmp_path / "cache") as job:
        while job.poll() is None and not any((tmp_path / "cache").rglob("libffcx_*.c")):
            time.sleep(0.01)
        while job.poll() is None and not compiles(job.pid):
            time.sleep(0.01)
        os.killpg(job.pid, signal.SIGTERM)
        told = job.communicate(timeout=60)[1]
    assert job.returncode == 4, told
    assert "stopped by SIGTERM before the first step" in told


@pytest.mark.slow
def test_jobs_that_start_together_on_an_empty_cache_all_end_well(tmp_path):
    runs = [start(tmp_path / f"out_{n}", tmp_path / "cache") for n in range(2)]
    runs.append(start(tmp_path / "out_ranks", tmp_path / "cache", "-n", "2"))
    for run in runs:
        told = run.communicate(timeout=600)[1]
        assert run.returncode == 0, told


@pytest.mark.slow
def test_a_compilation_that_was_killed_long_ago_is_in_nobodys_way(tmp_path):
    with start(tmp_path / "out", tmp_path / "cache") as first:
        first.communicate(timeout=600)
    source = next((tmp_path / "cache").rglob("libffcx_*.c"))
    for file in source.parent.glob(f"{source.stem}*"):
        file.unlink()
    source.write_text("int half")
    os.utime(source, (0, 0))
    with start(tmp_path / "again", tmp_path / "cache") as again:
        told = again.communicate(timeout=600)[1]
    assert again.returncode == 0, told
