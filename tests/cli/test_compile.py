"""Forms that have been compiled ahead are all that a run needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("dolfinx")

from tests.command_line import in_process

from nanoglue.cli.mpiexec import command

CASE = "verification/phase_order_in_time"


def nanoglue(cache, *arguments):
    variables = os.environ | {"NANOGLUE_CACHE": str(cache)}
    line = [sys.executable, "-m", "nanoglue", *map(str, arguments)]
    return subprocess.run(line, env=variables, capture_output=True, text=True)


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


def test_a_geometry_that_cannot_be_meshed_is_reported_as_by_a_run(monkeypatch):
    from nanoglue.mesh import gmsh_mesh

    def fail(_):
        raise ValueError("no volume")

    monkeypatch.setattr(gmsh_mesh, "draw", fail)
    done = in_process("compile", CASE)
    assert done.returncode == 2
    assert ":1: error: geometry: cannot be meshed: no volume" in done.stderr
    assert "Traceback" not in done.stderr


def test_ranks_print_one_line():
    line = command(2, ["compile", CASE])
    done = subprocess.run(line, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("are compiled") == 1
