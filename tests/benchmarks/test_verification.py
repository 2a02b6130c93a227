"""The documentation states the stored results of the verification book, which are complete."""

import json

from benchmarks.verification.run import PAGE, STORED, worst_checks

from nanoglue.verification.book import problems

CHECKS = json.loads(STORED.read_text())


def test_the_table_of_the_documentation_is_that_of_the_stored_results():
    assert worst_checks(CHECKS) in PAGE.read_text()


def test_every_problem_of_the_book_is_among_the_stored_results_and_is_met():
    assert {each["problem"] for each in CHECKS} == {each.name for each in problems()}
    assert all(each["passed"] for each in CHECKS)
