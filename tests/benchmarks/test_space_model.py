"""The estimate of larger runs follows from the measured rows, as the documentation states it."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.space.model import estimate, table

ROOT = Path(__file__).parents[2]
ROWS = json.loads((ROOT / "benchmarks" / "space" / "rows.json").read_text())


def test_the_estimate_passes_through_the_measured_rows():
    for size in ("10 nm", "4 nm"):
        row, lu = ROWS[f"{size}, GAMG"], ROWS[f"{size}, LU"]
        cost = estimate(ROWS, row["unknowns"])
        assert cost.iterations == pytest.approx(row["linear"])
        assert cost.factor == pytest.approx(lu["factor"] / lu["iterations"])
        assert cost.factor_memory == pytest.approx(lu["solver"] * lu["unknowns"] / 1e6)
    assert cost.seconds == pytest.approx(row["seconds"] / row["iterations"])
    assert cost.memory == pytest.approx(row["solver"] * row["unknowns"] / 1e6)


def test_the_documentation_has_the_estimate():
    text = (ROOT / "docs" / "three_dimensions.md").read_text()
    for line in table(ROWS):
        assert line in text
