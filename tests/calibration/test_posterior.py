"""The posterior of a surrogate agrees with closed forms, also where runs fail."""

import numpy as np
import pytest
from scipy.stats import norm
from tests.calibration.linear_model import SLOPES, curved, linear, simulate

from nanoglue.calibration.adaptive import sample_posterior, space_filling
from nanoglue.calibration.least_squares import NoStart
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.prior import log_prior
from nanoglue.calibration.sampling import Chains, sample
from nanoglue.calibration.study import Parameter, Study
from nanoglue.case.schema.calibration import Posterior as Settings
from nanoglue.case.schema.calibration import Target

TRUE, TOLERANCE, PRIOR = np.array([0.45, 0.55]), 0.05, 0.05
FEW = Settings(runs=12, refinements=1, effective_samples=200, max_steps=250)


def study_of_two():
    """A linear model whose second parameter has a prior."""
    prior = Parameter("b", 0.0, 1.0, "MPa", mean=0.5, deviation=PRIOR)
    return linear(TRUE, TOLERANCE, Parameter("a", 0.0, 1.0), prior)


def closed_form():
    """Mean and covariance of the Gaussian posterior; its bounds are 8 deviations away."""
    information = SLOPES.T @ SLOPES / TOLERANCE**2
    prior = np.diag([0, PRIOR**-2])
    covariance = np.linalg.inv(information + prior)
    return covariance @ (information @ TRUE + prior @ [0.5, 0.5]), covariance


def test_the_posterior_of_a_linear_model_is_within_two_percent_of_the_closed_form():
    settings = Settings(
        runs=12, refinements=0, walkers=200, effective_samples=20_000, max_steps=4000
    )
    found = sample_posterior(study_of_two(), simulate, settings)
    samples, _ = found.chains.samples()
    mean, covariance = closed_form()
    deviation = np.sqrt(np.diag(covariance))
    assert found.doubts(study_of_two(), settings) == []
    assert samples.mean(axis=0) == pytest.approx(mean, rel=0.02)
    assert np.abs(samples.mean(axis=0) - mean) == pytest.approx(0, abs=0.05 * deviation.min())
    assert samples.std(axis=0) == pytest.approx(deviation, rel=0.02)
    tails = np.percentile(samples, [5, 95], axis=0)
    assert tails[1] - tails[0] == pytest.approx(2 * 1.644854 * deviation, rel=0.02)


@pytest.mark.parametrize(("bound", "sign"), [("lower", 1), ("upper", -1)])
def test_a_bound_multiplies_the_prior_by_the_probability_of_its_side(bound, sign):
    """With y = a and the bound 0.6 +- 0.05 the posterior of a is that of a probit."""
    target = Target(column="y [-]", tolerance=0.05, event="end", value=0.6, bound=bound)
    one = Measurement("y", 0, target, np.zeros(1), np.array([0.6]))
    study = Study((Parameter("a", 0.0, 1.0),), (), (one,))
    settings = Settings(runs=8, refinements=0, effective_samples=4000, max_steps=4000)
    samples, _ = sample_posterior(study, lambda x: x, settings).chains.samples()
    grid = np.linspace(0, 1, 2001)
    weights = norm.cdf(sign * (grid - 0.6) / 0.05)
    mean = np.average(grid, weights=weights)
    assert samples.mean() == pytest.approx(mean, abs=0.01)
    assert study.residuals(np.array([[0.7], [0.5]]))[:, 0] == pytest.approx(
        [0, -2] if sign > 0 else [2, 0]
    )


def test_the_same_seed_gives_the_same_samples():
    brief = Settings(runs=8, refinements=1, effective_samples=100, max_steps=100)
    first, second = (sample_posterior(study_of_two(), simulate, brief).chains for _ in range(2))
    assert np.array_equal(first.positions, second.positions)


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
    study = study_of_two()
    found = sample_posterior(study, lambda x: simulate(x) + 0.05 * np.sin(20 * x[:, :1]), FEW)
    assert len(found.positions) == 16
    # the sine moves the posterior by less than two deviations
    away = (found.positions[12:] - closed_form()[0]) / np.sqrt(np.diag(closed_form()[1]))
    assert np.abs(away).max() < 6
    assert len(np.unique(found.positions, axis=0)) == 16


def test_one_failed_run_among_fifty_does_not_change_the_posterior():
    settings = FEW.model_copy(
        update={"runs": 50, "refinements": 0, "effective_samples": 2000, "max_steps": 2000}
    )
    lost = space_filling(50, 2, settings.seed)[17]

    def failing(positions):
        computed = curved(positions)
        computed[np.all(positions == lost, axis=1)] = np.nan
        return computed

    study = study_of_two()
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

    doubts = sample_posterior(study_of_two(), failing, FEW).doubts(study_of_two(), FEW)
    assert any("nearest to a run that failed" in one for one in doubts)


def test_runs_that_all_fail_are_an_error():
    with pytest.raises(NoStart, match="only 0 of 12 runs have 'm0', and 4 are needed"):
        sample_posterior(study_of_two(), lambda x: np.full((len(x), 3), np.nan), FEW)


def test_a_posterior_at_a_bound_gives_a_warning():
    study = study_of_two()
    study = Study((study.parameters[0], Parameter("b", 0.0, 1.0)), (), study.measurements)
    found = sample_posterior(study, lambda x: simulate(x - [0, 0.5]), FEW)
    doubts = found.doubts(study, FEW)
    assert any("'b' are at its bound" in one for one in doubts)


def test_a_target_that_is_the_same_in_all_runs_gives_a_warning():
    def constant(positions):
        return simulate(positions) * [1, 1, 0] + [0, 0, 0.1]

    doubts = sample_posterior(study_of_two(), constant, FEW).doubts(study_of_two(), FEW)
    assert [one for one in doubts if "is the same in all runs" in one] == [
        "'m2' is the same in all runs and determines no parameter"
    ]


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
    study = study_of_two()
    assert log_prior(study, np.array([[0.1, 0.5], [0.9, 0.6]])) == pytest.approx([0, -2])
