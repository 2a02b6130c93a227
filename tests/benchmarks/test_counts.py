"""Iterations, factorisations, forms and allocations do not grow unnoticed."""

import json

import pytest
from tests.benchmarks.processes import completed

from benchmarks import counts

pytest.importorskip("dolfinx")


@pytest.fixture(scope="module")
def found():
    """The counts of all problems, in a process of their own: memory depends on what ran before."""
    return json.loads(completed("counts").stdout)


@pytest.mark.parametrize("problem", counts.PROBLEMS)
def test_counts_are_at_most_a_tenth_above_the_stored_ones(problem, found):
    stored = json.loads(counts.STORED.read_text())[problem]
    assert found[problem].keys() == stored.keys()
    assert {name: n for name, n in found[problem].items() if n > 1.1 * stored[name]} == {}


def test_created_objects_of_petsc_are_counted():
    from nanoglue.runtime.fenics import PETSc

    PETSc.Log.begin()
    before = counts.created()
    vectors = [PETSc.Vec().createSeq(3) for _ in range(5)]
    assert counts.created() - before == len(vectors)


def test_memory_of_arrays_is_counted():
    import numpy as np

    with counts.traced() as memory:
        array = np.zeros(125_000)
    assert array.nbytes // 1000 <= memory.peak < 1.01 * array.nbytes / 1000
