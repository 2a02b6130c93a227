"""Contact pairs on several ranks: any partition gives the same, and no rank holds much."""

import numpy as np
import pytest
from tests.parallel.agreement import (
    assert_agree,
    first_rank_empty,
    history_alone,
    history_spread,
    scattered,
)
from tests.physics.contact.two_bodies import APART, CASE, pair_of


def by_body(midpoints, ranks):
    """Each body on a rank of its own, the first and the last one."""
    return np.where(midpoints[:, 2] > 0, 0, ranks - 1).astype(np.int32)


def slices(midpoints, ranks):
    """Equal lengths along x in the order of the ranks."""
    share = midpoints[:, 0] / midpoints[:, 0].max()
    return np.minimum(share * ranks, ranks - 1).astype(np.int32)


@pytest.mark.slow
@pytest.mark.parallel([2, 4])
@pytest.mark.parametrize("partitioner", [scattered, by_body, first_rank_empty])
def test_ranks_agree_on_bodies_that_meet(march_case, boxes, partitioner):
    alone = history_alone(march_case, boxes)
    spread = history_spread(march_case, boxes, partitioner=partitioner)
    assert_agree(alone, spread, 1e-8, smallest=1e-12)


LENGTH = 24
"""Of two bars [um] with the width of 1 um and facets of 0.6 um."""


@pytest.fixture
def bars(tmp_path):
    """The contact pair of two long bars in slices along x, and their displacements."""
    from nanoglue.runtime.fenics import MPI

    (tmp_path / "apart.py").write_text(APART)
    (tmp_path / "case.yaml").write_text(CASE.replace("apart.py", f"apart.py, extent: {LENGTH}"))
    return pair_of(tmp_path / "case.yaml", MPI.COMM_WORLD, slices)


@pytest.mark.parallel([2, 4])
def test_a_rank_holds_only_the_facets_near_its_own(bars):
    (pair, u), comm = bars, bars[0].comm
    u["upper"].x.array[2::3] -= 0.02
    partners, found = pair.now()
    assert comm.allreduce(found.areas.sum()) == pytest.approx(LENGTH, rel=1e-8)
    owned = len(pair.minus.nodes)
    assert owned < 1.3 * comm.allreduce(owned) / comm.size
    foreign = partners.exchange.sources != comm.rank
    middles = partners.exchange.forward(pair.minus.middles)[foreign, 0]
    start, end = np.array([comm.rank, comm.rank + 1]) * LENGTH / comm.size
    beyond = np.maximum(start - middles, middles - end)
    assert len(middles) > 0
    assert beyond.max() < 2.5  # four facets from the points of this rank
    neighbours = (comm.rank > 0) + (comm.rank < comm.size - 1)
    assert len(middles) <= 50 * neighbours  # of a length that holds 20 facets a um


@pytest.mark.parallel([2, 4])
@pytest.mark.parametrize("wrong", [np.nan, np.inf, 1e200])
def test_an_iteration_that_diverges_on_one_rank_ends_on_all(bars, wrong):
    pair, u = bars
    u["upper"].x.array[2::3] -= 0.02
    if pair.comm.rank == 0:
        u["upper"].x.array[:] = wrong
        u["lower"].x.array[:9] = wrong
    _, found = pair.now()
    assert np.isfinite(found.force).all()
    assert np.isfinite(pair.energy())


@pytest.mark.parallel(2)
def test_a_singular_system_of_one_rank_is_raised_on_all():
    from nanoglue.runtime.collective import singular_on_all_ranks
    from nanoglue.runtime.fenics import MPI

    matrix = np.full((2, 2), 1.0) + MPI.COMM_WORLD.rank * np.eye(2)
    with pytest.raises(np.linalg.LinAlgError), singular_on_all_ranks(MPI.COMM_WORLD):
        np.linalg.inv(matrix)
