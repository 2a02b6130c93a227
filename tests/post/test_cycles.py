"""Half cycles of a history: their figure and their table."""

import csv

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="pictures are an extra")


@pytest.fixture
def results(tmp_path):
    """Results of an insertion, a rest and an extraction that returns nine tenths."""
    from nanoglue.post.figures.results import Results

    current = np.array([0.0, 1.0, 1.0, 0.0, -1.0, -0.9])
    filling = np.array([0.2, 0.3, 0.4, 0.4, 0.3, 0.22])
    rows = {
        "step": np.arange(6),
        "time [s]": np.arange(6.0),
        "voltage:particle [V]": np.array([0.9, 0.8, 0.7, 0.75, 0.8, 0.9]),
        "current:particle [A]": current,
        "state_of_charge:particle [-]": filling,
        "coulombic_efficiency:particle [-]": np.array([0, 0, 0, 0, 0.5, 0.9]),
        "capacity:particle [mAh/g]": np.array([0, 50.0, 100.0, 100.0, 50.0, 90.0]),
    }
    with (tmp_path / "history.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows)
        writer.writerows(zip(*rows.values(), strict=True))
    return Results(tmp_path)


def test_a_rest_separates_no_half_cycles(results):
    from nanoglue.post.half_cycles import half_cycles

    first, second = half_cycles(results, "particle")
    assert (first.inserts, second.inserts) == (True, False)
    assert first.charge == pytest.approx([50, 100])
    assert first.mean_voltage == pytest.approx((50 * 0.8 + 50 * 0.75) / 100)
    assert second.mean_voltage == pytest.approx((50 * 0.8 + 40 * 0.85) / 90)


def test_the_mean_of_a_linear_voltage_is_that_of_its_ends():
    from nanoglue.post.half_cycles import HalfCycle

    charge = np.array([1e-3, 20.0, 50.0, 100.0])
    half = HalfCycle(True, 0.9 - 4e-3 * charge, charge, 0.0, "mAh/g")
    assert half.mean_voltage == pytest.approx(0.7, abs=1e-8)


def test_the_table_gives_the_efficiency_of_the_second_half(results):
    from nanoglue.post.report.cycles import cycles

    first, second = cycles(results)
    assert (first.number, first.efficiency, first.charge) == ("1", "", "100 mAh/g")
    assert (second.number, second.efficiency, second.direction) == ("1", "0.9000", "extraction")


def test_the_voltage_is_drawn_over_the_charge(results, tmp_path):
    from nanoglue.post.figures.voltage import draw_voltage

    (file,) = draw_voltage(results, tmp_path)
    assert file.name == "voltage.png"
    assert file.stat().st_size > 1000


def test_half_cycles_are_counted_by_the_direction_of_the_charge():
    from nanoglue.observables.capacity import _add

    keys = ("direction", "number", "charge", "before", "efficiency")
    account = {f"body:{key}": 0.0 for key in keys}
    for charge in (2.0, 2.0, 0.0, -1.0, -2.0):
        _add(account, "body", charge, 1.0)
    assert account["body:number"] == 2
    assert account["body:charge"] == pytest.approx(3.0)
    assert account["body:efficiency"] == pytest.approx(0.75)
    _add(account, "body", 1.0, 1.0)
    assert account["body:efficiency"] == pytest.approx(0.75)  # of the cycle before
    assert account["body:charge"] == pytest.approx(1.0)
