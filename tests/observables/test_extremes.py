"""Percentiles of weighted values, with and without points on a rank."""

import numpy as np
import pytest

pytest.importorskip("dolfinx")
from mpi4py import MPI

from nanoglue.observables.extremes import exceeded


def sorted_percentile(values, weights, share):
    """Return the value by sorting all points."""
    order = np.argsort(-values)
    volume = np.cumsum(weights[order])
    return values[order][int(np.searchsorted(volume, share * volume[-1]))]


@pytest.mark.parallel([2])
@pytest.mark.parametrize("everywhere", [True, False])
def test_a_percentile_by_sections_is_that_of_all_points(everywhere):
    """Also where the range has many orders of magnitude and where the first rank has no points."""
    comm, random = MPI.COMM_WORLD, np.random.default_rng(3)
    for spread in (0.0, 1.0, 8.0):
        values = np.exp(spread * random.normal(size=2001))
        weights = random.uniform(0.1, 1.0, size=values.size)
        start = 700 * comm.rank if everywhere or comm.size == 1 else 0
        end = values.size if comm.rank == comm.size - 1 else 700 * (comm.rank + 1)
        own = slice(start, end if everywhere or comm.rank == comm.size - 1 else 0)
        found = exceeded(comm, values[own], weights[own], float(values.max()), 0.1)
        assert found == pytest.approx(sorted_percentile(values, weights, 0.1), rel=2e-8)


@pytest.mark.parametrize("largest", [0.0, np.inf])
def test_no_stress_and_an_infinite_one_are_returned(largest):
    assert exceeded(MPI.COMM_WORLD, np.full(3, largest), np.ones(3), largest, 0.1) == largest
