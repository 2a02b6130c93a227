"""The estimate of larger runs follows from the measured rows, as the documentation states it."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.space.model import estimate, law, measured, table
from benchmarks.space.run import growth

ROOT = Path(__file__).parents[2]
ROWS = json.loads((ROOT / "benchmarks" / "space" / "rows.json").read_text())


def test_the_law_of_a_power_is_found():
    rows = [{"unknowns": size, "linear": 3 * size**0.25} for size in (1e4, 1e5, 1e6)]
    found = law(rows, "linear")
    assert (found.factor, found.power) == (pytest.approx(3), pytest.approx(0.25))
    assert found(1e8) == pytest.approx(300)


def test_the_estimate_is_near_the_measured_rows():
    for row in measured(ROWS, "multigrid"):
        assert estimate(ROWS, row["unknowns"]).iterations == pytest.approx(row["first"], rel=0.15)
    for row in measured(ROWS, "LU"):
        cost = estimate(ROWS, row["unknowns"])
        assert cost.factor == pytest.approx(row["factor"], rel=0.4)
        assert cost.factor_memory == pytest.approx(row["solver"] * row["unknowns"] / 1e6, rel=0.1)


def test_the_estimate_passes_through_the_largest_row():
    row = measured(ROWS, "multigrid")[-1]
    cost = estimate(ROWS, row["unknowns"])
    assert cost.memory == pytest.approx(row["memory"] * 2**20 / 1e9)
    assert cost.seconds * row["linear"] == pytest.approx(row["seconds"] * cost.iterations)


def test_the_linear_iterations_grow_slowly():
    assert 1 < growth(ROWS, "multigrid") < 1.3


def test_the_documentation_has_the_estimate():
    text = (ROOT / "docs" / "three_dimensions.md").read_text()
    for line in table(ROWS):
        assert line in text
