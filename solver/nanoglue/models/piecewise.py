"""Piecewise linear functions of numbers and of UFL expressions.

They are sums of ramps, so that the derivative which UFL takes at a point of the table is the slope
on its left. (That of a sum of clipped coordinates is 0 there.)
"""

from collections.abc import Sequence
from itertools import pairwise

from nanoglue.models.expressions import Scalar, positive, where


def slopes(points: Sequence[Scalar], values: Sequence[Scalar]) -> list[Scalar]:
    """Return the slope between each point of a table and the next."""
    pairs = pairwise(zip(points, values, strict=True))
    return [(high - low) / (right - left) for (left, low), (right, high) in pairs]


def piecewise_linear(
    points: Sequence[Scalar],
    values: Sequence[Scalar],
    x: Scalar,
    before: Scalar = None,
    after: Scalar = None,
) -> Scalar:
    """Return the value of a table: linear between its points, beyond them with given slopes.

    Args:
        points: at least two, increasing.
        values: at the points.
        x: where.
        before: slope below the first point; without it the first segment continues.
        after: slope beyond the last point; without it the last segment continues.

    >>> piecewise_linear((0.0, 1.0, 3.0), (1.0, 2.0, 8.0), 2.0)
    5.0
    >>> piecewise_linear((0.0, 1.0, 3.0), (1.0, 2.0, 8.0), 4.0, after=0.0)
    8.0
    """
    inner = slopes(points, values)
    first = inner[0] if before is None else before
    value = values[0] + first * (x - points[0])
    bends = list(zip(points[1:-1], pairwise(inner), strict=True))
    if before is not None:
        bends.insert(0, (points[0], (before, inner[0])))
    if after is not None:
        bends.append((points[-1], (inner[-1], after)))
    for point, (left, right) in bends:
        value = value + (right - left) * positive(x - point)
    return value


def piecewise_slope(points: Sequence[Scalar], values: Sequence[Scalar], x: Scalar) -> Scalar:
    """Return the slope of a table whose ends continue; at a point of the table that on its left.

    >>> piecewise_slope((0.0, 1.0, 3.0), (1.0, 2.0, 8.0), 1.0)
    1.0
    """
    inner = slopes(points, values)
    slope = inner[0]
    for point, (left, right) in zip(points[1:-1], pairwise(inner), strict=True):
        slope = slope + (right - left) * where(x, point, 1.0, 0.0)
    return slope
