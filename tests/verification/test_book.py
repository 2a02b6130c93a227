"""The quick half of the verification book, and what the book itself promises."""

import csv
import re

import numpy as np
import pytest

from nanoglue.case.meanings import meanings
from nanoglue.verification.book import NoSuchProblem, problems
from nanoglue.verification.execution import CheckResult
from nanoglue.verification.history import TIME, History
from nanoglue.verification.problem import Problem, Rate, Value
from nanoglue.verification.reference import Formula, Known, number


@pytest.mark.parametrize("name", [problem.name for problem in problems(quick=True)])
def test_problem_is_within_its_tolerances(name, tmp_path):
    _hold(name, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", [p.name for p in problems() if not p.quick])
def test_long_problem_is_within_its_tolerances(name, tmp_path):
    _hold(name, tmp_path)


def _hold(name, directory):
    from nanoglue.runtime import fenics

    fenics.load()
    from nanoglue.runtime.fenics import MPI
    from nanoglue.verification.execution import run_problem

    directory = MPI.COMM_WORLD.bcast(directory)
    trial = run_problem(problems([name])[0], MPI.COMM_WORLD, directory)
    missed = [
        (f.check.quantity, f.note or f.comparison.worst) for f in trial.checks if not f.passed
    ]
    assert not missed
    assert _undescribed(directory) == [], "add the columns to solver/nanoglue/case/meanings.yaml"


def _undescribed(directory):
    """Columns of all histories without an entry in the reference."""
    headers = [file.open().readline() for file in directory.rglob("history.csv")]
    columns = {re.sub(r":[^ ]*", "", name) for line in headers for name in line.strip().split(",")}
    return sorted(columns - set(meanings()["columns"]))


@pytest.mark.parametrize(
    "problem", [p for p in problems() if not p.quick], ids=lambda problem: problem.name
)
def test_case_of_a_long_problem_is_without_errors(problem):
    """Those of the others are read where they are computed."""
    from nanoglue.case import find, read

    for overrides in problem.runs.values():
        read(find(f"verification/{problem.case}"), [*problem.overrides, *overrides])


def test_names_of_problems_are_unique():
    names = [problem.name for problem in problems()]
    assert len(set(names)) == len(names)


def test_a_chapter_may_be_asked_for_by_name():
    assert [p.name for p in problems(["swelling"])] == ["free_swelling", "misfit_core_shell"]


def test_an_unknown_problem_is_refused_with_the_known_ones():
    with pytest.raises(NoSuchProblem, match="mode_I"):
        problems(["mode_IV"])


def history(**columns):
    return History({TIME: np.array([0.0, 1.0, 2.0])} | {k: np.array(v) for k, v in columns.items()})


def test_error_is_the_largest_difference_over_the_largest_reference():
    check = Value("a", "a", Known((2.0, 4.0), "", (1, 2)), 1e-3)
    assert check.compare({"": history(a=[0.0, 2.2, 4.0])}).error == pytest.approx(0.05)


def test_a_number_is_taken_at_the_end():
    assert Value("a", "a", number(4.0, ""), 1e-3).compare({"": history(a=[0, 2, 4.0])}).error == 0


def test_a_formula_is_held_against_every_row_but_the_first():
    check = Value("a", "a", Formula(lambda h: 2 * h[TIME], ""), 1e-3)
    assert check.compare({"": history(a=[9.0, 2.0, 4.0])}).error == 0


def test_a_time_at_which_no_step_ends_is_refused():
    with pytest.raises(LookupError, match=r"t = 1\.5 s"):
        Value("a", "a", number(4.0, "", at=1.5), 1e-3).compare({"": history(a=[0, 2, 4.0])})


def test_a_missing_column_is_told():
    with pytest.raises(LookupError, match="no column b"):
        Value("b", "b", number(4.0, ""), 1e-3).compare({"": history(a=[0, 2, 4.0])})


def test_rate_is_that_between_the_two_smallest_sizes():
    value = Value("a", "a", number(1.0, ""), 1.0)
    runs = {n: history(a=[0, 0, 1 + e]) for n, e in (("8", 1.0), ("4", 0.4), ("2", 0.1))}
    check = Rate("a", value, {"8": 8, "4": 4, "2": 2}, 2.0, 0.1)
    assert check.compare(runs).computed[0] == pytest.approx(2.0)


def test_what_could_not_be_compared_is_missed():
    assert not CheckResult(Value("a", "a", number(1.0, ""), 1.0), None, "no convergence").passed


def test_report_shows_a_miss_and_its_reason(tmp_path):
    from nanoglue.verification import page
    from nanoglue.verification.execution import ProblemResult

    check = Value("a [um]", "a", number(1.0, "nobody"), 1e-3)
    trial = ProblemResult(
        Problem("one", "One", "mode_I", (check,)), [CheckResult(check, None, "<stuck>")]
    )
    page.write([trial], tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text()
    assert "0 of 1" in text
    assert "&lt;stuck&gt;" in text


def test_every_reference_table_can_be_read():
    from nanoglue.case import library

    tables = (library.folder("cases") / "verification" / "reference").glob("*.csv")
    for table in tables:
        lines = [line for line in table.read_text().splitlines() if not line.startswith("#")]
        assert len(list(csv.DictReader(lines))) > 0, table.name
