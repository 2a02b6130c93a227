"""Distances of an interface to its events: bonded shares that fall to zero there."""

from collections.abc import Sequence

import numpy as np

from nanoglue.case.event_types import BONDED_AT, EventType
from nanoglue.runtime.fenics import MPI

HALVINGS = 30
"""Halvings of the unit interval that locate a quantile, to 1e-9."""


def event_distances(
    share: np.ndarray, areas: np.ndarray, beyond: np.ndarray, comm: MPI.Comm
) -> dict[EventType, float]:
    """Return what is left of the bond at the points whose failure is an event; collective.

    The bonded fraction falls by the area of a point at a time. What is left of the bond at the
    point falls to zero continuously, so that the event can be foreseen.

    Args:
        share: bonded share (1 - damage) [-] of the points of this rank, 0 where one has failed.
        areas: areas of these points [um^2].
        beyond: whether they are farther from the axis than a front that has come to it.
        comm: communicator of the mesh.

    Returns:
        Bonded share [-] by event, 0 from the event on.
    """
    ends = np.array(
        [-share.min(initial=1.0), share[beyond].max(initial=0.0), share.max(initial=0.0)]
    )
    largest = np.empty_like(ends)
    comm.Allreduce(ends, largest, op=MPI.MAX)
    at_fraction = quantiles(share, areas, tuple(BONDED_AT.values()), comm)
    return dict(zip(BONDED_AT, at_fraction, strict=True)) | {
        EventType.ONSET: -float(largest[0]),
        EventType.FRONT_AT_AXIS: float(largest[1]),
        EventType.DETACHED: float(largest[2]),
    }


def quantiles(
    values: np.ndarray, weights: np.ndarray, levels: Sequence[float], comm: MPI.Comm
) -> list[float]:
    """Return the values in [0, 1] above which lie given parts of all weights; collective.

    Args:
        values: of the points of this rank.
        weights: of these points.
        levels: parts [-] of the sum of the weights of all ranks.
        comm: communicator of the ranks.

    >>> [found] = quantiles(np.array([0.1, 0.2, 0.4]), np.ones(3), [0.5], MPI.COMM_SELF)
    >>> round(found, 6)
    0.2
    """
    wanted = np.array(levels) * float(comm.allreduce(float(weights.sum())))
    low, high = np.zeros(len(levels)), np.ones(len(levels))
    above = np.empty_like(low)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        comm.Allreduce((values > middle[:, None]) @ weights, above, op=MPI.SUM)
        low, high = np.where(above > wanted, middle, low), np.where(above > wanted, high, middle)
    return [float(value) for value in np.where(low > 0, high, 0.0)]
