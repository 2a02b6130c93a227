"""A case file with mistakes of any sort is read or refused in a readable line, and never more."""

import pytest
from answers import answer
from hypothesis import HealthCheck, given, settings
from mutations import KINDS, cases, mutated, overrides

QUICK = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutated_case_is_read_or_refused_in_words(kind, tmp_path_factory):
    file = tmp_path_factory.mktemp("fuzz") / "case.yaml"

    @QUICK
    @given(mutated(kind))
    def told(mutation):
        answer(file, mutation[1])

    told()


@QUICK
@given(overrides())
def test_an_override_is_taken_or_refused_in_words(tmp_path_factory, override):
    answer(tmp_path_factory.mktemp("fuzz") / "case.yaml", cases()[0].read_bytes(), [override])
