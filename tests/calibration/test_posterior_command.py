"""The command for the posterior writes its files, and names what is missing."""

import csv
import json
from importlib import util
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from nanoglue.calibration import figures, libraries
from nanoglue.cli.app import app

CASE = Path(__file__).with_name("case.yaml")


def test_a_missing_library_ends_the_command_with_its_remedy(monkeypatch, tmp_path):
    monkeypatch.setattr(
        libraries, "find_spec", lambda name: None if name == "emcee" else util.find_spec(name)
    )
    arguments = ["calibrate", str(CASE), "--method", "posterior", "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 6
    assert "emcee is not installed" in result.output
    assert "pip install '.[calibration]'" in result.output
    assert not (tmp_path / "out").exists()


def test_missing_figures_are_reported(monkeypatch):
    monkeypatch.setattr(figures, "find_spec", lambda _: None)
    said = []
    assert not figures.available(said.append)
    assert "pip install" in said[0]


def test_the_command_writes_the_posterior_and_starts_again_without_runs(quick, tmp_path):
    sets = ["posterior.runs=22", "posterior.refinements=0", "posterior.effective_samples=1000"]
    arguments = ["calibrate", str(CASE), "--method", "posterior", "-o", str(tmp_path)]
    arguments += [part for one in sets for part in ("--set", f"calibration.{one}")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    stored = json.loads((tmp_path / "posterior.json").read_text())
    stiffness = stored["parameters"]["stiffness"]
    # three points of the line f = 0.3 k t, tolerance 0.12 uN
    deviation = 0.12 / (0.3 * np.sqrt(0.02**2 + 0.005**2 + 0.015**2))
    assert stiffness["mean"] == pytest.approx(1200, abs=0.15 * deviation)
    assert stiffness["deviation"] == pytest.approx(deviation, rel=0.1)
    assert (stored["runs"], stored["failed"], stored["converged"]) == (22, 1, True)
    assert (tmp_path / "figures/corner.png").exists()
    assert stored["correlation"] == {"stiffness": {"stiffness": pytest.approx(1)}}
    force = stored["targets"]["force"]
    assert (force["measured"], force["tolerance"]) == (7.2, 0.12)
    assert force["median"] == pytest.approx(7.2, abs=0.15 * 0.006 * deviation)
    low, high = force["interval"]
    assert high - low == pytest.approx(2 * 1.645 * 0.006 * deviation, rel=0.1)
    rows = list(csv.DictReader((tmp_path / "samples.csv").open()))
    values = np.array([float(row["stiffness [MPa / μm]"]) for row in rows])
    assert values.mean() == pytest.approx(stiffness["mean"], rel=1e-3)
    runs = list(csv.DictReader((tmp_path / "runs.csv").open()))
    assert [row["force"] == "" for row in runs].count(True) == 1
    counts = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("count")}
    before = (tmp_path / "samples.csv").read_text()
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("count")} == counts
    assert (tmp_path / "samples.csv").read_text() == before
