"""Markov chains of a posterior density, with measures of their convergence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.libraries import require

if TYPE_CHECKING:
    from emcee import EnsembleSampler

Array = NDArray[np.float64]

ENSEMBLES = 2
"""Independent ensembles of walkers, which are compared with each other."""

CHUNK = 250
"""Steps between two checks of the length."""

LENGTH = 50
"""Smallest length of a chain over its autocorrelation time (recommendation of emcee)."""

BURN_IN = 5
"""Steps left out at the beginning over the autocorrelation time."""

LARGEST_R_HAT = 1.02
"""Ratio of the spread of all chains to that within each, above which they disagree."""

ACCEPTANCE = (0.15, 0.9)
"""Range of the share of accepted steps that is usual for these chains."""


@dataclass(frozen=True, slots=True)
class Chains:
    """Chains in the unit cube after the burn-in."""

    positions: Array
    """Shape (ensembles, steps, walkers, d)."""
    density: Array
    """Logarithm of the density without its constant, shape (ensembles, steps, walkers)."""
    acceptance: float
    autocorrelation: Array
    """Integrated autocorrelation time of each parameter in steps, shape (d,)."""
    steps: int
    """Steps of each ensemble, the burn-in included."""

    @property
    def r_hat(self) -> Array:
        """Potential scale reduction of the halves of the ensembles, shape (d,).

        Gelman et al., Bayesian Data Analysis, 3rd ed., section 11.4; the walkers of an ensemble
        are pooled.
        """
        half = self.positions.shape[1] // 2
        parts = np.concatenate([self.positions[:, :half], self.positions[:, half : 2 * half]])
        within = parts.var(axis=(1, 2)).mean(axis=0)
        between = parts.mean(axis=(1, 2)).var(axis=0, ddof=1)
        ratio: Array = np.sqrt(1 + between / np.maximum(within, 1e-300))
        return ratio

    @property
    def effective(self) -> Array:
        """Effective number of independent samples of each parameter, shape (d,)."""
        ensembles, steps, walkers, _ = self.positions.shape
        number: Array = ensembles * steps * walkers / self.autocorrelation
        return number

    def samples(self) -> tuple[Array, Array]:
        """Return samples at every half autocorrelation time with their densities, (n, d) and (n,).

        They are in the order of the steps, so that any part is a mixture of all walkers.
        """
        every = max(1, int(self.autocorrelation.max() / 2))
        kept = np.moveaxis(self.positions[:, ::every], 0, 1)
        density = np.moveaxis(self.density[:, ::every], 0, 1)
        return kept.reshape(-1, kept.shape[-1]), density.reshape(-1)

    def doubts(self, wanted: int) -> list[str]:
        """Return why the chains have not converged; empty if they have.

        Args:
            wanted: effective number of samples asked for.
        """
        found, time = [], float(self.autocorrelation.max())
        if self.steps < LENGTH * time:
            found.append(
                f"the chains have {self.steps} steps, fewer than {LENGTH} autocorrelation times of "
                f"{time:.0f}; raise calibration.posterior.max_steps"
            )
        if (worst := float(self.r_hat.max())) > LARGEST_R_HAT:
            found.append(f"the chains disagree: R-hat is {worst:.3f}, above {LARGEST_R_HAT}")
        if (fewest := float(self.effective.min())) < wanted:
            found.append(f"there are {fewest:.0f} effective samples, fewer than {wanted}")
        if not ACCEPTANCE[0] <= self.acceptance <= ACCEPTANCE[1]:
            found.append(f"{self.acceptance:.0%} of the steps are accepted, which is unusual")
        return found


def sample(
    density: Callable[[Array], Array],
    dimension: int,
    walkers: int,
    effective: int,
    max_steps: int,
    seed: int,
) -> Chains:
    """Return chains of a density in the unit cube that are long enough, or at their largest length.

    Four of five steps are of differential evolution (ter Braak 2006), the others stretches (Goodman
    and Weare 2010).

    Args:
        density: logarithm of the density at points of the cube, shapes (k, d) and (k,).
        dimension: number of parameters d.
        walkers: walkers of each ensemble.
        effective: effective number of samples after which the chains end.
        max_steps: largest number of steps.
        seed: seed of starting points and steps.

    Raises:
        EnvironmentProblem: emcee is not installed.
    """
    require("emcee")
    import emcee

    def bounded(positions: Array) -> Array:
        inside = np.all((positions >= 0) & (positions <= 1), axis=1)
        return np.where(inside, density(np.clip(positions, 0, 1)), -np.inf)

    samplers = []
    for number in range(ENSEMBLES):
        rng = np.random.default_rng([seed, number])
        moves = [(emcee.moves.DEMove(), 0.8), (emcee.moves.StretchMove(), 0.2)]
        sampler = emcee.EnsembleSampler(walkers, dimension, bounded, moves=moves, vectorize=True)
        state = np.random.RandomState(rng.integers(2**31)).get_state()
        start = emcee.State(_start(density, dimension, walkers, rng), random_state=state)
        sampler.run_mcmc(start, min(CHUNK, max_steps))
        samplers.append(sampler)
    while not _long_enough(found := _chains(samplers), effective) and found.steps < max_steps:
        for sampler in samplers:
            sampler.run_mcmc(None, min(CHUNK, max_steps - found.steps))
    return found


def _start(
    density: Callable[[Array], Array], dimension: int, walkers: int, rng: np.random.Generator
) -> Array:
    """Return distinct points drawn about in proportion to the density."""
    trials = rng.random((4000 * dimension, dimension))
    weights = density(trials) + rng.gumbel(size=len(trials))
    return trials[np.argsort(weights)[-walkers:]]


def _long_enough(found: Chains, effective: int) -> bool:
    long = found.steps >= LENGTH * found.autocorrelation.max()
    return bool(long and found.effective.min() >= effective)


def _chains(samplers: Sequence["EnsembleSampler"]) -> Chains:
    """Return the chains of the samplers after the burn-in."""
    times = np.array([sampler.get_autocorr_time(quiet=True, tol=0) for sampler in samplers])
    steps = samplers[0].iteration
    time = np.where(np.isfinite(times), times, steps).mean(axis=0)
    time = np.maximum(time, 1.0)
    begin = min(int(BURN_IN * time.max()), steps // 2)
    positions = np.stack([sampler.get_chain(discard=begin) for sampler in samplers])
    density = np.stack([sampler.get_log_prob(discard=begin) for sampler in samplers])
    acceptance = float(np.mean([sampler.acceptance_fraction for sampler in samplers]))
    return Chains(positions, density, acceptance, time, steps)
