"""Predictive intervals agree with closed forms, also where runs fail or events are missing."""

import numpy as np
import pytest

from nanoglue.calibration.interval import interval_coverage
from nanoglue.calibration.least_squares import NoStart
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.prediction import (
    predict_by_runs,
    predict_by_surrogate,
)
from nanoglue.calibration.study import Parameter, Study
from nanoglue.case.schema.calibration import Prediction

RESULT = Measurement(
    "y", 0, Prediction(column="y [-]", event="onset").target, np.zeros(1), np.zeros(1)
)
STUDY = Study((Parameter("a", 0.0, 1.0), Parameter("b", 0.0, 1.0)), (), (RESULT,))
SAMPLES = np.clip(np.random.default_rng(1).normal(0.5, 0.05, (2000, 2)), 0, 1)


def all_done(positions):
    return np.ones(len(positions), dtype=bool)


def quadratic(positions):
    return (1 + positions[:, :1]) ** 2 + positions[:, 1:]


def test_intervals_of_a_linear_result_are_the_closed_form():
    found = predict_by_runs(
        STUDY, SAMPLES, lambda x: 3 * x[:, :1] - x[:, 1:], all_done, 2000, 0.9
    ).intervals["y"]
    deviation = 0.05 * np.sqrt(10)
    assert (found.mean, found.median) == pytest.approx((1, 1), abs=0.05 * deviation)
    assert found.deviation == pytest.approx(deviation, rel=0.05)
    assert found.high - found.low == pytest.approx(2 * 1.645 * deviation, rel=0.05)
    assert found.occurs == 1


@pytest.mark.parametrize(("count", "interval"), [(32, 0.9), (11, 0.5), (5, 0.9)])
def test_the_stated_coverage_of_an_interval_of_few_runs_is_that_of_many_repetitions(
    count, interval
):
    """Uniform values, for which the probability of an interval is its length."""
    values = np.random.default_rng(7).random((20_000, count))
    low, high = np.quantile(values, [(1 - interval) / 2, (1 + interval) / 2], axis=1)
    mean, deviation = interval_coverage(count, interval)
    assert (high - low).mean() == pytest.approx(mean, abs=0.003)
    assert (high - low).std() == pytest.approx(deviation, rel=0.15)


@pytest.mark.parametrize(
    ("heading", "within"), [("bonded_fraction:bond [-]", True), ("force_y:top [uN]", False)]
)
def test_shares_of_a_surrogate_are_between_0_and_1(heading, within):
    one = Measurement("y", 0, Prediction(column=heading, event="onset").target, *np.zeros((2, 1)))
    study = Study(STUDY.parameters, (), (one,))
    found = predict_by_surrogate(
        study, SAMPLES, lambda x: 9 * (x[:, :1] - 0.5), all_done, 20, 0.9, 1
    )
    ends = found.intervals["y"].low, found.intervals["y"].high
    assert ends == pytest.approx((0, 0.74) if within else (-0.74, 0.74), abs=0.03)


def test_a_surrogate_of_few_runs_gives_the_interval_of_all_samples():
    few = predict_by_surrogate(STUDY, SAMPLES, quadratic, all_done, 20, 0.9, 1)
    exact = np.quantile(quadratic(SAMPLES), [0.05, 0.5, 0.95])
    one = few.intervals["y"]
    assert len(few.positions) == 20
    assert [one.low, one.median, one.high] == pytest.approx(exact, abs=0.01)


def test_the_error_of_the_surrogate_widens_the_interval():
    rng = np.random.default_rng(3)

    def scattered(positions):
        return rng.normal(0, 1, (len(positions), 1))

    found = predict_by_surrogate(STUDY, SAMPLES, scattered, all_done, 200, 0.9, 1).intervals["y"]
    assert found.deviation == pytest.approx(1, rel=0.2)


def test_one_failed_run_among_fifty_does_not_change_the_interval():
    lost = SAMPLES[np.linspace(0, 1999, 50).astype(int)][17]

    def failing(positions):
        computed = quadratic(positions)
        computed[np.all(positions == lost, axis=1)] = np.nan
        return computed

    def ended(positions):
        return ~np.all(positions == lost, axis=1)

    whole = predict_by_surrogate(STUDY, SAMPLES, quadratic, all_done, 50, 0.9, 1)
    partly = predict_by_surrogate(STUDY, SAMPLES, failing, ended, 50, 0.9, 1)
    assert (whole.failed, partly.failed) == (0, 1)
    first, second = whole.intervals["y"], partly.intervals["y"]
    assert (second.low, second.high) == pytest.approx((first.low, first.high), rel=1e-3)
    assert second.occurs == 1


def test_the_share_of_runs_with_an_event_is_stated():
    def partial(positions):
        return np.where(positions[:, :1] > 0.5, 1.0, np.nan)

    found = predict_by_runs(STUDY, SAMPLES, partial, all_done, 1000, 0.9).intervals["y"]
    assert found.occurs == pytest.approx(0.5, abs=0.05)


def missing(positions):
    return np.full((len(positions), 1), np.nan)


@pytest.mark.parametrize("method", [predict_by_runs, predict_by_surrogate])
def test_an_event_that_no_run_has_has_no_interval(method):
    seed = () if method is predict_by_runs else (1,)
    found = method(STUDY, SAMPLES, missing, all_done, 20, 0.9, *seed)
    assert (found.failed, found.intervals["y"].occurs) == (0, 0)
    assert np.isnan(found.intervals["y"].mean)


def test_predictions_from_hardly_any_completed_run_are_an_error():
    with pytest.raises(NoStart, match="only 0 of 20 runs have 'y'"):
        predict_by_runs(STUDY, SAMPLES, missing, lambda x: ~all_done(x), 20, 0.9)


def test_a_failed_run_of_one_case_leaves_the_results_of_another_case_as_they_are():
    """The share of runs with an event counts the completed runs of its own case."""
    other = Measurement("z", 1, RESULT.target, np.zeros(1), np.zeros(1))
    study = Study(STUDY.parameters, (), (RESULT, other))

    def simulate(positions):
        half = np.where(positions[:, :1] > 0.5, 1 + positions[:, 1:], np.nan)
        return np.concatenate([quadratic(positions), half], axis=1)

    def ended(positions):
        return np.stack([all_done(positions), positions[:, 0] > 0.5], axis=1)

    found = predict_by_runs(study, SAMPLES, simulate, ended, 1000, 0.9)
    assert (found.intervals["y"].occurs, found.intervals["z"].occurs) == (1, 1)
    assert found.failed == pytest.approx(500, abs=50)
