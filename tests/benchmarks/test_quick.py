"""The benchmarks run: small, once, with the peers that are installed (on a fresh clone, none)."""

import json
import re
import runpy
import sys
from importlib import import_module
from pathlib import Path

import pytest
from tests.benchmarks.processes import completed

from benchmarks import measured


def quick(name: str, folder: Path) -> str:
    """What a benchmark prints in its quick form."""
    done = completed(f"{name}.run", "--quick", folder=folder)
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", ["sphere", "dcb", "octant"])
def test_a_benchmark_prints_a_row_of_nanoglue(name, tmp_path):
    told = quick(name, tmp_path)
    assert re.search(r"^\| (nanoglue|\d+) \| [\d.]+ \|", told, re.MULTILINE), told


def test_the_shell_meets_the_pressure_of_the_rigid_plastic_one(tmp_path):
    row = re.search(r"^\| nanoglue .*\| (\S+) \|$", quick("shell", tmp_path), re.MULTILINE)
    assert row is not None
    assert float(row[1]) < 1e-3  # Y / E, the elastic strain that the rigid solution leaves out


def test_the_benchmark_of_the_particle_prints_its_tables(monkeypatch, capsys):
    """Its runs, which are processes of one and two ranks, are called one by one in this process."""
    called = []

    def run(command, limit=0.0):
        line = list(map(str, command))
        called.append(line)
        module, *arguments = line[line.index("-m") + 1 :]
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", [module, *arguments])
        monkeypatch.delitem(sys.modules, module, raising=False)
        runpy.run_module(module, run_name="__main__")
        told = capsys.readouterr().out.strip().splitlines()[-1]
        return {"wall": 1.0, "user": 1.0, "memory": 1.0, "load": 0.0, **json.loads(told)}

    monkeypatch.setattr(measured, "run", run)
    monkeypatch.setattr(sys, "argv", ["run", "--quick"])
    import_module("benchmarks.particle.run").main()
    told = capsys.readouterr().out
    assert ["mpiexec" in line[0] for line in called] == [False, True, False]
    assert len(re.findall(r"^\| \d+ \| 1 \| 2 \|", told, re.MULTILINE)) == 2
    assert re.search(r"^\| \d+ \| [\d.]+ \|", told, re.MULTILINE), told
