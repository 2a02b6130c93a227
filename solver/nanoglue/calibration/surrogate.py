"""Gaussian-process surrogate of the computed values, one process per value.

The prior of a process is a linear trend with a Matern covariance and white noise, whose
parameters maximise the marginal likelihood (Rasmussen and Williams, Gaussian Processes for Machine
Learning, 2006, chapters 2 and 5). The noise stands for scatter of the runs, as from step control.
"""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.spatial.distance import cdist

from nanoglue.calibration.least_squares import NoStart
from nanoglue.calibration.libraries import require

if TYPE_CHECKING:
    from sklearn.gaussian_process.kernels import Kernel

Array = NDArray[np.float64]

TREND = 10.0
"""Prior variance of the coefficients of the linear trend, over the variance of the values."""

NUGGET = 1e-8
"""Smallest variance of the noise over the variance of the values."""

RESTARTS = 2
"""Further starting points of the maximisation of the marginal likelihood."""


@dataclass(frozen=True, slots=True)
class Covariance:
    """Matern covariance (5/2) plus linear trend, over the variance of the values."""

    amplitude: float
    lengths: Array
    """Correlation length along each parameter, shape (d,)."""
    noise: float

    def __call__(self, left: Array, right: Array) -> Array:
        """Return the covariance of two sets of points without noise, shape (k, n)."""
        distance = math.sqrt(5) * cdist(left / self.lengths, right / self.lengths)
        smooth = (1 + distance + distance**2 / 3) * np.exp(-distance)
        covariance: Array = self.amplitude * smooth + TREND * (1 + left @ right.T)
        return covariance

    def diagonal(self, points: Array) -> Array:
        """Return the prior variance at points, that of the noise included, shape (k,)."""
        variance: Array = self.amplitude + TREND * (1 + np.sum(points**2, axis=1)) + self.noise
        return variance

    def whitening(self, points: Array) -> Array:
        """Return the inverse of the Cholesky factor of the covariance matrix, shape (n, n)."""
        matrix = self(points, points) + self.noise * np.eye(len(points))
        inverse: Array = solve_triangular(
            np.linalg.cholesky(matrix), np.eye(len(points)), lower=True
        )
        return inverse


@dataclass(frozen=True, slots=True)
class Process:
    """Gaussian process of one value, conditioned on runs."""

    active: NDArray[np.intp]
    """Numbers of the k parameters on which the value can depend, shape (k,)."""
    points: Array
    """Runs with a value, by these parameters in the unit cube, shape (n, k)."""
    values: Array
    """Values over ``scale`` after subtraction of ``mean``, shape (n,)."""
    mean: float
    scale: float
    covariance: Covariance
    whitening: Array
    """Inverse of the Cholesky factor of the covariance matrix of the runs, shape (n, n)."""

    def predict(self, positions: Array) -> tuple[Array, Array]:
        """Return mean and variance at j points of the unit cube, each of shape (j,)."""
        chosen = positions[:, self.active]
        reduced = self.covariance(chosen, self.points) @ self.whitening.T
        own = self.covariance.diagonal(chosen)
        variance = np.maximum(own - np.sum(reduced**2, axis=1), NUGGET)
        mean = reduced @ (self.whitening @ self.values)
        return self.mean + self.scale * mean, self.scale**2 * variance

    def left_out(self) -> tuple[Array, Array]:
        """Return error and standard deviation at each run predicted from the others.

        Rasmussen and Williams 2006, eqs. (5.11) and (5.12).
        """
        inverse = self.whitening.T @ self.whitening
        precision = np.diag(inverse)
        error = -(inverse @ self.values) / precision
        return self.scale * error, self.scale / np.sqrt(precision)

    def with_point(self, position: Array) -> "Process":
        """Return the process after a further run whose value is the predicted mean."""
        value = (self.predict(position[None])[0] - self.mean) / self.scale
        points = np.concatenate([self.points, position[None, self.active]])
        values = np.concatenate([self.values, value])
        whitening = self.covariance.whitening(points)
        return replace(self, points=points, values=values, whitening=whitening)


@dataclass(frozen=True, slots=True)
class Surrogate:
    """Processes of all computed values."""

    processes: tuple[Process, ...]

    def predict(self, positions: Array) -> tuple[Array, Array]:
        """Return means and variances at points of the unit cube, each of shape (k, m)."""
        pairs = [one.predict(positions) for one in self.processes]
        means, variances = zip(*pairs, strict=True)
        return np.stack(means, axis=1), np.stack(variances, axis=1)

    def with_point(self, position: Array) -> "Surrogate":
        """Return the surrogate after a further run with the predicted values."""
        return Surrogate(tuple(one.with_point(position) for one in self.processes))


def surrogate(
    positions: Array, computed: Array, seed: int, depends: NDArray[np.bool_] | None = None
) -> Surrogate:
    """Return processes fitted to runs; runs without a value are left out.

    Each value needs d + 2 runs that have it, see ``check_values``.

    Args:
        positions: points of the unit cube, shape (n, d).
        computed: computed values, shape (n, m); NaN where there is none.
        seed: seed of the starting points.
        depends: on which parameters each value can depend, shape (m, d); on all by default.

    Raises:
        EnvironmentProblem: scikit-learn is not installed.
    """
    require("sklearn")
    every = np.ones((computed.shape[1], positions.shape[1]), dtype=bool)
    rows = every if depends is None else np.where(depends.any(axis=1)[:, None], depends, every)
    return Surrogate(
        tuple(
            _process(positions, column, np.flatnonzero(row), seed)
            for column, row in zip(computed.T, rows, strict=True)
        )
    )


def check_values(labels: Sequence[str], computed: Array, least: int) -> None:
    """Check that enough runs have each value.

    Args:
        labels: names of the values.
        computed: computed values, shape (n, m); NaN where there is none.
        least: smallest number of runs with a value.

    Raises:
        NoStart: fewer runs have one of the values.
    """
    for label, column in zip(labels, computed.T, strict=True):
        count = int(np.isfinite(column).sum())
        if count < least:
            raise NoStart(
                f"only {count} of {len(column)} runs have '{label}', and {least} are needed; the "
                "others failed or ended before its event or time: see log.txt of the runs"
            )


def _process(positions: Array, column: Array, active: NDArray[np.intp], seed: int) -> Process:
    """Return the process of one value with the largest marginal likelihood."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor

    there = np.isfinite(column)
    points, mean = positions[there][:, active], float(column[there].mean())
    scale = float(column[there].std()) if np.ptp(column[there]) > 0 else 1.0
    values = (column[there] - mean) / scale
    model = GaussianProcessRegressor(
        _kernel(len(active)), alpha=0.0, n_restarts_optimizer=RESTARTS, random_state=seed
    )
    with warnings.catch_warnings():
        # a parameter at its bound is expected: no scatter, or a purely linear dependence
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(points, values)
    covariance = _covariance(model.kernel_)
    return Process(active, points, values, mean, scale, covariance, covariance.whitening(points))


def _kernel(dimension: int) -> "Kernel":
    """Return the covariance with bounds of its parameters, for scikit-learn."""
    from sklearn.gaussian_process.kernels import ConstantKernel, DotProduct, Matern, WhiteKernel

    smooth = ConstantKernel(1.0, (1e-8, 1e2)) * Matern(np.ones(dimension), (0.05, 20.0), nu=2.5)
    trend = ConstantKernel(TREND, "fixed") * DotProduct(1.0, "fixed")
    return smooth + trend + WhiteKernel(1e-6, (NUGGET, 1.0))


def _covariance(kernel: "Kernel") -> Covariance:
    """Return the covariance with the parameters that scikit-learn has found."""
    found = kernel.get_params()
    amplitude, lengths = found["k1__k1__k1__constant_value"], found["k1__k1__k2__length_scale"]
    return Covariance(float(amplitude), np.atleast_1d(lengths), float(found["k2__noise_level"]))
