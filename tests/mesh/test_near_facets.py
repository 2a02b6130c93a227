"""Facets that may be closest to points, from all ranks."""

import numpy as np
import pytest


def clouds(count, seed, size=0.05):
    """Samples (n, 15, 3) of small facets in the unit cube."""
    random = np.random.default_rng(seed)
    return random.uniform(0, 1, (count, 1, 3)) + size * random.uniform(-1, 1, (count, 15, 3))


def smallest(points, samples, most):
    """The smallest distances (n, most) of points from samples."""
    apart = np.linalg.norm(points[:, None] - samples.reshape(1, -1, 3), axis=2)
    return np.sort(apart, axis=1)[:, :most]


@pytest.mark.parallel([1, 2, 4])
@pytest.mark.parametrize("empty", [None, "points", "facets"])
def test_the_nearest_samples_are_those_of_all_facets(empty):
    from nanoglue.mesh.near_facets import near_facets
    from nanoglue.runtime.fenics import MPI

    comm = MPI.COMM_WORLD
    samples = clouds(200, comm.rank)
    points = np.random.default_rng(10 + comm.rank).uniform(-0.5, 1.5, (30, 3))
    if comm.rank == 0 and comm.size > 1:
        points = points[:0] if empty == "points" else points
        samples = samples[:0] if empty == "facets" else samples
    exchange = near_facets(comm, points, samples)
    held, every = exchange.forward(samples), np.concatenate(comm.allgather(samples))
    if not len(points):
        assert len(held) == 0
        return
    assert len(held) < len(every)
    assert smallest(points, held, 15) == pytest.approx(smallest(points, every, 15), abs=1e-14)


@pytest.mark.parallel([1, 2])
def test_without_any_facet_nothing_is_given():
    from nanoglue.mesh.near_facets import near_facets
    from nanoglue.runtime.fenics import MPI

    exchange = near_facets(MPI.COMM_WORLD, np.zeros((3, 2)), np.empty((0, 5, 2)))
    assert exchange.forward(np.empty(0)).shape == (0,)


@pytest.mark.parallel([1, 2, 4])
def test_answers_return_to_the_rows_that_were_given():
    from nanoglue.runtime.exchange import Exchange
    from nanoglue.runtime.fenics import MPI

    comm = MPI.COMM_WORLD
    given = [np.arange(rank + 1)[::-1] for rank in range(comm.size)]
    exchange = Exchange(comm, given)
    numbers = 100 * comm.rank + np.arange(comm.size)
    got = exchange.forward(numbers)
    expected = [100 * rank + np.arange(comm.rank + 1)[::-1] for rank in range(comm.size)]
    assert (got == np.concatenate(expected)).all()
    assert (exchange.sources == got // 100).all()
    assert (exchange.back(2 * got) == 2 * numbers[exchange.rows]).all()
    pairs = exchange.forward(np.column_stack([numbers, -numbers]).astype(float))
    assert pairs.tolist() == np.column_stack([got, -got]).tolist()
