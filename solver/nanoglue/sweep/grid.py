"""Grid of a sweep: all combinations of the requested values."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from nanoglue.case.text.errors import CaseError, CaseIssue, Place

MOST_POINTS = 10_000
"""Points of a sweep above which it is refused."""


@dataclass(frozen=True, slots=True)
class Point:
    """Point of a sweep: values by the dotted paths of the keys that they replace."""

    number: int
    values: dict[str, str]

    @property
    def name(self) -> str:
        """Name of the point's folder."""
        return f"{self.number:03d}"

    @property
    def overrides(self) -> list[str]:
        """Overrides of the form ``path=value``."""
        return [f"{path}={value}" for path, value in self.values.items()]


def points(over: Sequence[str]) -> list[Point]:
    """Return all combinations of ``path=v1,v2,...``; the last path varies fastest.

    >>> [point.values["b"] for point in points(["a=1", "b=[1, 2],3 nm"])]
    ['[1, 2]', '3 nm']

    Raises:
        CaseError: an axis has no path or no values, or a path occurs twice.
    """
    axes: dict[str, list[str]] = {}
    for text in over:
        path, found, listed = text.partition("=")
        path, values = path.strip(), [value.strip() for value in split(listed)]
        message = ""
        if not (found and path and all(values)):
            message = f"must be path=value,value,... and not '{text[:60]}'"
        elif path in axes:
            message = f"'{path}' is given twice; list all of its values in one --over"
        if message:
            raise CaseError([CaseIssue(Place("--over"), (), message)])
        axes[path] = values
    count = prod(len(values) for values in axes.values())
    if count > MOST_POINTS:
        message = f"{count} points are more than {MOST_POINTS}; split the sweep"
        raise CaseError([CaseIssue(Place("--over"), (), message)])
    combinations = enumerate(product(*axes.values()))
    return [Point(n, dict(zip(axes, values, strict=True))) for n, values in combinations]


def split(listed: str) -> list[str]:
    """Split at the commas outside brackets.

    >>> split("{a: 1, b: 2}, 3")
    ['{a: 1, b: 2}', ' 3']
    """
    values, depth = [""], 0
    for letter in listed:
        depth += (letter in "[{(") - (letter in ")}]")
        if letter == "," and depth <= 0:
            values.append("")
        else:
            values[-1] += letter
    return values
