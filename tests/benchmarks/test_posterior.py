"""The tables of the page on uncertainty are those of the kept results."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.posterior import retention, run
from benchmarks.posterior.meaning import MEASUREMENTS, QUANTITIES, REASONS

from nanoglue.case import find, read


def test_the_tables_of_the_page_follow_from_the_kept_results(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(run.PAGE.read_text())
    run.write(page)
    assert page.read_text() == run.PAGE.read_text()


@pytest.mark.parametrize(("name", "case"), run.CASES.items())
def test_every_result_and_parameter_of_the_cases_has_a_meaning(name, case):
    section = read(find(case)).calibration
    assert section.parameters.keys() <= REASONS.keys()
    stated = {key.partition("@")[0] for key in QUANTITIES[name]}
    assert stated == {*section.targets, *section.predictions}
    measured = [key for key, one in section.predictions.items() if one.tolerance is not None]
    assert {key.partition("@")[0] for key in MEASUREMENTS} >= set(measured)


def test_the_kept_results_are_those_of_the_present_cases():
    """Priors and targets of the kept results are in the cases."""
    import json

    for name, case in run.CASES.items():
        section = read(find(case)).calibration
        kept = json.loads((run.HERE / name / "posterior.json").read_text())
        assert list(kept["parameters"]) == list(section.parameters)
        found = {key: (one["measured"], one["tolerance"]) for key, one in kept["targets"].items()}
        assert found == {key: (one.value, one.tolerance) for key, one in section.targets.items()}


def test_retention_counts_particles_whose_coating_holds_at_both_bonds():
    bonds = np.array([[0.5, 0.9], [0.0, 0.9], [0.5, 0.005], [np.nan, np.nan], [0.2, 0.2]])
    found = retention.held(np.array([190.0, 200.0, 210.0, 220.0, 290.0]), bonds, (0.0, 240.0))
    assert (found.runs, found.value) == (3, pytest.approx(1 / 3))
    assert retention.retained(found.value) == pytest.approx(1 / 3 + 2 / 3 * 110 / 310)
