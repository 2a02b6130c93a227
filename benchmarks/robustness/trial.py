"""A drawn case with its exact solution, and what functions that draw cases share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

Row = Mapping[str, float]


@dataclass(frozen=True)
class Trial:
    """A case with the error of a result against the exact solution."""

    text: str
    error: Callable[[Row], float]
    """Relative error of the last row; NaN where a column is missing."""
    tolerance: float
    title: str


def spread(rng: np.random.Generator, low: float, high: float) -> float:
    """Return a number that is uniform in its logarithm, with four digits."""
    return float(f"{10 ** rng.uniform(np.log10(low), np.log10(high)):.4g}")


def relative(value: float, exact: float, scale: float) -> float:
    """Return |value - exact| over the larger of |exact| and a scale."""
    return abs(value - exact) / max(abs(exact), scale)
