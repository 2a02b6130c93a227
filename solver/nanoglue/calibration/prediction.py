"""Predictive distributions of results from samples of a posterior."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.runs import Simulator
from nanoglue.calibration.study import (
    Study,
    checked,
    checked_study,
    parameters_of,
    required,
    runs_of,
)
from nanoglue.calibration.surrogate import check_values, surrogate
from nanoglue.case import Case
from nanoglue.case.schema.calibration import Prediction

Array = NDArray[np.float64]
Ended = Callable[[Array], NDArray[np.bool_]]
"""Whether the runs at points of the unit cube are done, shapes (n, d) and (n,)."""

LEAST = 5
"""Runs with a value below which there is no interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Predictive distribution of one result among the runs that have it."""

    mean: float
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
class Predicted:
    """Runs at samples of the posterior and the distributions of their results."""

    positions: Array
    """Points of the runs in the unit cube, shape (n, d)."""
    computed: Array
    """Their results, shape (n, m); NaN where there is none."""
    intervals: dict[str, Interval]
    failed: int
    """Number of runs that failed; they are left out."""


def prediction_study(case: Case, overrides: tuple[str, ...] = ()) -> Study:
    """Return the parameters of a case with the results to be predicted as measurements.

    Raises:
        CaseError: there is no result to be predicted, or a case of one is invalid.
    """
    section = required(case)
    if not section.predictions:
        raise case.wrong(("calibration",), "there is no 'predictions' with results to be predicted")
    others = list(dict.fromkeys(one.case for one in section.predictions.values()))
    cases = tuple(runs_of(case, section, other, overrides) for other in others)
    for name, one in section.predictions.items():
        runs = cases[others.index(one.case)]
        if not any(runs.parameters.values()) and not any(paths for _, paths in runs.dependent):
            message = f"no parameter has a path in '{one.case}'"
            raise case.wrong(("calibration", "predictions", name, "case"), message)
    results = tuple(
        _result(name, one, others.index(one.case)) for name, one in section.predictions.items()
    )
    return Study(parameters_of(section), cases, results)


def _result(name: str, stated: Prediction, case: int) -> Measurement:
    """Return a result of the case with this number as a measurement."""
    times = np.array(stated.times or [0.0])
    return Measurement(name, case, stated.target, times, np.zeros(len(times)))


def results_of_targets(case: Case) -> list[tuple[Measurement, float | None]]:
    """Return the predictions that runs for the targets contain, with their tolerances."""
    section = required(case)
    cases = list(dict.fromkeys(one.case for one in section.targets.values()))
    return [
        (_result(name, one, cases.index(one.case)), one.tolerance)
        for name, one in section.predictions.items()
        if one.case in cases
    ]


def check_section(case: Case, overrides: tuple[str, ...] = ()) -> None:
    """Check targets and predictions of a case at the bounds of its parameters, if it has any.

    Raises:
        CaseError: an entry of the section ``calibration`` is invalid.
    """
    if case.calibration is None:
        return
    checked_study(case, overrides)
    if case.calibration.predictions:
        checked(case, prediction_study(case, overrides))


def predict_by_runs(
    study: Study, samples: Array, simulate: Simulator, ended: Ended, count: int, interval: float
) -> Predicted:
    """Return the distributions of the results of runs at samples of the posterior.

    Args:
        study: parameters and results.
        samples: samples of the posterior in the unit cube, shape (n, d).
        simulate: results at points of the unit cube; NaN where there is none.
        ended: whether the runs at points are done.
        count: number of runs, evenly along the samples.
        interval: probability of the intervals.

    Raises:
        NoStart: too few runs have a result.
    """
    positions, computed, done = _runs(samples, simulate, ended, count)
    check_values(study.labels, computed, LEAST)
    found = {}
    for label, column in zip(study.labels, computed.T, strict=True):
        values = column[np.isfinite(column)]
        found[label] = _interval(values, interval, len(values) / max(int(done.sum()), 1))
    return Predicted(positions, computed, found, int(np.sum(~done)))


def predict_by_surrogate(
    study: Study,
    samples: Array,
    simulate: Simulator,
    ended: Ended,
    count: int,
    interval: float,
    seed: int,
) -> Predicted:
    """Return the distributions of the results of a surrogate at all samples of the posterior.

    The surrogate is fitted to runs at some of the samples; the error of its prediction is drawn
    for each sample and added. The arguments are those of ``predict_by_runs``.

    Raises:
        NoStart: too few runs have a result.
        EnvironmentProblem: scikit-learn is not installed.
    """
    positions, computed, done = _runs(samples, simulate, ended, count)
    check_values(study.labels, computed, max(LEAST, samples.shape[1] + 2))
    mean, variance = surrogate(positions, computed, seed).predict(samples)
    drawn = mean + np.sqrt(variance) * np.random.default_rng(seed).normal(size=mean.shape)
    shares = np.isfinite(computed).sum(axis=0) / max(int(done.sum()), 1)
    found = {
        label: _interval(column, interval, float(share))
        for label, column, share in zip(study.labels, drawn.T, shares, strict=True)
    }
    return Predicted(positions, computed, found, int(np.sum(~done)))


def _runs(
    samples: Array, simulate: Simulator, ended: Ended, count: int
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Return points, results, and which runs are done."""
    part = np.unique(np.linspace(0, len(samples) - 1, count).astype(int))
    return samples[part], simulate(samples[part]), ended(samples[part])


def _interval(values: Array, interval: float, occurs: float) -> Interval:
    tails = (1 - interval) / 2
    low, median, high = np.quantile(values, [tails, 0.5, 1 - tails])
    spread = float(values.std(ddof=1))
    covered = interval_coverage(len(values), interval)
    return Interval(
        float(values.mean()), spread, float(median), float(low), float(high), occurs, *covered
    )


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
