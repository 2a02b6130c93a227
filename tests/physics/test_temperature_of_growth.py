"""Metal that grows by kinetics follows the temperature of the case in time."""

from math import asinh, exp

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

from nanoglue.units.constants import FARADAY, GAS_CONSTANT

pytest.importorskip("dolfinx")

WARMING = "thermal_history={time: [0 s, 10 s], value: [300 K, 600 K]}"
STEADY = "thermal_history={time: [0 s, 10 s], value: [600 K, 600 K]}"
NUCLEUS = "stalled_growth", "stepping.fixed=0.5 s", "time.end=10 s"
FRONT = "deposition_front", "time.end=10 s"


def warm(time):
    """Temperature [K] at a time [s]."""
    return 300 + 30 * time


def test_a_nucleus_pushes_with_the_kinetics_of_its_temperature(march_case):
    """Each step of an elastic column is that of backward Euler at the temperature of its end."""
    computed = march_case(*NUCLEUS, WARMING)
    exchange, volume, modulus, dt = 0.01, 13.0e-6, 1e3, 0.5

    def excess(u, before, temperature):
        kinetic = 2 * GAS_CONSTANT * temperature * asinh((u - before) / dt / (2 * exchange))
        return modulus * u - (FARADAY * 0.08 - kinetic) / volume

    expected = [0.0]
    for step in computed.steps:
        given = expected[-1], warm(step.time)
        expected.append(brentq(excess, 0, 1, given, xtol=1e-14))
    found = -np.array(computed.column("displacement_z:top [um]"))
    assert found == pytest.approx(expected[1:], rel=1e-6)


def test_a_front_of_deposition_moves_with_the_kinetics_of_its_temperature(march_case):
    """The way of the front is the integral of its speed 6 R sqrt(kappa/(2 W))."""

    def speed(time):
        theta = -0.1 * FARADAY / (GAS_CONSTANT * warm(time))
        return 3 * 0.003 * (exp(-0.4 * theta) - exp(0.6 * theta))

    computed = march_case(*FRONT, WARMING)
    time = [step.time for step in computed.steps]
    front = computed.column("front_position:bottom [um]")
    way, _ = quad(speed, time[0], time[-1])
    assert front[-1] - front[0] == pytest.approx(way, rel=0.02)


@pytest.mark.parametrize(
    ("case", "column"),
    [(NUCLEUS, "displacement_z:top [um]"), (FRONT, "front_position:bottom [um]")],
)
def test_a_constant_history_is_the_same_as_a_temperature(march_case, case, column):
    followed = march_case(*case, STEADY).column(column)
    assert followed == march_case(*case, "temperature=600 K").column(column)
