"""Steps, iterations and factorisations do not grow unnoticed."""

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("dolfinx")
sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.particle.counts import STORED, counts


@pytest.mark.parametrize("method", ["backward_euler", "bdf2"])
def test_counts_are_at_most_a_tenth_above_the_stored_ones(method):
    stored, found = json.loads(STORED.read_text())[method], counts(method)
    assert found.keys() == stored.keys()
    assert {name: n for name, n in found.items() if n > 1.1 * stored[name]} == {}
