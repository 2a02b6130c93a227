"""Posterior distribution of the parameters by sampling a surrogate of the runs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr
from scipy.stats import qmc

from nanoglue.calibration.libraries import require
from nanoglue.calibration.prior import log_prior
from nanoglue.calibration.runs import Simulator
from nanoglue.calibration.sampling import Chains, sample
from nanoglue.calibration.study import Study
from nanoglue.calibration.surrogate import Surrogate, check_values, surrogate
from nanoglue.case.schema.calibration import Posterior as Settings

Array = NDArray[np.float64]

ACCURATE = 0.1
"""Surrogate error over the tolerance at which the refinement ends."""

DOUBTFUL = 0.5
"""Surrogate error over the tolerance above which a warning is given."""

AT_BOUND, NEAR_FAILURE = 0.05, 0.05
"""Shares of the samples at a bound, and nearest to a failed run, above which warnings are given."""

CANDIDATES = 400
"""Samples of the posterior among which the next runs are chosen."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """Runs, surrogate and chains."""

    positions: Array
    """Points of all runs in the unit cube, shape (n, d)."""
    computed: Array
    """Their computed values, shape (n, m); NaN for failed runs."""
    surrogate: Surrogate
    chains: Chains

    @property
    def failed(self) -> int:
        """Number of runs without a complete result."""
        return int(np.sum(~np.isfinite(self.computed).all(axis=1)))

    def surrogate_error(self, study: Study) -> Array:
        """Return the surrogate error over the tolerance, exceeded in 5 % of the samples, (m,)."""
        return _surrogate_error(study, self.surrogate, self.chains)

    def doubts(self, study: Study, settings: Settings) -> list[str]:
        """Return every reason to doubt the posterior; empty if there is none."""
        found = self.chains.doubts(settings.effective_samples)
        for label, error in zip(study.labels, self.surrogate_error(study), strict=True):
            if error > DOUBTFUL:
                found.append(
                    f"the surrogate of '{label}' has an error of {error:.2g} tolerances; "
                    "raise calibration.posterior.runs or refinements"
                )
        for label, values in zip(study.labels, self.computed.T, strict=True):
            if np.ptp(values[np.isfinite(values)]) == 0:
                found.append(f"'{label}' is the same in all runs and determines no parameter")
        samples, _ = self.chains.samples()
        lost = self.positions[~np.isfinite(self.computed).all(axis=1)]
        if len(lost):
            share = float(np.mean(_distance(samples, lost) < _distance(samples, self._complete)))
            if share > NEAR_FAILURE:
                found.append(f"{share:.0%} of the samples are nearest to a run that failed")
        return found + self._at_bounds(study, samples)

    @property
    def _complete(self) -> Array:
        return self.positions[np.isfinite(self.computed).all(axis=1)]

    def _at_bounds(self, study: Study, samples: Array) -> list[str]:
        """Return a note for each bound at which the samples accumulate more than evenly."""
        found = []
        for one, column in zip(study.parameters, samples.T, strict=True):
            for bound, near in ((one.low, column < 0.01), (one.high, column > 0.99)):
                if (share := float(near.mean())) > AT_BOUND:
                    found.append(
                        f"{share:.0%} of the samples of '{one.name}' are at its bound {bound:g}; "
                        "the posterior depends on the bound"
                    )
        return found


def sample_posterior(
    study: Study,
    simulate: Simulator,
    settings: Settings,
    report: Callable[[str], None] = lambda _: None,
) -> Posterior:
    """Return the posterior of the parameters of a study.

    Args:
        study: parameters and measurements.
        simulate: computed values at points of the unit cube; NaN for failed runs.
        settings: numbers of runs and samples, and the seed.
        report: function called with a line after each refinement.

    Raises:
        NoStart: too few runs gave values.
        EnvironmentProblem: scikit-learn or emcee is not installed.
    """
    require("sklearn", "emcee")
    dimension = len(study.parameters)
    positions = space_filling(settings.runs, dimension, settings.seed)
    computed = simulate(positions)
    check_values(study.labels, computed, dimension + 2)
    for number in range(settings.refinements + 1):
        found = surrogate(positions, computed, settings.seed, study.depends)
        last = number == settings.refinements
        chains = _sampled(study, found, settings, draft=not last)
        error = float(_surrogate_error(study, found, chains).max())
        report(f"{len(positions)} runs: surrogate error {error:.2g} of the tolerance")
        if not last and error <= ACCURATE:
            chains = _sampled(study, found, settings, draft=False)
            break
        if not last:
            more = next_points(study, found, chains, positions, computed, settings.batch)
            positions, computed = (
                np.concatenate([positions, more]),
                np.concatenate([computed, simulate(more)]),
            )
    return Posterior(positions, computed, found, chains)


def space_filling(count: int, dimension: int, seed: int) -> Array:
    """Return a Latin hypercube of small discrepancy, shape (count, dimension)."""
    sampler = qmc.LatinHypercube(dimension, rng=seed, optimization="random-cd")
    design: Array = sampler.random(count)
    return design


def density(study: Study, found: Surrogate) -> Callable[[Array], Array]:
    """Return the logarithm of the posterior density over the unit cube, without its constant.

    The variance of a residual is that of the measurement plus that of the surrogate. The likelihood
    of a bound is the probability that the result, with this variance, is on its side.
    """
    observed, tolerance, sides = study.observed, study.tolerance, study.sides
    bounded = sides != 0

    def log_density(positions: Array) -> Array:
        mean, variance = found.predict(positions)
        total = tolerance**2 + variance
        residual = (mean - observed) / np.sqrt(total)
        terms = -0.5 * (residual**2 + np.log(total))
        terms[:, bounded] = log_ndtr(sides[bounded] * residual[:, bounded])
        density: Array = terms.sum(axis=1) + log_prior(study, positions)
        return density

    return log_density


def next_points(
    study: Study,
    found: Surrogate,
    chains: Chains,
    positions: Array,
    computed: Array,
    count: int,
) -> Array:
    """Return samples of the posterior at which the surrogate is least certain, shape (count, d).

    Each is chosen after the surrogate is conditioned on the ones before, and on failed runs, with
    the predicted values.
    """
    samples, _ = chains.samples()
    candidates = samples[np.linspace(0, len(samples) - 1, CANDIDATES).astype(int)]
    for failed in positions[~np.isfinite(computed).all(axis=1)]:
        found = found.with_point(failed)
    chosen: list[Array] = []
    for _ in range(count):
        variance = found.predict(candidates)[1] / study.tolerance**2
        chosen.append(candidates[int(np.argmax(variance.sum(axis=1)))])
        found = found.with_point(chosen[-1])
    return np.array(chosen)


def _sampled(study: Study, found: Surrogate, settings: Settings, draft: bool) -> Chains:
    """Return chains; a draft, from which further runs are chosen, has fewer samples."""
    effective = min(500, settings.effective_samples) if draft else settings.effective_samples
    steps = min(500, settings.max_steps) if draft else settings.max_steps
    dimension = len(study.parameters)
    walkers = max(settings.walkers, 2 * dimension + 2)
    return sample(density(study, found), dimension, walkers, effective, steps, settings.seed)


def _surrogate_error(study: Study, found: Surrogate, chains: Chains) -> Array:
    samples, _ = chains.samples()
    part = samples[np.linspace(0, len(samples) - 1, CANDIDATES).astype(int)]
    error: Array = np.sqrt(np.quantile(found.predict(part)[1], 0.95, axis=0)) / study.tolerance
    return error


def _distance(samples: Array, points: Array) -> Array:
    """Return the distance of each sample to the nearest of some points."""
    from scipy.spatial import cKDTree

    distance: Array = cKDTree(points).query(samples)[0]
    return distance
