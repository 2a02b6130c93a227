"""The value of a measurement agrees with the closed form of a Gaussian distribution."""

import numpy as np
import pytest

from nanoglue.calibration.information import FEW, value_of_information
from nanoglue.calibration.interval import probability_of

RNG = np.random.default_rng(5)
X, Y, Z = RNG.normal(size=(3, 4000))


def remaining(tolerance=0.5, **quantities):
    """Remaining widths after a measurement of ``x``, by quantity."""
    found = value_of_information(quantities, {"x": tolerance}, 0.9, 1)
    return {one.quantity: one.remaining for one in found}


@pytest.mark.parametrize("tolerance", [0.3, 1.0])
@pytest.mark.parametrize("correlation", [1.0, 0.8, 0.3])
def test_the_remaining_width_of_a_gaussian_is_the_closed_form(tolerance, correlation):
    """Of the variance 1 - rho^2 / (1 + s^2) remains."""
    other = correlation * X + np.sqrt(1 - correlation**2) * Y
    exact = np.sqrt(1 - correlation**2 / (1 + tolerance**2))
    assert remaining(tolerance, x=X, other=other)["other"] == pytest.approx(exact, abs=0.03)


def test_a_measurement_is_of_no_use_for_an_independent_quantity():
    assert remaining(x=X, other=Z)["other"] == pytest.approx(1, abs=0.02)


def test_the_most_useful_measurement_of_each_quantity_comes_first():
    joint = {"result": X + 0.2 * Y, "x": X, "y": Y}
    found = value_of_information(joint, {"y": 0.1, "x": 0.1}, 0.9, 1)
    assert [one.measurement for one in found if one.quantity == "result"] == ["x", "y"]
    assert found[0].width == pytest.approx(2 * 1.645 * np.sqrt(1.04), rel=0.04)


def test_a_measurement_with_which_hardly_any_sample_agrees_has_few_effective_samples():
    fine = value_of_information({"x": X}, {"x": 1e-3}, 0.9, 1)[0]
    coarse = value_of_information({"x": X}, {"x": 0.5}, 0.9, 1)[0]
    assert fine.effective < FEW < coarse.effective


def test_a_missing_event_is_outside_of_every_range_and_the_ranges_share_the_probability():
    values = np.array([0.0, 0.2, 0.5, 0.99, 1.0, np.nan])
    ranges = [(None, 0.01), (0.01, 0.99), (0.99, None)]
    found = [probability_of(values, ends, 0.9) for ends in ranges]
    assert [round(6 * one.value) for one in found] == [1, 2, 2]
    assert all(one.low < one.value < one.high and one.runs == 6 for one in found)


def test_the_interval_of_a_probability_contains_the_true_one_as_often_as_stated():
    rng, true = np.random.default_rng(2), 0.3
    inside = []
    for _ in range(600):
        one = probability_of(rng.random(20), (None, true), 0.9)
        inside.append(one.low < true < one.high)
    assert np.mean(inside) == pytest.approx(0.9, abs=0.06)
