"""Rates of BDF2 for steps of any length, and what carries over between steps."""

from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("dolfinx")

from nanoglue.physics.damage_forecast import DamageForecast
from nanoglue.physics.time_integration import LARGEST_WEIGHT, Evolution, TimeIntegration


class Number:
    """A value in place of a constant of a form."""

    def __init__(self, value):
        self.value = np.array(float(value))


def function(value):
    return SimpleNamespace(x=SimpleNamespace(array=np.array([float(value)])))


def integration(second_order=True):
    made = object.__new__(TimeIntegration)
    made.second_order, made.dt, made.weight = second_order, Number(1.0), Number(0.0)
    made.span = Number(1.0)
    made.previous, made.joined, made.share, made.before = 0.0, False, 1.0, 0.0
    return made


def evolution(time, value, stated=None):
    made = object.__new__(Evolution)
    made.function, made.time, made.stated = function(value), time, stated
    made.old, made.rate, made.curvature = function(value), function(0.0), function(0.0)
    return made


def rates(time, course, ends):
    """Rate at the end of every step along a course in time."""
    followed, start, found = evolution(time, course(0.0)), 0.0, []
    for end in ends:
        time.begin(end - start)
        followed.function.x.array[:] = course(end)
        weight, dt = time.weight.value, time.dt.value
        change = (followed.function.x.array - followed.old.x.array)[0] / dt
        found.append((1 + weight) * change - weight * followed.rate.x.array[0])
        for each, values in followed.updates():
            each.x.array[:] = values
        time.accept()
        start = end
    return found


@pytest.mark.parametrize(("ends", "begin"), [((1, 2, 3), 1), ((1, 1.1, 2), 0)])
def test_rates_reach_back_to_the_beginning_of_the_steps_they_are_of(ends, begin):
    """A step much shorter than the one before it is taken together with it."""
    time, course = integration(), lambda t: 3 * t**2 - t
    followed, start = evolution(time, course(0.0)), 0.0
    for end in ends:
        time.begin(end - start)
        earlier = followed.old.x.array - time.span.value * followed.rate.x.array
        followed.function.x.array[:] = course(end)
        for each, values in followed.updates():
            each.x.array[:] = values
        time.accept()
        start = end
    assert earlier == pytest.approx(course(begin))


@pytest.mark.parametrize("ends", [(1, 2, 3), (1, 3, 4), (1, 1.5, 2.6), (1, 1.1, 2)])
def test_the_rate_of_a_parabola_is_exact_from_the_second_step(ends):
    found = rates(integration(), lambda t: 3 * t**2 - t, ends)
    assert found[1:] == pytest.approx([6 * t - 1 for t in ends[1:]])


def test_backward_euler_has_the_mean_rate_of_its_step():
    found = rates(integration(second_order=False), lambda t: t**2, (1.0, 2.0, 4.0))
    assert found == pytest.approx([1.0, 3.0, 6.0])


def test_a_much_shorter_step_is_joined_with_the_one_before_it():
    time = integration()
    found = rates(time, lambda t: t**2, (1.0, 1.01, 2.0))
    assert found[2] == pytest.approx(4.0)
    assert time.previous == pytest.approx(0.99)


def test_only_one_short_step_is_joined():
    time = integration()
    rates(time, lambda t: t**2, (1.0, 1.01, 1.02))
    assert (time.previous, time.joined) == (pytest.approx(0.01), False)


def test_a_step_that_grows_too_much_keeps_the_weight_of_stability():
    time = integration()
    rates(time, lambda t: t, (1.0,))
    time.begin(100.0)
    assert time.weight.value == LARGEST_WEIGHT


def test_after_a_kink_the_rate_is_that_of_the_step():
    time = integration()
    rates(time, lambda t: t**2, (1.0, 2.0))
    time.restart()
    time.begin(1.0)
    assert time.weight.value == 0.0


def test_the_mean_of_an_inflow_balances_the_rate_of_the_amount():
    time, amount, carried, start = integration(), 0.0, 0.0, 0.0
    followed = evolution(time, 0.0)
    for end in (0.5, 1.5, 1.6, 3.0):
        time.begin(end - start)
        inflow = np.cos(end)
        mean = time.mean(inflow, carried)
        amount += mean * time.dt.value
        followed.function.x.array[:] = amount
        weight, dt = time.weight.value, time.dt.value
        change = (followed.function.x.array - followed.old.x.array)[0] / dt
        assert (1 + weight) * change - weight * followed.rate.x.array[0] == pytest.approx(inflow)
        carried = time.carried(mean, carried)
        for each, values in followed.updates():
            each.x.array[:] = values
        time.accept()
        start = end


def test_a_restart_goes_on_with_the_same_rates():
    time, other = integration(), integration()
    rates(time, lambda t: t**2, (1.0, 1.1))
    other.state = time.state
    for each in (time, other):
        each.begin(0.7)
    assert other.weight.value == time.weight.value > 0


def test_the_estimated_error_of_a_cubic_is_that_of_the_formula():
    time, found = integration(), []
    followed, start, p, dt = evolution(time, 0.0), 0.0, 0.0, 0.0
    for end in (1.0, 1.5, 2.7, 3.2):
        p, dt = dt, end - start
        time.begin(dt)
        followed.function.x.array[:] = end**3
        found.append(followed.error()[0])
        for each, values in followed.updates():
            each.x.array[:] = values
        time.accept()
        start = end
    assert found[0] == 0.0
    assert found[3] == pytest.approx(6 * dt**2 * (dt + p) ** 2 / (6 * (2 * dt + p)))


def test_the_estimated_error_of_what_is_integrated_by_backward_euler_is_of_first_order():
    time = integration()
    followed = evolution(time, 0.0, stated="backward_euler")
    for end in (1.0, 2.0, 3.0, 4.0):
        time.begin(1.0)
        followed.function.x.array[:] = end**2
        error = followed.error()[0]
        for each, values in followed.updates():
            each.x.array[:] = values
        time.accept()
    assert error == pytest.approx(1.0)  # dt^2 / 2 times the second derivative


def test_a_phase_field_states_how_its_error_is_estimated(march_case):
    case = "verification/phase_order_in_time", "stepping.error=1"
    second = march_case(*case)
    first = march_case(*case, "bodies.slab.phase_field.integration=backward_euler")
    assert first.steps[-1].outcome.error > 20 * second.steps[-1].outcome.error


def test_the_estimated_error_of_a_step_that_grows_too_much_has_its_first_order_part():
    """A parabola, of which only the missing weight makes an error: solve the step, compare."""
    time = integration()
    rates(time, lambda t: t**2, (1.0, 2.0))  # lengths 1 and 1
    followed = evolution(time, 4.0)
    followed.rate.x.array[:], followed.curvature.x.array[:] = 3.0, 2.0
    time.begin(10.0)
    weight = time.weight.value
    solved = 4.0 + 10.0 * (2 * 12.0 + weight * 3.0) / (1 + weight)  # its rate at the end is exact
    followed.function.x.array[:] = 12.0**2
    assert followed.error()[0] == pytest.approx(solved - 12.0**2, rel=1e-12)
    assert followed.error()[0] > 10


@pytest.mark.parametrize(
    ("second_order", "before", "old", "expected"),
    [(True, 0.0, 0.5, 0.75), (True, 0.5, 1.0, 1.0), (True, 0.3, 0.3, 0.3), (False, 0.0, 0.5, 0.5)],
)
def test_the_bonded_share_goes_on_to_shrink_by_the_same_factor(second_order, before, old, expected):
    time = integration(second_order)
    forecast = object.__new__(DamageForecast)
    forecast.cohesion, forecast.time = SimpleNamespace(damage_old=function(old)), time
    forecast.damage, forecast.decay, forecast.slope = function(0.0), function(0.0), function(0.0)
    time.begin(2.0)
    forecast.accept(np.array([before]))
    time.accept()
    time.begin(2.0)
    forecast.look_ahead()
    assert forecast.damage.x.array[0] == pytest.approx(expected)


def test_a_bonded_share_that_shrinks_faster_and_faster_is_foreseen():
    """log(1 - d) = -t^2 / 10 is of second degree, which steps of any length extrapolate exactly."""
    time, forecast = integration(), object.__new__(DamageForecast)
    cohesion = SimpleNamespace(damage_old=function(0.0))
    forecast.cohesion, forecast.time = cohesion, time
    forecast.damage, forecast.decay, forecast.slope = function(0.0), function(0.0), function(0.0)
    now = 0.0
    for dt in (1.0, 1.5, 0.7):
        time.begin(dt)
        before, now = cohesion.damage_old.x.array.copy(), now + dt
        cohesion.damage_old.x.array[:] = 1 - np.exp(-(now**2) / 10)
        forecast.accept(before)
        time.accept()
    time.begin(0.9)
    forecast.look_ahead()
    assert forecast.damage.x.array[0] == pytest.approx(1 - np.exp(-((now + 0.9) ** 2) / 10))
