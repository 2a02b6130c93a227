"""Predictive intervals and probabilities of results from a number of runs."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """Predictive distribution of one result among the runs that have it."""

    mean: float
    """All numbers but ``occurs`` are NaN if too few runs have the result."""
    deviation: float
    median: float
    low: float
    high: float
    occurs: float
    """Share of the completed runs that have the result, as an event may not occur."""
    coverage: float
    """Expected probability of a further result to lie between ``low`` and ``high``."""
    coverage_deviation: float
    """Standard deviation of this probability, as the interval is that of few values."""


@dataclass(frozen=True, slots=True)
class Probability:
    """Probability that a result lies in a range, with its uncertainty from few runs."""

    value: float
    """Share of the completed runs."""
    low: float
    high: float
    """Interval of the probability (Jeffreys: the beta distribution after a prior of 1/2, 1/2)."""
    runs: int
    """Number of completed runs."""


def interval_of(values: Array, probability: float, occurs: float) -> Interval:
    """Return mean, standard deviation and central interval of values, shape (n,)."""
    tails = (1 - probability) / 2
    low, median, high = np.quantile(values, [tails, 0.5, 1 - tails])
    spread = float(values.std(ddof=1))
    covered = interval_coverage(len(values), probability)
    return Interval(
        float(values.mean()), spread, float(median), float(low), float(high), occurs, *covered
    )


def no_interval(occurs: float) -> Interval:
    """Return the distribution of a result that too few runs have."""
    none = math.nan
    return Interval(none, none, none, none, none, occurs, none, none)


def interval_coverage(count: int, interval: float) -> tuple[float, float]:
    """Return mean and standard deviation of the probability between two sample quantiles.

    The probability between two of n ordered independent values, k places apart, has the beta
    distribution with the parameters k and n + 1 - k, whatever the distribution of the values
    (Wilks 1941, Ann. Math. Stat. 12, 91). Here k = (n - 1) times the probability asked for, as
    ``numpy.quantile`` interpolates.

    Args:
        count: number n of values.
        interval: probability asked for.

    Example:
        >>> [round(one, 3) for one in interval_coverage(32, 0.9)]
        [0.845, 0.062]
    """
    mean = (count - 1) * interval / (count + 1)
    return mean, math.sqrt(mean * (1 - mean) / (count + 2))


def probability_of(
    values: Array, ends: tuple[float | None, float | None], interval: float
) -> Probability:
    """Return the probability of a range, its lower end included, from completed runs.

    Args:
        values: results of the completed runs, shape (n,); NaN where there is none, which is
            outside every range.
        ends: lower and upper end of the range, None for no end.
        interval: probability of the interval of the probability.

    Example:
        >>> found = probability_of(np.array([0.1, 0.4, np.nan, 0.6]), (None, 0.5), 0.9)
        >>> found.value, round(found.low, 2), round(found.high, 2)
        (0.5, 0.17, 0.83)
    """
    low, high = (
        (-math.inf if ends[0] is None else ends[0]),
        (math.inf if ends[1] is None else ends[1]),
    )
    inside = int(np.sum((values >= low) & (values < high)))
    number, tails = len(values), (1 - interval) / 2
    spread = beta(inside + 0.5, number - inside + 0.5)
    share = inside / number if number else math.nan
    return Probability(share, float(spread.ppf(tails)), float(spread.ppf(1 - tails)), number)
