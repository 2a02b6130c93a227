"""Lower bound of the time of a run: linear algebra and one pass through the matrix."""

import math
import time

import numpy as np
from benchmarks.measured import Run


def bandwidth() -> float:
    """Memory traffic [byte/s] of one core: the best of five copies of 200 MB."""
    source = np.ones(25_000_000)
    target, best = np.empty_like(source), math.inf
    for _ in range(5):
        begin = time.perf_counter()
        np.copyto(target, source)
        best = min(best, time.perf_counter() - begin)
    return 3 * source.nbytes / best  # read, read for ownership, write


def limit(found: Run, speed: float) -> float:
    """Seconds: factorisations, solves, and the matrix swept once an iteration (12 B an entry)."""
    swept = 12 * found["entries"] * found["iterations"] / speed / found["ranks"]
    return float(found["factor"] + found["solve"] + swept)


def exponent(sizes: list[float], costs: list[float]) -> float:
    """Slope of a straight line through the logarithms (least squares).

    >>> round(exponent([1, 10, 100], [2, 20, 200]), 6)
    1.0
    """
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])
