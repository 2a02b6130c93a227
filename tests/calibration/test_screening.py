"""Morris's effects and Sobol's indices agree with closed forms of the Ishigami function."""

import csv
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from nanoglue.calibration.least_squares import NoStart
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.prior import from_prior
from nanoglue.calibration.runs import Runs
from nanoglue.calibration.screening import morris, replacement, sobol
from nanoglue.calibration.study import Parameter, Study
from nanoglue.case.schema.calibration import Target
from nanoglue.cli.app import app

CASE = Path(__file__).with_name("case.yaml")
TARGET = Target(column="y [-]", tolerance=1.0, event="end", value=0.0)
MEASURED = (Measurement("y", 0, TARGET, np.zeros(1), np.zeros(1)),)
STUDY = Study(tuple(Parameter(f"x{i}", -np.pi, np.pi) for i in range(3)), (), MEASURED)
A, B = 7.0, 0.1


def ishigami(positions):
    x, y, z = (np.pi * (2 * positions - 1)).T
    return (np.sin(x) + A * np.sin(y) ** 2 + B * z**4 * np.sin(x))[:, None]


def indices():
    """First-order and total indices in closed form."""
    first = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    second, both = A**2 / 8, B**2 * np.pi**8 * 8 / 225
    variance = first + second + both
    return (
        np.array([first, second, 0]) / variance,
        np.array([first + both, second, both]) / variance,
    )


def test_sobol_indices_of_the_ishigami_function():
    found = sobol(STUDY, ishigami, 4096, 1)
    first, total = indices()
    assert [one.first for one in found] == pytest.approx(first, abs=0.02)
    assert [one.total for one in found] == pytest.approx(total, abs=0.02)
    error = [abs(one.first - exact) for one, exact in zip(found, first, strict=True)]
    assert all(e < 2 * one.first_confidence for e, one in zip(error, found, strict=True))


def test_effects_of_the_ishigami_function_are_those_of_all_steps_of_the_grid():
    found = morris(STUDY, ishigami, 1000, 1)
    step = 2 / 3
    for i, one in enumerate(found):
        grid = np.array(list(product(np.linspace(0, 1, 4), repeat=3)))
        grid = grid[grid[:, i] + step <= 1 + 1e-12]
        effects = (ishigami(grid + step * np.eye(3)[i]) - ishigami(grid))[:, 0] / step
        size = np.abs(effects).max()
        assert one.mean == pytest.approx(effects.mean(), abs=0.05 * size)
        assert one.absolute == pytest.approx(np.abs(effects).mean(), abs=0.05 * size)
        assert one.spread == pytest.approx(effects.std(), abs=0.05 * size)


def test_failed_runs_leave_out_their_group_only():
    def failing(positions):
        computed = ishigami(positions)
        computed[[7, 90]] = np.nan
        return computed

    first, _ = indices()
    assert [one.first for one in sobol(STUDY, failing, 4096, 1)] == pytest.approx(first, abs=0.02)
    whole, partly = morris(STUDY, ishigami, 400, 1), morris(STUDY, failing, 400, 1)
    for one, other in zip(whole, partly, strict=True):
        assert other.absolute == pytest.approx(one.absolute, rel=0.02, abs=1e-9)


def test_runs_that_all_fail_are_an_error():
    with pytest.raises(NoStart, match="only 0 of 10 trajectories of 'y'"):
        morris(STUDY, lambda x: np.full((len(x), 1), np.nan), 10, 1)


def test_a_surrogate_of_a_smooth_result_has_the_indices_of_the_result():
    """The variances of x and y^2 for evenly distributed x, y are 1/12 and 4/45."""
    study = Study(STUDY.parameters[:2], (), MEASURED)
    model = replacement(study, lambda x: x[:, :1] + x[:, 1:] ** 2, 20, 1)
    assert model.explained[0] > 0.99
    found = sobol(study, model, 1024, 1)
    share = (1 / 12) / (1 / 12 + 4 / 45)
    assert [one.first for one in found] == pytest.approx([share, 1 - share], abs=0.02)


def test_samples_of_a_normal_prior_are_those_of_a_truncated_normal_distribution():
    wide = Parameter("a", -10.0, 30.0, mean=4.0, deviation=2.0)
    cut = Parameter("b", 0.0, 1.0, mean=0.0, deviation=0.2)
    uniform = np.random.default_rng(1).random((20_000, 2))
    positions = from_prior(Study((wide, cut), (), MEASURED), uniform)
    values = -10 + 40 * positions[:, 0]
    assert (values.mean(), values.std()) == pytest.approx((4, 2), rel=0.02)
    assert positions[:, 1].mean() == pytest.approx(0.2 * np.sqrt(2 / np.pi), rel=0.02)


@pytest.mark.parametrize(
    ("method", "file", "column", "expected"),
    [("morris", "morris.csv", "mean absolute", 9.0), ("sobol", "sobol.csv", "total", 1.0)],
)
def test_the_command_writes_the_table_of_a_method(quick, tmp_path, method, file, column, expected):
    arguments = ["sensitivity", str(CASE), "-o", str(tmp_path), "--method", method]
    arguments += ["--trajectories", "4", "--samples", "64", "--runs", "6"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "figures" / file).with_suffix(".png").exists()
    rows = list(csv.DictReader((tmp_path / file).open()))
    assert [row["target"] for row in rows] == ["force", "curve@0.005", "curve@0.015"]
    # the force is 0.006 k, and k ranges over 1500
    assert float(rows[0][column]) == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("runs", ["0", "6"])
def test_a_target_without_any_dependence_gives_a_warning_of_its_own(
    monkeypatch, tmp_path, recwarn, runs
):
    monkeypatch.setattr(Runs, "__call__", lambda _, x: np.tile([0.1, 1.0, 2.0], (len(x), 1)))
    arguments = ["sensitivity", str(CASE), "-o", str(tmp_path), "--method", "sobol"]
    result = CliRunner().invoke(app, [*arguments, "--samples", "64", "--runs", runs])
    assert result.exit_code == 0, result.output
    assert "warning: 'force' does not depend on any parameter" in result.output
    assert not [one for one in recwarn if "Constant values" in str(one.message)]


def test_a_number_of_samples_that_is_no_power_of_two_is_refused():
    result = CliRunner().invoke(app, ["sensitivity", str(CASE), "--samples", "100"])
    assert result.exit_code == 2
    assert "--samples: must be a power of two" in result.output
