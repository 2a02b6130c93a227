"""A search between the bounds finds the best of several minima."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from nanoglue.calibration import bayesian
from nanoglue.calibration.least_squares import NoStart, fit
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.study import Parameter, Study
from nanoglue.case.schema.calibration import Target
from nanoglue.cli.app import app

CASE = Path(__file__).with_name("case.yaml")
TARGET = Target(column="y [-]", tolerance=0.1, event="end", value=0.0)
MEASURED = tuple(Measurement(name, 0, TARGET, np.zeros(1), np.zeros(1)) for name in "abc")
STUDY = Study((Parameter("x", 0.0, 1.0, start=0.2), Parameter("y", 0.0, 1.0)), (), MEASURED)


def two_minima(positions):
    """Residuals that vanish at (0.85, 0.4), with a further minimum at (0.2, 0.4)."""
    x, y = positions.T
    return np.stack([10 * (x - 0.2) * (x - 0.85), 0.5 * (x - 0.85), y - 0.4], axis=1)


def test_least_squares_ends_in_the_nearest_minimum_and_a_search_finds_the_best():
    near = fit(STUDY, two_minima)
    start = bayesian.search(STUDY, two_minima, 40)
    best = fit(STUDY, two_minima, start=start)
    assert near.position[0] == pytest.approx(0.2, abs=0.05)
    assert best.position == pytest.approx([0.85, 0.4], abs=1e-3)
    assert best.cost < 1e-6 < 0.1 < near.cost


def test_failed_runs_are_left_out_and_the_same_seed_gives_the_same_point():
    def failing(positions):
        return np.where(positions[:, :1] > 0.9, np.nan, two_minima(positions))

    first, second = (bayesian.search(STUDY, failing, 24, seed=3) for _ in range(2))
    assert np.array_equal(first, second)
    assert first[0] <= 0.9
    with pytest.raises(NoStart, match="none of 8 runs"):
        bayesian.search(STUDY, lambda x: np.full((len(x), 3), np.nan), 8)


def test_a_normal_prior_adds_to_the_misfit():
    study = Study((Parameter("x", 0.0, 1.0, mean=0.5, deviation=0.1),), (), MEASURED[:1])
    found = bayesian.misfit(study, np.array([[0.5], [0.7]]), np.array([[0.1], [0.0]]))
    assert found == pytest.approx([1.0, 4.0])


def test_the_command_fits_after_a_search(quick, tmp_path):
    arguments = ["calibrate", str(CASE), "-o", str(tmp_path), "--method", "bayesian", "--runs", "8"]
    result = CliRunner().invoke(app, [*arguments, "-j", "2"])
    assert result.exit_code == 0, result.output
    assert "stiffness = 1200" in result.output
    assert len(list(tmp_path.glob("runs/0_case/*/history.csv"))) > 8
