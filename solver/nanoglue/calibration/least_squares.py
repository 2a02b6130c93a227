"""Bounded least squares with derivatives by finite differences of parallel runs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy.stats import qmc

from nanoglue.calibration.runs import Simulator
from nanoglue.calibration.study import Study

Array = NDArray[np.float64]

STEP = 0.03
"""Step of the finite differences over the range of a parameter [-]."""

SINGULAR = 1e-7
"""Singular value of the Jacobian in the unit cube, over the largest, that counts as zero."""

NEGLIGIBLE = 0.05
"""Gauss-Newton step, over the standard deviations of the parameters, at which a fit ends."""

SETTLED = f"the next step is below {NEGLIGIBLE:.0%} of the standard deviations"
STOPPED_BY_CALLBACK = -2
"""Status by which SciPy reports the end of a fit by its callback."""

AT_BOUND = 1e-3
"""Distance of a parameter from a bound, over its range, that counts as none [-]."""

MISSED = 3.0
"""Residual over the tolerance above which a target counts as missed [-]."""

STARTS = 8
"""Further starting points tried where the run at the first one fails."""


class NoStart(RuntimeError):
    """No run gave a complete result from which a fit can start."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Best values with their linearised uncertainty."""

    position: Array
    computed: Array
    covariance: Array
    """Covariance in the unit cube, shape (d, d), from the Gauss-Newton matrix.

    The variance of a parameter that the targets do not determine is infinite.
    """
    cost: float
    """Half the sum of the squared residuals over their tolerances."""
    converged: bool
    message: str
    origin: Array
    """Point at which the derivatives were taken."""
    step: float
    """Step of the differences in the unit cube."""

    def deviations(self, study: Study, covariance: Array | None = None) -> dict[str, float]:
        """Return the standard deviation of each parameter in its unit, by linearisation.

        Args:
            study: parameters and measurements.
            covariance: in the unit cube, shape (d, d); that of the fit by default.
        """
        matrix = self.covariance if covariance is None else covariance
        h = 1e-6
        slopes = [
            (one.value(x + h) - one.value(x - h)) / (2 * h)
            for one, x in zip(study.parameters, self.position, strict=True)
        ]
        spread = np.sqrt(np.diag(matrix)) * np.abs(slopes)
        return {one.name: float(s) for one, s in zip(study.parameters, spread, strict=True)}

    def doubts(self, study: Study) -> list[str]:
        """Return a warning for each parameter that is free or at a bound, and of missed targets."""
        found = []
        rows = zip(study.parameters, np.diag(self.covariance), self.position, strict=True)
        for one, variance, position in rows:
            if variance > 1:
                found.append(
                    f"the targets do not determine '{one.name}' between its bounds; its value is "
                    "one of many; add a target that depends on it, or give it a normal prior"
                )
            elif min(position, 1 - position) < AT_BOUND:
                found.append(
                    f"'{one.name}' is at its {'upper' if position > 0.5 else 'lower'} bound, where"
                    " its standard deviation does not hold; widen the bounds if that is possible"
                )
        residuals = np.abs(study.residuals(self.computed))
        missed = [label for label, one in zip(study.labels, residuals, strict=True) if one > MISSED]
        if missed:
            shown = ", ".join(missed[:5]) + f" and {len(missed) - 5} more" * (len(missed) > 5)
            found.append(
                f"the fit misses {shown} by more than {MISSED:g} tolerances; check the model, the "
                "bounds and the tolerances"
            )
        return found


def fit(
    study: Study,
    simulate: Simulator,
    step: float = STEP,
    iterations: int = 20,
    start: Array | None = None,
) -> Fit:
    """Return the parameters that minimise the residuals over their tolerances.

    The fit ends when a Gauss-Newton step would change no parameter by more than ``NEGLIGIBLE``
    standard deviations; this last step is taken if it reduces the residuals.

    Args:
        study: parameters and measurements.
        simulate: computed values at points of the unit cube.
        step: step of the finite differences in the unit cube.
        iterations: limit on the trial points.
        start: first point in the unit cube; by default that of the study.

    Raises:
        NoStart: no run from which the fit can start gives a complete result.
    """

    def weighted(position: Array, computed: Array) -> Array:
        values = study.values(position)
        prior = [
            one.prior_residual(values[one.name]) for one in study.parameters if one.mean is not None
        ]
        return np.concatenate([study.residuals(computed), prior])

    def residuals(position: Array) -> Array:
        return weighted(position, simulate(position[None])[0])

    latest = np.zeros((0, 0))

    def jacobian(position: Array) -> Array:
        nonlocal latest
        latest = differences(position, step, simulate, weighted)
        return latest

    def settle(intermediate_result: optimize.OptimizeResult) -> None:
        """End the fit if the residuals leave no change of the parameters to be expected."""
        left = latest @ _gauss_newton(latest, intermediate_result.fun)
        if np.linalg.norm(left) < NEGLIGIBLE:
            raise StopIteration

    first = _start(study, simulate) if start is None else np.clip(start, 0.001, 0.999)
    bounds = (np.zeros(len(first)), np.ones(len(first)))
    found = optimize.least_squares(
        residuals,
        first,
        jac=jacobian,
        bounds=bounds,
        max_nfev=iterations,
        xtol=1e-4,
        ftol=1e-5,
        callback=settle,
    )
    settled = found.status == STOPPED_BY_CALLBACK
    position, cost = found.x, float(found.cost)
    if settled:
        last = np.clip(position + _gauss_newton(found.jac, found.fun), 0, 1)
        last_cost = 0.5 * float(np.sum(residuals(last) ** 2))
        if last_cost < cost:
            position, cost = last, last_cost
    computed = simulate(position[None])[0]
    message = SETTLED if settled else found.message
    converged = settled or found.status > 0
    covariance = _covariance(found.jac)
    return Fit(position, computed, covariance, cost, converged, message, found.x, step)


def _gauss_newton(jacobian: Array, residuals: Array) -> Array:
    """Return the step that minimises the linearised residuals, the shortest one, shape (d,)."""
    step: Array = np.linalg.lstsq(jacobian, -residuals, rcond=SINGULAR)[0]
    return step


def _covariance(jacobian: Array) -> Array:
    """Return the inverse of J^T J; the variance along its null space is infinite.

    >>> _covariance(np.array([[2.0, 0.0]])).tolist()
    [[0.25, 0.0], [0.0, inf]]
    """
    _, sizes, directions = np.linalg.svd(jacobian)
    sizes = np.pad(sizes, (0, len(directions) - len(sizes)))
    determined = sizes > SINGULAR * max(sizes.max(), 1.0)
    part = directions[determined] / sizes[determined, None]
    covariance: Array = part.T @ part
    free = np.abs(directions[~determined]).max(axis=0, initial=0.0) > SINGULAR
    covariance[free, free] = np.inf
    return covariance


def differences(
    position: Array, step: float, simulate: Simulator, weighted: Callable[[Array, Array], Array]
) -> Array:
    """Return derivatives by one-sided differences; the other side where a run failed."""
    inward = np.where(position + step <= 1, step, -step)
    columns, base = np.diag(inward), weighted(position, simulate(position[None])[0])
    trials = simulate(position + columns)
    for i in range(len(position)):
        if np.isfinite(trials[i]).all():
            continue
        columns[i, i] = np.clip(position[i] - columns[i, i] / 2, 0, 1) - position[i]
        if columns[i, i] != 0:
            trials[i] = simulate((position + columns[i])[None])[0]
    jacobian = np.zeros((len(base), len(position)))
    for i, trial in enumerate(trials):
        if columns[i, i] == 0 or not np.isfinite(trial).all():
            raise NoStart("runs on both sides of a point fail; narrow the bounds")
        point = position + columns[i]
        jacobian[:, i] = (weighted(point, trial) - base) / columns[i, i]
    return jacobian


def _start(study: Study, simulate: Simulator) -> Array:
    """Return the stated or middle point, or the best of further ones if its run fails."""
    first = np.array(
        [0.5 if one.start is None else one.position(one.start) for one in study.parameters]
    )
    first = np.clip(first, 0.001, 0.999)
    if np.isfinite(simulate(first[None])).all():
        return first
    more = qmc.Sobol(len(first), rng=1).random(STARTS)
    computed = simulate(more)
    misfit = np.sum(study.residuals(computed) ** 2, axis=1)
    if not np.isfinite(misfit).any():
        raise NoStart(_missing(study, computed))
    best: Array = more[int(np.nanargmin(misfit))]
    return best


def _missing(study: Study, computed: Array) -> str:
    """Return a message about first runs none of which has all values, shape (n, m)."""
    found = np.isfinite(computed)
    message = f"all of the first {STARTS + 1} runs failed or missed an event or time of a target"
    if found.any():
        never = [
            label for label, there in zip(study.labels, found.T, strict=True) if not any(there)
        ]
        message += f"; none has {', '.join(never)}" * bool(never)
    return f"{message}; see log.txt of the runs, or change the bounds or 'start'"
