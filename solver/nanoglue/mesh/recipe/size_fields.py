"""Sizes of elements that grow with the distance from where they are smallest."""

from collections.abc import Sequence
from math import ceil, log
from typing import Any

SAMPLES = 400
"""Points of a curve to which distances are taken."""


def division(length: float, first: float, last: float) -> tuple[int, float]:
    """Number of elements along a curve, and the ratio of each one's size to that before it.

    Sizes from ``first`` to ``last`` in geometric progression add up to the length.

    >>> division(10.0, 1.0, 1.0)
    (10, 1.0)
    """
    if last >= length:
        return 1, 1.0
    ratio = (length - first) / (length - last)
    count = ceil(length / first if last == first else 1 + log(last / first) / log(ratio))
    return count, (last / first) ** (1 / max(count - 1, 1))


def distance(field: Any, *, curves: Sequence[int] = (), points: Sequence[int] = ()) -> int:
    """A field of Gmsh: the distance [um] from curves or points."""
    tag = int(field.add("Distance"))
    field.setNumbers(tag, "CurvesList", list(curves))
    field.setNumbers(tag, "PointsList", list(points))
    field.setNumber(tag, "Sampling", SAMPLES)
    return tag


def growth_field(
    field: Any, away: int, near: float, sizes: tuple[float, float], rate: float
) -> int:
    """A field of Gmsh: sizes [um] that grow linearly with a distance.

    Args:
        field: ``model.mesh.field``.
        away: the distance, a field.
        near: up to which the size is the smallest [um].
        sizes: smallest and largest [um].
        rate: growth of the size per distance [-].

    Returns:
        Its tag.
    """
    smallest, largest = sizes
    tag = int(field.add("Threshold"))
    field.setNumber(tag, "InField", away)
    settings = {
        "SizeMin": smallest,
        "SizeMax": largest,
        "DistMin": near,
        "DistMax": near + (largest - smallest) / rate,
    }
    for name, value in settings.items():
        field.setNumber(tag, name, value)
    return tag


def minimum_field(field: Any, fields: Sequence[int]) -> int:
    """A field of Gmsh: the smallest of some."""
    tag = int(field.add("Min"))
    field.setNumbers(tag, "FieldsList", list(fields))
    return tag
