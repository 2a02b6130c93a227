"""The estimate of the capacities of a coated selenium electrode."""

import importlib.util
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "cases" / "se_carbon" / "rates.py"


@pytest.fixture
def rates(monkeypatch):
    spec = importlib.util.spec_from_file_location("rates", FILE)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "rates", module)
    spec.loader.exec_module(module)
    return module


def test_a_line_is_recovered(rates):
    given = tuple(rates.capacities(500.0, 120.0))
    assert rates.calibrated(given) == pytest.approx((500.0, 120.0))


def test_the_bare_electrode_is_met_within_ten_per_cent(rates):
    computed = rates.capacities(*rates.calibrated(rates.BARE.capacities))
    assert max(map(abs, rates.relative_errors(computed, rates.BARE.capacities))) < 0.105


def test_the_hysteresis_of_the_coated_electrode_is_predicted_within_a_tenth_of_a_volt(rates):
    computed = rates.predicted_hysteresis(rates.BARE, rates.COATED)
    assert computed == pytest.approx(0.46 * 97.2 / 138.2)
    assert abs(computed - rates.COATED.hysteresis) < 0.1


def test_resistance_alone_misses_the_capacity_at_low_rates(rates):
    """As the documentation states: the coated electrode also uses more of its selenium."""
    start, slope = rates.calibrated(rates.BARE.capacities)
    slope *= rates.COATED.resistance / rates.BARE.resistance
    errors = rates.relative_errors(rates.capacities(start, slope), rates.COATED.capacities)
    assert errors[0] < -0.12
    assert max(abs(error) for error in errors[2:]) < 0.11
