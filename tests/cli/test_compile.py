"""Forms that have been compiled ahead are all that a run needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("dolfinx")

from tests.command_line import in_process

CASE = "verification/phase_order_in_time"


def nanoglue(cache, *arguments):
    variables = os.environ | {"NANOGLUE_CACHE": str(cache)}
    command = [sys.executable, "-m", "nanoglue", *map(str, arguments)]
    return subprocess.run(command, env=variables, capture_output=True, text=True)


def test_a_run_compiles_nothing_after_it(tmp_path):
    compiled = nanoglue(tmp_path / "cache", "compile", CASE)
    assert compiled.returncode == 0, compiled.stderr
    assert compiled.stdout.startswith(f"{CASE}: ")
    stored = {file for file in Path(tmp_path / "cache").rglob("*") if file.suffix in (".c", ".so")}
    assert stored
    done = nanoglue(tmp_path / "cache", "run", CASE, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    now = {file for file in Path(tmp_path / "cache").rglob("*") if file.suffix in (".c", ".so")}
    assert now == stored


@pytest.mark.parametrize("arguments", [(), ("no_such_case",)])
def test_without_a_case_it_ends_with_the_code_of_invalid_input(arguments):
    done = in_process("compile", *arguments)
    assert done.returncode == 2
    assert "error" in done.stderr
