"""Least squares agree with closed forms, also where runs fail."""

from dataclasses import replace

import numpy as np
import pytest
from tests.calibration.linear_model import SLOPES, linear, simulate

from nanoglue.calibration.least_squares import NoStart, differences, fit
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.study import Parameter, Study
from nanoglue.case.schema.calibration import Target

TRUE = np.array([0.3, 0.6])


def study(**prior):
    """A linear model of two parameters with the same prior."""
    parameters = (Parameter(name, 0.0, 1.0, **prior) for name in ("p0", "p1"))
    return linear(TRUE, 0.1, *parameters)


def test_least_squares_find_the_parameters_of_a_linear_model():
    found = fit(study(), simulate)
    assert found.converged
    assert found.position == pytest.approx(TRUE, abs=1e-6)


def test_a_fit_ends_when_the_next_step_is_small_against_the_standard_deviations():
    """A curved model is fitted to a small part of its standard deviations in few runs."""
    asked = set()

    def model(positions):
        asked.update(map(tuple, positions.tolist()))
        return np.exp(simulate(positions))

    one = linear(np.zeros(2), 0.1, Parameter("p0", 0.0, 1.0), Parameter("p1", 0.0, 1.0))
    pairs = zip(one.measurements, SLOPES @ TRUE, strict=True)
    measured = (replace(m, values=np.exp([v])) for m, v in pairs)
    found = fit(replace(one, measurements=tuple(measured)), model)
    assert found.converged
    assert np.all(np.abs(found.position - TRUE) < 0.02 * np.sqrt(np.diag(found.covariance)))
    assert len(asked) <= 16


def test_the_covariance_of_a_linear_model_is_the_closed_form():
    expected = np.linalg.inv(SLOPES.T @ SLOPES / 0.1**2)
    assert fit(study(), simulate).covariance == pytest.approx(expected, rel=1e-6)


def test_a_normal_prior_adds_to_the_information_of_the_targets():
    expected = np.linalg.inv(SLOPES.T @ SLOPES / 0.1**2 + np.eye(2) / 0.05**2)
    found = fit(study(mean=0.5, deviation=0.05), simulate)
    assert found.covariance == pytest.approx(expected, rel=1e-6)
    information = SLOPES.T @ SLOPES / 0.1**2
    mean = expected @ (information @ TRUE + 0.5 / 0.05**2)
    assert found.position == pytest.approx(mean, abs=1e-6)


def test_a_fit_goes_round_runs_that_fail():
    def failing(positions):
        computed = simulate(positions)
        computed[np.linalg.norm(positions - 0.5, axis=1) < 0.05] = np.nan  # the starting point
        return computed

    assert fit(study(), failing).position == pytest.approx(TRUE, abs=1e-5)


def test_a_fit_without_a_single_run_says_so():
    with pytest.raises(NoStart, match="all of the first 9 runs failed"):
        fit(study(), lambda positions: np.full((len(positions), 3), np.nan))


def test_a_target_that_no_run_reaches_is_named():
    def never(positions):
        return simulate(positions) + np.array([0, np.nan, 0])

    with pytest.raises(NoStart, match=r"none has m1; see log\.txt of the runs"):
        fit(study(), never)


@pytest.mark.parametrize(
    ("model", "undetermined"),
    [
        (lambda x: np.full((len(x), 3), 0.1), ["p0", "p1"]),
        (lambda x: np.repeat(x[:, :1], 3, axis=1), ["p1"]),
        (lambda x: np.repeat(x.sum(axis=1, keepdims=True), 3, axis=1), ["p0", "p1"]),
        (simulate, []),
    ],
)
def test_a_parameter_that_the_targets_do_not_determine_has_no_finite_deviation(model, undetermined):
    found = fit(study(), model)
    deviations = found.deviations(study())
    assert [name for name, one in deviations.items() if np.isinf(one)] == undetermined
    doubts = [one for one in found.doubts(study()) if "do not determine" in one]
    assert len(doubts) == len(undetermined)
    assert all(f"'{name}'" in one for name, one in zip(undetermined, doubts, strict=True))


def test_a_parameter_at_its_bound_and_targets_that_are_missed_are_doubtful():
    beyond = linear(np.array([1.5, 0.4]), 0.01)
    found = fit(beyond, simulate)
    assert found.position[0] == pytest.approx(1.0, abs=1e-3)
    at_bound, missed = found.doubts(beyond)
    assert at_bound.startswith("'p0' is at its upper bound")
    assert missed.startswith("the fit misses m0, m1, m2 by more than 3 tolerances")
    assert fit(study(), simulate).doubts(study()) == []


def test_a_normal_prior_determines_what_the_targets_do_not():
    found = fit(study(mean=0.5, deviation=0.05), lambda x: np.full((len(x), 3), 0.1))
    assert not any("do not determine" in one for one in found.doubts(study()))
    assert np.diag(found.covariance) == pytest.approx(0.05**2, rel=1e-6)


def _failing_above(limit):
    """A model of slope 3 whose runs fail above a position."""
    return lambda positions: np.where(positions > limit, np.nan, 3 * positions)


def test_a_backward_difference_next_to_a_bound_is_over_the_step_taken():
    at = np.array([0.001])
    found = differences(at, 0.01, _failing_above(0.001), lambda _, computed: computed)
    assert found == pytest.approx(np.array([[3.0]]), rel=1e-9)


def test_a_point_at_the_bound_whose_other_side_fails_has_no_derivative():
    with pytest.raises(NoStart):
        differences(np.array([0.0]), 0.01, _failing_above(0.0), lambda _, computed: computed)


@pytest.mark.parametrize("true", [0.0, 0.004, 0.5, 0.996, 1.0])
@pytest.mark.parametrize("side", [-1, 0, 1])
def test_all_runs_of_a_fit_are_between_the_bounds(true, side):
    """Also where the best point is next to a bound, and runs on one side of it fail."""
    asked = []

    def model(positions):
        asked.append(positions)
        failed = side * (positions[:, :1] - true) > 0.002
        return np.where(failed, np.nan, 3 * positions)

    target = Target(column="y [-]", tolerance=0.1, event="end", value=0.0)
    measured = (Measurement("m", 0, target, np.zeros(1), np.array([3 * true])),)
    one = Study((Parameter("p", 0.0, 1.0, start=true),), (), measured)
    try:
        found = fit(one, model)
    except NoStart:
        found = None
    points = np.concatenate(asked)
    assert points.min() >= 0
    assert points.max() <= 1
    if side == 0:
        assert found is not None
        assert found.position == pytest.approx([true], abs=1e-3)
