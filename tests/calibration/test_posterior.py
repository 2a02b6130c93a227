"""The posterior of a surrogate agrees with closed forms, also where runs fail."""

import csv
import json
from importlib import util
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from nanoglue.calibration import figures, libraries
from nanoglue.calibration.adaptive import next_points, sample_posterior, space_filling
from nanoglue.calibration.least_squares import NoStart
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.prior import log_prior
from nanoglue.calibration.sampling import Chains, sample
from nanoglue.calibration.study import Parameter, Study
from nanoglue.calibration.surrogate import surrogate
from nanoglue.case.schema.calibration import Posterior as Settings
from nanoglue.case.schema.calibration import Target
from nanoglue.cli.app import app

CASE = Path(__file__).with_name("case.yaml")
SLOPES = np.array([[1.0, 0.5], [-0.3, 2.0], [0.7, 0.1]])
TRUE, TOLERANCE, PRIOR = np.array([0.45, 0.55]), 0.05, 0.05
FEW = Settings(runs=12, refinements=1, effective_samples=200, max_steps=500)


def linear() -> Study:
    """A linear model whose targets are met by ``TRUE``; the second parameter has a prior."""
    target = Target(column="y [-]", tolerance=TOLERANCE, event="end", value=0.0)
    made = [
        Measurement(f"m{i}", 0, target, np.zeros(1), row @ TRUE[None].T)
        for i, row in enumerate(SLOPES)
    ]
    first, second = Parameter("a", 0.0, 1.0), Parameter("b", 0.0, 1.0, "MPa", False, 0.5, PRIOR)
    return Study((first, second), (), tuple(made))


def simulate(positions):
    return positions @ SLOPES.T


def closed_form():
    """Mean and covariance of the Gaussian posterior; its bounds are 8 deviations away."""
    information = SLOPES.T @ SLOPES / TOLERANCE**2
    prior = np.diag([0, PRIOR**-2])
    covariance = np.linalg.inv(information + prior)
    return covariance @ (information @ TRUE + prior @ [0.5, 0.5]), covariance


def curved(positions):
    """Two smooth results that are not linear."""
    x, y = positions.T
    return np.stack([np.sin(3 * x) + y**2, np.exp(x) * y, x - y], axis=1)


def test_the_posterior_of_a_linear_model_is_within_two_percent_of_the_closed_form():
    settings = Settings(
        runs=12, refinements=0, walkers=200, effective_samples=20_000, max_steps=4000
    )
    found = sample_posterior(linear(), simulate, settings)
    samples, _ = found.chains.samples()
    mean, covariance = closed_form()
    deviation = np.sqrt(np.diag(covariance))
    assert found.doubts(linear(), settings) == []
    assert samples.mean(axis=0) == pytest.approx(mean, rel=0.02)
    assert np.abs(samples.mean(axis=0) - mean) == pytest.approx(0, abs=0.02 * deviation.min())
    assert samples.std(axis=0) == pytest.approx(deviation, rel=0.02)
    tails = np.percentile(samples, [5, 95], axis=0)
    assert tails[1] - tails[0] == pytest.approx(2 * 1.644854 * deviation, rel=0.02)


def test_the_same_seed_gives_the_same_samples():
    brief = Settings(runs=8, refinements=1, effective_samples=100, max_steps=100)
    first, second = (sample_posterior(linear(), simulate, brief).chains for _ in range(2))
    assert np.array_equal(first.positions, second.positions)


def test_errors_of_left_out_runs_are_those_of_a_process_without_the_run():
    positions = space_filling(15, 2, 1)
    process = surrogate(positions, curved(positions), 1).processes[0]
    error, deviation = process.left_out()
    rest = np.arange(15) != 4
    part = type(process)(
        process.points[rest],
        process.values[rest],
        process.mean,
        process.scale,
        process.covariance,
        process.covariance.whitening(process.points[rest]),
    )
    mean, variance = part.predict(positions[4:5])
    assert mean[0] - curved(positions)[4, 0] == pytest.approx(error[4], rel=1e-6)
    assert np.sqrt(variance[0]) == pytest.approx(deviation[4], rel=1e-6)


def test_errors_of_the_surrogate_are_within_its_deviations_and_shrink_with_further_runs():
    trials = np.random.default_rng(5).random((500, 2))
    sizes = []
    for count in (12, 36):
        positions = space_filling(count, 2, 1)
        mean, variance = surrogate(positions, curved(positions), 1).predict(trials)
        scaled = (mean - curved(trials)) / np.sqrt(variance)
        assert np.mean(np.abs(scaled) < 3) > 0.95
        sizes.append(np.abs(mean - curved(trials)).max())
    assert sizes[1] < sizes[0] / 3
    assert sizes[1] < 0.02


def test_the_variance_of_the_surrogate_widens_the_posterior():
    """Scatter of the runs as large as the tolerance doubles the variance of the posterior."""
    target = Target(column="y [-]", tolerance=0.05, event="end", value=0.0)
    study = Study(
        (Parameter("a", 0.0, 1.0),),
        (),
        (Measurement("m", 0, target, np.zeros(1), np.array([0.5])),),
    )
    rng = np.random.default_rng(2)

    def scattered(positions):
        return positions + rng.normal(0, 0.05, positions.shape)

    settings = Settings(runs=200, refinements=0, effective_samples=2000, max_steps=4000)
    samples, _ = sample_posterior(study, scattered, settings).chains.samples()
    assert samples.std() == pytest.approx(0.05 * np.sqrt(2), rel=0.15)


def test_refinements_go_where_the_posterior_is():
    study = linear()
    found = sample_posterior(study, lambda x: simulate(x) + 0.05 * np.sin(20 * x[:, :1]), FEW)
    assert len(found.positions) == 16
    # the sine moves the posterior by less than two deviations
    away = (found.positions[12:] - closed_form()[0]) / np.sqrt(np.diag(closed_form()[1]))
    assert np.abs(away).max() < 6
    assert len(np.unique(found.positions, axis=0)) == 16


def test_a_further_run_reduces_the_variance_at_its_place():
    positions = space_filling(8, 2, 1)
    before = surrogate(positions, curved(positions), 1)
    place = np.array([[0.9, 0.1]])
    after = before.with_point(place[0])
    smaller = after.predict(place)[1] / before.predict(place)[1]
    assert np.all(smaller[0, :2] < 1e-4)  # the third value is linear, and known before
    assert after.predict(place)[0] == pytest.approx(before.predict(place)[0])


def test_one_failed_run_among_fifty_does_not_change_the_posterior():
    settings = FEW.model_copy(
        update={"runs": 50, "refinements": 0, "effective_samples": 2000, "max_steps": 2000}
    )
    lost = space_filling(50, 2, settings.seed)[17]

    def failing(positions):
        computed = curved(positions)
        computed[np.all(positions == lost, axis=1)] = np.nan
        return computed

    study = linear()
    complete = sample_posterior(study, curved, settings)
    partly = sample_posterior(study, failing, settings)
    assert (complete.failed, partly.failed) == (0, 1)
    first, second = (one.chains.samples()[0] for one in (complete, partly))
    deviation = first.std(axis=0)
    assert np.abs(first.mean(axis=0) - second.mean(axis=0)).max() < 0.05 * deviation.min()
    assert second.std(axis=0) == pytest.approx(deviation, rel=0.05)


def test_samples_nearest_to_failed_runs_give_a_warning():
    def failing(positions):
        computed = simulate(positions)
        computed[np.abs(positions - TRUE).max(axis=1) < 0.15] = np.nan
        return computed

    doubts = sample_posterior(linear(), failing, FEW).doubts(linear(), FEW)
    assert any("nearest to a run that failed" in one for one in doubts)


def test_runs_that_all_fail_are_an_error():
    with pytest.raises(NoStart, match="only 0 of 12 runs"):
        sample_posterior(linear(), lambda x: np.full((len(x), 3), np.nan), FEW)


def test_a_posterior_at_a_bound_gives_a_warning():
    study = linear()
    study = Study((study.parameters[0], Parameter("b", 0.0, 1.0)), (), study.measurements)
    found = sample_posterior(study, lambda x: simulate(x - [0, 0.5]), FEW)
    doubts = found.doubts(study, FEW)
    assert any("'b' are at its bound" in one for one in doubts)


def test_chains_that_are_too_short_or_disagree_give_warnings():
    found = sample(lambda x: -0.5 * np.sum(((x - 0.5) / 0.01) ** 2, axis=1), 2, 32, 2000, 100, 1)
    doubts = found.doubts(2000)
    assert "fewer than 50 autocorrelation times" in doubts[0]
    apart = np.zeros((2, 100, 4, 1))
    apart[1] = 1.0
    chains = Chains(
        apart + np.random.default_rng(1).normal(0, 0.1, apart.shape),
        np.zeros((2, 100, 4)),
        0.5,
        np.ones(1),
        100,
    )
    assert any("chains disagree" in one for one in chains.doubts(100))


def test_priors_are_those_of_the_least_squares_fit():
    study = linear()
    assert log_prior(study, np.array([[0.1, 0.5], [0.9, 0.6]])) == pytest.approx([0, -2])


def test_the_next_points_keep_away_from_failed_runs():
    study, positions = linear(), space_filling(20, 2, 1)
    found = surrogate(positions, curved(positions), 1)
    chains = sample(lambda x: np.zeros(len(x)), 2, 16, 200, 500, 1)
    first = next_points(study, found, chains, positions, curved(positions), 1)
    computed = np.concatenate([curved(positions), np.full((1, 3), np.nan)])
    second = next_points(study, found, chains, np.concatenate([positions, first]), computed, 1)
    assert np.linalg.norm(first - second) > 0.1


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
