"""Lengths of steps on made-up outcomes: breakpoints, growth, limits and located events."""

from types import SimpleNamespace

import pytest

from nanoglue.stepping.time_loop import StepSizeController


def controller(**changed):
    values = {
        "fixed": None,
        "first": 1.0,
        "smallest": 0.01,
        "largest": 10.0,
        "expansion": 0.1,
        "damage": 0.2,
        "error": None,
    }
    return StepSizeController(SimpleNamespace(**values | changed))


def step(dt=1.0, iterations=3, damage=0.0, error=0.0):
    return SimpleNamespace(
        dt=dt,
        outcome=SimpleNamespace(iterations=iterations, error=error),
        observed=SimpleNamespace(damage_growth=damage),
    )


@pytest.mark.parametrize(
    ("stop", "expected"), [(100.0, 1.0), (1.4, 0.7), (1.0, 1.0), (0.3, 0.3), (1.0 + 1e-9, None)]
)
def test_steps_end_exactly_at_breakpoints(stop, expected):
    assert controller().next(0.0, [stop]) == (stop if expected is None else expected)


def test_a_fixed_step_returns_to_its_multiples():
    assert controller(fixed=0.5).next(0.7, [100.0]) == pytest.approx(0.3)


@pytest.mark.parametrize(("iterations", "factor"), [(5, 1.5), (12, 1.0), (20, 0.7)])
def test_iterations_set_the_growth(iterations, factor):
    pace = controller()
    pace.adapt(step(iterations=iterations), 0.0)
    assert pace.dt == pytest.approx(factor)


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
    pace.adapt(step(dt=0.011, iterations=20), 0.0)
    assert pace.dt == 0.01


def test_a_new_stage_begins_with_at_most_the_first_step():
    pace = controller()
    pace.adapt(step(dt=8.0), 0.0, turned=True)
    assert pace.dt == 1.0


def test_a_located_event_is_approached_by_halves():
    pace = controller()
    pace.event_at, pace.event_dt = 1.0, 0.1
    assert pace.next(0.0, [100.0]) == pytest.approx(0.5)
    assert pace.next(0.9, [100.0]) == pytest.approx(0.1)
