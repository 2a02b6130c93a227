"""Tables of the comparisons with other codes, and the exact solution of the octant."""

import json
from importlib import import_module
from math import pi

import pytest
from benchmarks.octant import problem
from benchmarks.run import BUDGET, COMPARED, PAGE, STORED, budget, overview

from benchmarks import comparison


def rows(code, **runs):
    """A stored row of a code with one run."""
    told = {"unknowns": 100, "iterations": 4, "memory": 1.0, "wall": 1.0, "seconds": 1.0}
    return {"size": 100, "code": code, "runs": [{**told, "load": 0.0, "error": 0.1, **runs}]}


def test_codes_are_compared_by_user_time_per_unknown_with_and_without_meshing():
    stored = [
        rows(comparison.OURS, user=3.0),
        rows(comparison.CACHED, user=2.0),
        rows("other", user=9.0, mesh=1.0, unknowns=200),
    ]
    found = [comparison.medians(row, dict) for row in stored]
    assert comparison.relative(found[2], found) == (9 / 200 / (3 / 100), 8 / 200 / (2 / 100))
    assert comparison.relative(found[0], found) == (1.0, None)
    assert comparison.relative(found[1], found) == (None, 1.0)


def test_a_code_without_runs_has_a_row_of_dashes():
    case = import_module("benchmarks.shell.run").COMPARISON
    table = comparison.lines(case, [rows(comparison.OURS, user=1.0), {**rows("other"), "runs": []}])
    assert set(table.splitlines()[3].replace("|", "").split()) == {"other", "100", "-"}


@pytest.mark.parametrize("name", COMPARED)
def test_a_readme_has_the_table_of_the_stored_runs(name):
    case = import_module(f"benchmarks.{name}.run").COMPARISON
    assert (
        comparison.lines(case, json.loads(case.stored.read_text()))
        in (case.folder / "README.md").read_text()
    )


def test_the_documentation_has_the_tables_of_the_stored_runs():
    stored, page = json.loads(STORED.read_text()), PAGE.read_text()
    assert overview() in page
    assert budget(stored) in page
    assert sum(each["user"] for each in stored.values()) < 60 * BUDGET


@pytest.mark.parametrize("name", COMPARED)
def test_no_code_has_a_smaller_error_than_nanoglue(name):
    """By more than 2 %, as the documentation states."""
    case = import_module(f"benchmarks.{name}.run").COMPARISON
    found = [comparison.medians(row, case.derive) for row in json.loads(case.stored.read_text())]
    ours = {each["size"]: each["error"] for each in found if each["code"] == comparison.OURS}
    others = [each for each in found if each["code"] not in (comparison.OURS, comparison.CACHED)]
    assert {each["code"] for each in others}
    assert [each["code"] for each in others if each["error"] < 0.98 * ours[each["size"]]] == []


def test_the_energy_of_a_little_opened_octant_is_that_of_lame(monkeypatch):
    """``u = A r + B / r^2`` with ``3 K A = 4 G B / b^3``; half of pressure, area and opening."""
    opening = 1e-4
    monkeypatch.setattr(problem, "OPENED", problem.INNER + opening)
    a, ratio = problem.INNER, 4 * problem.SHEAR / (3 * problem.BULK) / problem.OUTER**3
    b = opening / (ratio * a + 1 / a**2)
    pressure = 4 * problem.SHEAR * b / a**3 - 3 * problem.BULK * ratio * b
    assert problem.exact() == pytest.approx(pressure * opening * pi * a**2 / 4, rel=1e-3)
