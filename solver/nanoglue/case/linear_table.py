"""Linear interpolation in a table of increasing points."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise


def increases(points: Sequence[float]) -> bool:
    """Return whether every point exceeds the one before it."""
    return all(earlier < later for earlier, later in pairwise(points))


def interpolate(points: Sequence[float], values: Sequence[float], at: float) -> float:
    """Return the value at a place: linear between points, constant outside them.

    >>> interpolate((0.0, 2.0), (0.0, 3.0), 1.0)
    1.5
    >>> interpolate((0.0, 2.0), (0.0, 3.0), 9.0)
    3.0
    """
    i = bisect_right(points, at)
    if i in (0, len(points)):
        return values[0 if i == 0 else -1]
    weight = (at - points[i - 1]) / (points[i] - points[i - 1])
    return values[i - 1] + weight * (values[i] - values[i - 1])
