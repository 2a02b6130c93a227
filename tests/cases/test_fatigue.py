"""Fatigue of a film's interface over many cycles, some of which are extrapolated."""

import importlib.util
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "cases" / "fatigue" / "lifetime.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("lifetime", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(script):
    """Rows of eleven cycles, with and without extrapolation."""
    from nanoglue.api import load

    case = load(script.CASE)
    return [script.lifetime(case, 11, growth) for growth in (0.05, 0.0)]


def test_cycles_that_grow_alike_are_extrapolated(rows):
    some, every = rows
    assert [row.cycle for row in some] == [1, 2, 10, 11]  # seven of 0.0068 fit into 0.05
    assert [row.cycle for row in every] == list(range(1, 12))


def test_the_extrapolated_damage_is_that_of_every_cycle(rows):
    """The growth of a cycle rises from 0.0067 to 0.0075, which the extrapolation leaves out."""
    some, every = rows
    for name in ("damage_max", "damage_mean"):
        assert getattr(some[-1], name) == pytest.approx(getattr(every[-1], name), rel=0.04)
    assert every[-1].damage_max > 0.05


def test_the_free_side_is_worn_first(rows):
    last = rows[1][-1]
    assert last.bonded == pytest.approx(1)
    assert last.damage_max > 20 * last.damage_mean


def test_the_table_has_a_line_for_each_computed_cycle(script, rows):
    lines = list(script.table(rows[0]))
    assert len(lines) == 2 + 4
    assert lines[2].startswith("| 1 | 100.00 | 0.67 |")


@pytest.mark.slow
def test_the_edge_fails_within_five_per_cent_of_the_cycles(script):
    """The growth accelerates, so that extrapolated cycles lag behind."""
    from nanoglue.api import load

    case = load(script.CASE)
    failed = [
        next(row.cycle for row in script.lifetime(case, 80, growth) if row.bonded < 1 - 1e-9)
        for growth in (0.05, 0.0)
    ]
    assert failed[1] <= failed[0] <= 1.05 * failed[1]
