"""Predictions that the runs of a calibration contain, which need no further runs."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.interval import interval_of, no_interval
from nanoglue.calibration.least_squares import NoStart
from nanoglue.calibration.prediction import (
    Predicted,
    enough,
    results_of_targets,
    within_bounds,
)
from nanoglue.calibration.runs import Runs
from nanoglue.calibration.study import Study
from nanoglue.calibration.surrogate import surrogate
from nanoglue.case import Case

Array = NDArray[np.float64]


def contained(case: Case, problem: Study) -> NDArray[np.bool_]:
    """Return which results of a study of predictions the runs for the targets contain, (m,)."""
    names = {one.name for one, _ in results_of_targets(case)}
    owners = [one.name for one in problem.measurements for _ in one.labels()]
    return np.array([owner in names for owner in owners])


def without(problem: Study, left_out: NDArray[np.bool_]) -> Study:
    """Return a study without some of its results, and without the cases of these alone.

    The other cases keep their folders.
    """
    owners = [one.name for one in problem.measurements for _ in one.labels()]
    names = {owner for owner, out in zip(owners, left_out, strict=True) if out}
    kept = [one for one in problem.measurements if one.name not in names]
    cases = sorted({one.case for one in kept})
    return Study(
        problem.parameters,
        tuple(replace(problem.cases[i], number=i) for i in cases),
        tuple(replace(one, case=cases.index(one.case)) for one in kept),
    )


def drawn_from_targets(case: Case, study: Study, runs: Runs, samples: Array, seed: int) -> Array:
    """Return contained results at samples, from a surrogate of all runs for the targets.

    Args:
        case: the case with the section ``calibration``.
        study: its parameters and targets.
        runs: the runs of the study that its folder holds.
        samples: samples of the posterior in the unit cube, shape (n, d).
        seed: seed of the errors of the surrogate, which are drawn and added.

    Raises:
        NoStart: the folder holds no runs for the targets.

    Returns:
        results, shape (n, k); NaN where too few runs have them.
    """
    if not runs.points:
        raise NoStart(f"there are no runs for the targets in {runs.directory}")
    results = tuple(one for one, _ in results_of_targets(case))
    problem = Study(study.parameters, study.cases, results)
    positions = np.array([[o.position(p[o.name]) for o in study.parameters] for p in runs.points])
    computed = np.concatenate([runs.results(one, positions) for one in results], axis=1)
    there = enough(problem, computed)
    drawn = np.full((len(samples), len(there)), np.nan)
    if there.any():
        model = surrogate(positions, computed[:, there], seed, problem.depends[there])
        mean, variance = model.predict(samples)
        error = np.random.default_rng([seed, 1]).normal(size=mean.shape)
        drawn[:, there] = mean + np.sqrt(variance) * error
    return within_bounds(problem, drawn)


def joined(
    problem: Study,
    known: NDArray[np.bool_],
    further: Predicted | None,
    drawn: Array,
    interval: float,
) -> Predicted:
    """Return the predictions of further runs and of the runs for the targets as one.

    Args:
        problem: all results.
        known: which of them the runs for the targets contain, shape (m,).
        further: predictions of the others; None if there is no other.
        drawn: the contained results at the samples, shape (n, k).
        interval: probability of the intervals.
    """
    dimension, runs = len(problem.parameters), 0 if further is None else len(further.positions)
    computed = np.full((runs, len(known)), np.nan)
    done, values = np.zeros(computed.shape, dtype=bool), np.full((len(drawn), len(known)), np.nan)
    values[:, known] = drawn
    found = {} if further is None else dict(further.intervals)
    if further is not None and further.drawn is not None:
        computed[:, ~known], done[:, ~known] = further.computed, further.done
        values[:, ~known] = further.drawn
    for label, column, own in zip(problem.labels, values.T, known, strict=True):
        if own:
            there = bool(np.isfinite(column).all())
            found[label] = interval_of(column, interval, np.nan) if there else no_interval(np.nan)
    return Predicted(
        np.zeros((0, dimension)) if further is None else further.positions,
        computed,
        done,
        {label: found[label] for label in problem.labels},
        0 if further is None else further.failed,
        values,
    )
