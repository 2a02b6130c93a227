"""Bayesian optimisation: a search for the best point between the bounds, by Optuna.

Trials follow a tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kegl 2011, Advances
in Neural Information Processing Systems 24), which draws them where good trials are frequent
compared with bad ones.
"""

import warnings

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.least_squares import NoStart
from nanoglue.calibration.libraries import require
from nanoglue.calibration.prior import log_prior
from nanoglue.calibration.runs import Simulator
from nanoglue.calibration.study import Study

Array = NDArray[np.float64]

BATCH = 4
"""Trials that are drawn together and can be run in parallel."""


def misfit(study: Study, positions: Array, computed: Array) -> Array:
    """Return the sum of the squared residuals over their tolerances and of the priors, (n,).

    Args:
        study: parameters and measurements.
        positions: points of the unit cube, shape (n, d).
        computed: their values, shape (n, m); NaN for failed runs.
    """
    squares: Array = np.sum(study.residuals(computed) ** 2, axis=1)
    return squares - 2 * log_prior(study, positions)


def search(study: Study, simulate: Simulator, runs: int, seed: int = 1) -> Array:
    """Return the point of the unit cube with the least misfit among a number of runs, shape (d,).

    The trials depend on the seed and on the results alone, so that a search that is started again
    finds its runs.

    Raises:
        NoStart: no run gave a complete result.
        EnvironmentProblem: Optuna is not installed.
    """
    require("optuna")
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        sampler = optuna.samplers.TPESampler(
            seed=seed,
            n_startup_trials=max(2 * BATCH, runs // 3),
            multivariate=True,
            constant_liar=True,
        )
    trials = optuna.create_study(sampler=sampler)
    names = [one.name for one in study.parameters]
    space: dict[str, optuna.distributions.BaseDistribution] = {
        name: optuna.distributions.FloatDistribution(0.0, 1.0) for name in names
    }
    starts = {
        one.name: one.position(one.start) for one in study.parameters if one.start is not None
    }
    trials.enqueue_trial(starts)
    for begin in range(0, runs, BATCH):
        asked = [trials.ask(space) for _ in range(min(BATCH, runs - begin))]
        positions = np.array([[trial.params[name] for name in names] for trial in asked])
        found = misfit(study, positions, simulate(positions))
        for trial, value in zip(asked, found, strict=True):
            if np.isfinite(value):
                trials.tell(trial, float(value))
            else:
                trials.tell(trial, state=optuna.trial.TrialState.FAIL)
    complete = trials.get_trials(states=(optuna.trial.TrialState.COMPLETE,))
    if not complete:
        raise NoStart(f"none of {runs} runs gave all values; change the bounds")
    best = trials.best_params
    return np.array([best[name] for name in names])
