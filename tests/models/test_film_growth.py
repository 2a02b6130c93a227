"""What every law by which a film grows must do."""

import pytest

from nanoglue.models.registry import load, names

PARAMETERS = {
    "parabolic": {"rate": 2e-3},
    "exponential": {"final_thickness": 0.5, "time_constant": 3.0},
    "logarithmic": {"length": 0.1, "time_constant": 2.0},
}
RATES = {
    "parabolic": lambda h: 2e-3 / h,
    "exponential": lambda h: (0.5 - h) / 3.0,
    "logarithmic": lambda h: 0.1 / 2.0 * 2.718281828459045 ** (-(h - 0.2) / 0.1),
}


@pytest.fixture(params=PARAMETERS)
def law(request):
    """A law of the folder with its parameters."""
    return request.param, load("models.film_growth", request.param)(**PARAMETERS[request.param])


def test_every_law_is_covered():
    assert set(names("models.film_growth")) == set(PARAMETERS) == set(RATES)


def test_the_thickness_starts_at_the_initial_one(law):
    assert law[1].thickness(0.2, 0.0) == pytest.approx(0.2, rel=1e-15)


@pytest.mark.parametrize("time", [0.5, 4.0, 30.0])
def test_the_thickness_follows_its_rate(law, time):
    name, growth = law
    change = (growth.thickness(0.2, time + 1e-5) - growth.thickness(0.2, time - 1e-5)) / 2e-5
    assert change == pytest.approx(RATES[name](growth.thickness(0.2, time)), rel=1e-6)
    assert change > 0
