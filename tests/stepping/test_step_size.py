"""Lengths of steps on made-up outcomes: breakpoints, growth, limits and errors."""

import pytest
from tests.stepping.made_up_steps import controller, step

from nanoglue.solvers.outcome import Outcome, StopReason


@pytest.mark.parametrize(
    ("stop", "expected"), [(100.0, 1.0), (1.4, 0.7), (1.0, 1.0), (0.3, 0.3), (1.0 + 1e-9, None)]
)
def test_steps_end_exactly_at_breakpoints(stop, expected):
    assert controller().next(0.0, [stop]) == (stop if expected is None else expected)


def test_a_fixed_step_returns_to_its_multiples():
    assert controller(fixed=0.5).next(0.7, [100.0]) == pytest.approx(0.3)


@pytest.mark.parametrize(("effort", "factor"), [(5, 1.5), (12, 1.0), (20, 0.7)])
def test_significant_increments_set_the_growth(effort, factor):
    pace = controller()
    pace.adapt(step(effort=effort), 0.0)
    assert pace.dt == pytest.approx(factor)


def test_increments_of_rounding_do_not_change_the_effort():
    exact = Outcome.of(StopReason.CONVERGED, 3, (1.0, 1e-3, 1e-10))
    rounded = Outcome.of(StopReason.CONVERGED, 5, (1.0, 1e-3, 2e-9, 1e-9, 1e-10))
    assert exact.effort == rounded.effort == 2
    assert rounded.after(exact).effort == 4
    assert rounded.after(exact).iterations == 8


@pytest.mark.parametrize(
    ("settings", "seen", "expansion", "expected"),
    [
        ({}, {}, 0.1, 0.9),
        ({}, {"damage": 0.4}, 0.0, 0.45),
        ({}, {"damage": 1.0}, 10.0, 0.2),
        ({"error": 1e-3}, {"error": 4e-3}, 0.0, 0.45),
    ],
)
def test_increments_above_their_target_shorten(settings, seen, expansion, expected):
    pace = controller(**settings)
    pace.adapt(step(**seen), expansion)
    assert pace.dt == pytest.approx(expected)


def test_steps_stay_between_the_smallest_and_the_largest():
    pace = controller()
    pace.adapt(step(dt=9.0), 0.0)
    assert pace.dt == 10.0
    pace.adapt(step(dt=0.011, effort=20), 0.0)
    assert pace.dt == 0.01


def test_a_new_stage_begins_with_at_most_the_first_step():
    pace = controller()
    pace.adapt(step(dt=8.0), 0.0, turned=True)
    assert pace.dt == 1.0


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"method": "bdf2", "error": 1e-3}, 1.0),
        ({"method": "bdf2"}, 8.0),
        ({"error": 1e-3}, 8.0),
        ({"method": "bdf2", "error": 1e-3, "fixed": 8.0}, 8.0),
    ],
)
def test_after_a_kink_a_step_without_an_estimate_of_its_error_is_short(settings, expected):
    pace = controller(**settings)
    pace.dt = 8.0
    pace.restart(False)
    assert pace.dt == 8.0
    pace.restart(True)
    assert pace.dt == expected


@pytest.mark.parametrize(("before", "expected"), [(0.0, 0.45), (1e-3, 0.9 * 8 ** (-0.7 / 3))])
def test_the_error_of_bdf2_sets_the_length_by_its_third_root(before, expected):
    pace = controller(method="bdf2", error=1e-3)
    pace.error_before = before
    pace.adapt(step(error=8e-3), 0.0)
    assert pace.dt == pytest.approx(expected)
    assert pace.error_before == 8e-3
