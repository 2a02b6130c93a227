"""The surrogate predicts runs within its stated error, and chooses useful further ones."""

from dataclasses import replace

import numpy as np
import pytest
from tests.calibration.linear_model import curved, linear

from nanoglue.calibration.adaptive import next_points, space_filling
from nanoglue.calibration.sampling import sample
from nanoglue.calibration.surrogate import surrogate

TRUE = np.array([0.45, 0.55])


def test_errors_of_left_out_runs_are_those_of_a_process_without_the_run():
    positions = space_filling(15, 2, 1)
    process = surrogate(positions, curved(positions), 1).processes[0]
    error, deviation = process.left_out()
    rest = np.arange(15) != 4
    part = replace(
        process,
        points=process.points[rest],
        values=process.values[rest],
        whitening=process.covariance.whitening(process.points[rest]),
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


def test_a_further_run_reduces_the_variance_at_its_place():
    positions = space_filling(8, 2, 1)
    before = surrogate(positions, curved(positions), 1)
    place = np.array([[0.9, 0.1]])
    after = before.with_point(place[0])
    smaller = after.predict(place)[1] / before.predict(place)[1]
    assert np.all(smaller[0, :2] < 1e-4)  # the third value is linear, and known before
    assert after.predict(place)[0] == pytest.approx(before.predict(place)[0])


def test_the_next_points_keep_away_from_failed_runs():
    study, positions = linear(TRUE, 0.05), space_filling(20, 2, 1)
    found = surrogate(positions, curved(positions), 1)
    chains = sample(lambda x: np.zeros(len(x)), 2, 16, 200, 500, 1)
    first = next_points(study, found, chains, positions, curved(positions), 1)
    computed = np.concatenate([curved(positions), np.full((1, 3), np.nan)])
    second = next_points(study, found, chains, np.concatenate([positions, first]), computed, 1)
    assert np.linalg.norm(first - second) > 0.1


def test_a_value_that_cannot_depend_on_a_parameter_does_not_follow_its_chance_correlation():
    rng = np.random.default_rng(4)
    positions = rng.random((8, 3))
    scattered = positions[:, :1] + 0.1 * rng.normal(size=(8, 1))
    depends = np.array([[True, False, False]])
    trials = np.array([[0.5, 0.0, 0.0], [0.5, 1.0, 1.0]])
    whole = surrogate(positions, scattered, 1).predict(trials)[0]
    part = surrogate(positions, scattered, 1, depends)
    assert abs(whole[1] - whole[0]) > 1e-3
    for model in (part, part.with_point(np.array([0.5, 0.9, 0.1]))):
        mean, variance = model.predict(trials)
        assert mean[0] == mean[1]
        assert variance[0] == variance[1]
