"""Bonded shares whose fall to zero is an event."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanoglue.case.event_types import EventType
from nanoglue.physics.event_distances import event_distances, quantiles
from nanoglue.runtime.fenics import MPI

SHARES = np.array([0.0, 0.3, 0.6, 0.9])
AREAS = np.array([1.0, 2.0, 1.0, 4.0])


def distances(share=SHARES, areas=AREAS, beyond=None):
    beyond = np.ones(len(share), dtype=bool) if beyond is None else beyond
    return event_distances(share, areas, beyond, MPI.COMM_SELF)


def test_each_event_has_the_share_of_the_point_whose_failure_it_is():
    beyond = np.array([True, True, True, False])
    assert distances(beyond=beyond) == {
        EventType.BONDED_50PCT: pytest.approx(0.6, abs=1e-8),
        EventType.BONDED_10PCT: pytest.approx(0.9, abs=1e-8),
        EventType.ONSET: 0.0,
        EventType.FRONT_AT_AXIS: 0.6,
        EventType.DETACHED: 0.9,
    }


@pytest.mark.parametrize(("failed", "half"), [(3, 0.9), (4, 0.0)])
def test_the_distance_to_half_is_zero_once_half_of_the_area_has_failed(failed, half):
    share = np.where(np.arange(8) < failed, 0.0, 0.9)
    found = distances(share, np.ones(8))
    assert found[EventType.BONDED_50PCT] == pytest.approx(half, abs=1e-8)


def test_an_interface_without_points_has_reached_every_event_but_the_onset():
    found = distances(np.zeros(0), np.zeros(0))
    assert found.pop(EventType.ONSET) == 1.0
    assert set(found.values()) == {0.0}


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 1)), min_size=1, max_size=12),
    st.floats(0.05, 0.95),
)
def test_no_more_than_the_wanted_part_lies_above_a_quantile(points, level):
    values, weights = np.array(points).T
    [found] = quantiles(values, weights, [level], MPI.COMM_SELF)
    wanted = level * weights.sum()
    assert weights[values > found + 1e-8].sum() <= wanted + 1e-9
    assert found == 0 or weights[values > found - 1e-8].sum() > wanted - 1e-9
