"""Global sensitivity: Morris screening and Sobol indices of the targets (SALib)."""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.adaptive import space_filling
from nanoglue.calibration.least_squares import NoStart
from nanoglue.calibration.libraries import require
from nanoglue.calibration.prior import from_prior
from nanoglue.calibration.runs import Simulator
from nanoglue.calibration.study import Study
from nanoglue.calibration.surrogate import Surrogate, check_values, surrogate

Array = NDArray[np.float64]

LEVELS = 4
"""Levels of the grid of Morris's method; a step is two thirds of the range."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Elementary effects of a parameter on a target, over the whole range of the parameter."""

    target: str
    parameter: str
    mean: float
    absolute: float
    """Mean of the absolute effects (mu*)."""
    spread: float
    """Standard deviation of the effects: nonlinearity and interactions."""
    confidence: float
    """Half the 95 % interval of ``absolute``, by resampling."""


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """Shares of the variance of a target that are due to a parameter."""

    target: str
    parameter: str
    first: float
    first_confidence: float
    total: float
    total_confidence: float


@dataclass(frozen=True, slots=True)
class Replacement:
    """Surrogate in place of the runs, with its explained share of each target's variance."""

    model: Surrogate
    explained: Array
    """One minus the squared errors of left-out runs over the variance, shape (m,)."""

    def __call__(self, positions: Array) -> Array:
        """Return predicted means at points of the unit cube, shape (n, m)."""
        return self.model.predict(positions)[0]


def morris(study: Study, simulate: Simulator, trajectories: int, seed: int) -> list[Effect]:
    """Return elementary effects by Morris's method over the range between the bounds.

    Args:
        study: parameters and measurements.
        simulate: computed values at points of the unit cube; trajectories with a failed run are
            left out.
        trajectories: number of trajectories, each with one run more than there are parameters.
        seed: seed of the trajectories.

    Raises:
        NoStart: fewer than two trajectories are complete.
        EnvironmentProblem: SALib is not installed.
    """
    require("SALib")
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as sampling

    problem = _problem(study)
    points = sampling.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    computed, found = simulate(points), []
    for label, values in zip(study.labels, computed.T, strict=True):
        kept = _complete(values, len(study.parameters) + 1, f"trajectories of '{label}'")
        effects = analysis.analyze(
            problem, points[kept], values[kept], num_levels=LEVELS, seed=seed
        )
        columns = (effects[key] for key in ("mu", "mu_star", "sigma", "mu_star_conf"))
        found += [
            Effect(label, one.name, *map(float, row))
            for one, row in zip(study.parameters, np.column_stack(list(columns)), strict=True)
        ]
    return found


def sobol(study: Study, simulate: Simulator, samples: int, seed: int) -> list[SobolIndex]:
    """Return Sobol indices of first order and in total for parameters distributed as the prior.

    Args:
        study: parameters and measurements.
        simulate: computed values at points of the unit cube; groups with a failed run are left out.
        samples: base samples, a power of two; there are d + 2 runs for each.
        seed: seed of the samples.

    Raises:
        NoStart: fewer than two groups are complete.
        EnvironmentProblem: SALib is not installed.
    """
    require("SALib")
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    problem = _problem(study)
    points = sampling.sample(problem, samples, calc_second_order=False, seed=seed)
    computed, found = simulate(from_prior(study, points)), []
    for label, values in zip(study.labels, computed.T, strict=True):
        kept = _complete(values, len(study.parameters) + 2, f"groups of '{label}'")
        with warnings.catch_warnings():
            # a constant result has indices of 0
            warnings.filterwarnings("ignore", "Constant values encountered")
            indices = analysis.analyze(problem, values[kept], calc_second_order=False, seed=seed)
        columns = (indices[key] for key in ("S1", "S1_conf", "ST", "ST_conf"))
        found += [
            SobolIndex(label, one.name, *map(float, row))
            for one, row in zip(study.parameters, np.column_stack(list(columns)), strict=True)
        ]
    return found


def replacement(study: Study, simulate: Simulator, runs: int, seed: int) -> Replacement:
    """Return a surrogate of a space-filling design of runs.

    Raises:
        NoStart: too few runs gave values.
        EnvironmentProblem: scikit-learn is not installed.
    """
    require("sklearn")
    positions = space_filling(runs, len(study.parameters), seed)
    computed = simulate(positions)
    check_values(study.labels, computed, len(study.parameters) + 2)
    model = surrogate(positions, computed, seed, study.depends)
    explained = [
        1 - np.mean(one.left_out()[0] ** 2) / max(one.scale**2, 1e-300) for one in model.processes
    ]
    return Replacement(model, np.array(explained))


def _problem(study: Study) -> dict[str, object]:
    """Return the unit cube in the form that SALib reads."""
    names = [one.name for one in study.parameters]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _complete(values: Array, group: int, what: str) -> Array:
    """Return which values belong to a group of runs that are all complete."""
    whole = np.isfinite(values.reshape(-1, group)).all(axis=1)
    if whole.sum() < 2:
        raise NoStart(
            f"only {whole.sum()} of {len(whole)} {what} are complete; see log.txt of the runs"
        )
    return np.repeat(whole, group)
