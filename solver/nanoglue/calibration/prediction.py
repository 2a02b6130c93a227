"""Predictive distributions of results from samples of a posterior."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.interval import Interval, interval_of, no_interval
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
from nanoglue.case.columns import SHARES, Column
from nanoglue.case.schema.calibration import Prediction

Array = NDArray[np.float64]
Ended = Callable[[Array], NDArray[np.bool_]]
"""Whether the runs at points of the unit cube are done, shapes (n, d) and (n, m) or (n,)."""

LEAST = 5
"""Runs that are done, and runs with a value, below which there is no interval."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """Runs at samples of the posterior and the distributions of their results."""

    positions: Array
    """Points of the runs in the unit cube, shape (n, d)."""
    computed: Array
    """Their results, shape (n, m); NaN where there is none."""
    done: NDArray[np.bool_]
    """Whether the run of each result is done, shape (n, m)."""
    intervals: dict[str, Interval]
    failed: int
    """Number of points with a run that failed; this run is left out."""
    drawn: Array | None
    """Results at all samples, drawn from a surrogate, shape (k, m); None without one."""


def prediction_study(case: Case, overrides: tuple[str, ...] = ()) -> Study:
    """Return the parameters of a case with the results to be predicted as measurements.

    Raises:
        CaseError: there is no result to be predicted, or a case of one is invalid.
    """
    section = required(case)
    if not section.predictions:
        raise case.wrong(("calibration",), "there is no 'predictions' with results to be predicted")
    others = list(dict.fromkeys(one.target.run for one in section.predictions.values()))
    cases = tuple(runs_of(case, section, other, overrides) for other in others)
    for name, one in section.predictions.items():
        runs = cases[others.index(one.target.run)]
        if not any(runs.parameters.values()) and not any(paths for _, paths in runs.dependent):
            message = f"no parameter has a path in '{runs.path.name}'"
            raise case.wrong(("calibration", "predictions", name, "case"), message)
    results = tuple(
        _result(name, one, others.index(one.target.run))
        for name, one in section.predictions.items()
    )
    return Study(parameters_of(section), cases, results)


def _result(name: str, stated: Prediction, case: int) -> Measurement:
    """Return a result of the case with this number as a measurement."""
    times = np.array(stated.times or [0.0])
    return Measurement(name, case, stated.target, times, np.zeros(len(times)))


def results_of_targets(case: Case) -> list[tuple[Measurement, float | None]]:
    """Return the predictions that runs for the targets contain, with their tolerances."""
    section = required(case)
    cases = list(dict.fromkeys(one.run for one in section.targets.values()))
    return [
        (_result(name, one, cases.index(one.target.run)), one.tolerance)
        for name, one in section.predictions.items()
        if one.target.run in cases
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
        ended: whether the runs of each result at points are done.
        count: number of runs, evenly along the samples.
        interval: probability of the intervals.

    Raises:
        NoStart: too few runs are done.
    """
    runs = _runs(study, samples, simulate, ended, count)
    columns = [column[np.isfinite(column)] for column in runs[1].T]
    return _predicted(study, runs, columns, interval, None)


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
    for each sample and added. A result that fewer runs have than two more than its parameters has
    the interval of these runs. The arguments are those of ``predict_by_runs``.

    Raises:
        NoStart: too few runs are done.
        EnvironmentProblem: scikit-learn is not installed.
    """
    runs = _runs(study, samples, simulate, ended, count)
    computed = runs[1]
    there = enough(study, computed)
    drawn = np.full((len(samples), len(there)), np.nan)
    if there.any():
        model = surrogate(runs[0], computed[:, there], seed, study.depends[there])
        mean, variance = model.predict(samples)
        error = np.random.default_rng(seed).normal(size=mean.shape)
        drawn[:, there] = mean + np.sqrt(variance) * error
        drawn = within_bounds(study, drawn)
    columns = [
        smooth if fitted else column[np.isfinite(column)]
        for smooth, fitted, column in zip(drawn.T, there, computed.T, strict=True)
    ]
    return _predicted(study, runs, columns, interval, drawn)


def enough(study: Study, computed: Array) -> NDArray[np.bool_]:
    """Return for which results there are enough runs for a surrogate, shape (m,).

    Args:
        study: parameters and results.
        computed: results of the runs, shape (n, m); NaN where there is none.
    """
    counts = np.isfinite(computed).sum(axis=0)
    found: NDArray[np.bool_] = counts >= np.maximum(LEAST, study.depends.sum(axis=1) + 2)
    return found


def within_bounds(study: Study, drawn: Array) -> Array:
    """Return results drawn from a surrogate, shape (k, m), with shares between 0 and 1."""
    columns = [Column.parse(one.target.column) for one in study.measurements for _ in one.labels()]
    shares = np.array([one.at("") in SHARES for one in columns])
    return np.where(shares, np.clip(drawn, 0.0, 1.0), drawn)


def _runs(
    study: Study, samples: Array, simulate: Simulator, ended: Ended, count: int
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Return points, results, and which values have a run that is done.

    Raises:
        NoStart: too few runs of every result are done.
    """
    part = np.unique(np.linspace(0, len(samples) - 1, count).astype(int))
    computed = simulate(samples[part])
    done = np.broadcast_to(ended(samples[part]).reshape(len(part), -1), computed.shape)
    if done.sum(axis=0).max() < LEAST:
        check_values(study.labels, computed, LEAST)
    return samples[part], computed, done


def _predicted(
    study: Study,
    runs: tuple[Array, Array, NDArray[np.bool_]],
    columns: list[Array],
    interval: float,
    drawn: Array | None,
) -> Predicted:
    """Return the distributions of the values in the columns, if enough runs have them."""
    positions, computed, done = runs
    counts, completed = np.isfinite(computed).sum(axis=0), done.sum(axis=0)
    found = {}
    for label, column, number, of in zip(study.labels, columns, counts, completed, strict=True):
        occurs = float(number / of) if of else math.nan
        found[label] = (
            interval_of(column, interval, occurs) if number >= LEAST else no_interval(occurs)
        )
    failed = int(np.sum(~done.all(axis=1)))
    return Predicted(positions, computed, done, found, failed, drawn)
