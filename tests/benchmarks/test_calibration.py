"""The study of the coverage of posteriors computes what its tables state."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.calibration import run, synthetic

from nanoglue.case.schema.calibration import Posterior


def test_exact_intervals_contain_nine_tenths_of_the_true_values():
    inside, widths = synthetic.exact(range(300), cells=100)
    assert inside.mean(axis=0) == pytest.approx(0.9, abs=3 * np.sqrt(0.9 * 0.1 / 300))
    assert np.all((widths > 0) & (widths < 0.9))


def test_repetitions_are_read_from_their_file_and_tabulated(monkeypatch, tmp_path):
    brief = Posterior(runs=8, refinements=0, effective_samples=100, max_steps=200)
    file = tmp_path / "8.jsonl"
    found = run.repetitions(file, brief, 2)
    monkeypatch.setattr(run, "repetition", lambda *_: pytest.fail("a repetition is done again"))
    again = run.repetitions(file, brief, 2)
    assert [tuple(one.widths) for one in again] == [one.widths for one in found]
    assert all(0 <= rank <= synthetic.INDEPENDENT for one in found for rank in one.ranks)
    coverage, few = run.table(again, others=10), run.few_table({8: again})
    assert "| strength |" in coverage
    assert few.splitlines()[-1].startswith("| exact |")
    ratio = float(few.splitlines()[2].split("|")[4])
    assert 0.9 < ratio < 2
