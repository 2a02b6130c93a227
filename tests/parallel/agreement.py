"""Histories of one computation on one rank and on all, and partitions that cut much."""

from dataclasses import dataclass

import numpy as np
import pytest
from tests.parallel.runs import on_first_rank


def stripes(midpoints, ranks):
    """Cells go to ranks in turn by their distance from the axis: every second facet is cut."""
    return (np.floor(midpoints[:, 0] / 0.008).astype(int) % ranks).astype(np.int32)


def narrow_stripes(midpoints, ranks):
    """Neighbours along the interface belong to different ranks, and so do the two sides."""
    column = np.floor(midpoints[:, 0] * 8).astype(int) + (midpoints[:, 1] > 1)
    return (column % ranks).astype(np.int32)


def scattered(midpoints, ranks):
    """Cells go to ranks by chance."""
    return np.random.default_rng(7).integers(0, ranks, len(midpoints)).astype(np.int32)


def first_rank_empty(midpoints, ranks):
    """The first rank has no cells."""
    return np.full(len(midpoints), ranks - 1, dtype=np.int32)


def by_turns(midpoints, ranks):
    """Cells sorted by place go to ranks in turn: neighbours along an interface are parted."""
    order = np.lexsort(midpoints.T.round(9))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order)) % ranks
    return rank


@dataclass(frozen=True)
class History:
    """Accepted steps of a computation: their times, rows and events."""

    times: tuple[float, ...]
    rows: tuple[dict[str, float], ...]
    events: tuple[tuple[tuple[str, str], ...], ...]

    @classmethod
    def of(cls, computed) -> "History":
        from nanoglue.output.tables import row

        steps = computed.steps
        return cls(
            tuple(step.time for step in steps),
            tuple(row(step.observed) for step in steps),
            tuple(tuple((e.event, e.where) for e in step.events) for step in steps),
        )

    def first(self, most: int) -> "History":
        return History(self.times[:most], self.rows[:most], self.events[:most])

    def column(self, name: str) -> np.ndarray:
        return np.array([row[name] for row in self.rows])


_alone: dict[tuple[str, ...], tuple[int, History]] = {}
"""What the first rank has computed for tests of this session, and up to how many steps."""


def history_alone(march_case, case, *settings, most=10**9) -> History:
    """History of a case that the first rank computes alone, on all ranks; computed once."""
    from nanoglue.runtime.fenics import MPI

    longest, known = _alone.get((case, *settings), (0, None))
    if longest < most:
        known = on_first_rank(
            lambda: History.of(march_case(case, *settings, comm=MPI.COMM_SELF, most=most))
        )
        _alone[(case, *settings)] = most, known
    return known.first(most)


def history_spread(march_case, case, *settings, partitioner, most=10**9) -> History:
    """History of a case whose cells are spread over all ranks."""
    from nanoglue.runtime.fenics import MPI

    return History.of(
        march_case(case, *settings, comm=MPI.COMM_WORLD, partitioner=partitioner, most=most)
    )


def assert_agree(
    alone: History,
    spread: History,
    accuracy: float,
    smallest: float,
    but: tuple[str, ...] = ("error", "balance"),
) -> None:
    """Assert that columns are alike but those that are rounding by nature.

    ``smallest`` is added to what may differ.
    """
    assert len(alone.rows) == len(spread.rows)
    largest = {name: np.abs(alone.column(name)).max() for name in alone.rows[-1]}
    for name in largest:
        if any(part in name for part in but):
            continue
        unit = name.partition("[")[2]  # what is zero is so beside the others of its unit
        size = accuracy * max(largest[other] for other in largest if unit in other) + smallest
        expected = pytest.approx(spread.column(name), rel=accuracy, abs=size)
        assert alone.column(name) == expected, name
