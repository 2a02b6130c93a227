"""Synthetic data of an analytic case, and its sampled and exact posteriors."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from nanoglue.calibration.adaptive import sample_posterior
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.study import Parameter, Study
from nanoglue.case.schema.calibration import Posterior as Settings
from nanoglue.case.schema.calibration import Target

PARAMETERS = (
    Parameter("strength", 100.0, 250.0, "MPa"),
    Parameter("toughness", 0.1, 10.0, "J / m ** 2", logarithmic=True),
)
TOLERANCES = np.array([0.06, 0.08, 0.05])
"""Standard deviations of the measurements; the values range over about 1."""

INTERVAL, INDEPENDENT = 0.9, 99
"""Credible interval, and samples among which the true value is ranked."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """Comparison of the true parameters with a sampled posterior."""

    ranks: tuple[int, ...]
    """Number of independent samples below the true value of each parameter."""
    inside: tuple[bool, ...]
    """Whether the interval contains the true value of each parameter."""
    widths: tuple[float, ...]
    """Width of each interval over the range of its parameter [-]."""
    converged: bool


def model(positions: np.ndarray) -> np.ndarray:
    """Return three smooth results at points of the unit cube, shape (n, 3)."""
    x, y = positions.T
    return np.stack([np.sin(1.5 * x) + 0.2 * y, y**2 + 0.3 * x, x / (1 + y)], axis=1)


def data(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Return true position and measured values of a repetition."""
    rng = np.random.default_rng([2026, number])
    true = rng.random(len(PARAMETERS))
    return true, model(true[None])[0] + TOLERANCES * rng.normal(size=len(TOLERANCES))


def repetition(number: int, settings: Settings) -> Repetition:
    """Sample the posterior of a repetition from scratch."""
    true, observed = data(number)
    measured = tuple(
        Measurement(
            f"y{i}",
            0,
            Target(column="y [-]", tolerance=float(tolerance), event="end", value=0.0),
            np.zeros(1),
            np.array([value]),
        )
        for i, (value, tolerance) in enumerate(zip(observed, TOLERANCES, strict=True))
    )
    settings = settings.model_copy(update={"seed": number})
    found = sample_posterior(Study(PARAMETERS, (), measured), model, settings)
    samples, _ = found.chains.samples()
    low, high = np.quantile(samples, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2], axis=0)
    part = samples[np.linspace(0, len(samples) - 1, INDEPENDENT).astype(int)]
    return Repetition(
        tuple(np.sum(part < true, axis=0).tolist()),
        tuple(((low <= true) & (true <= high)).tolist()),
        tuple((high - low).tolist()),
        not found.chains.doubts(settings.effective_samples),
    )


def exact(numbers: Iterable[int], cells: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Return which true parameters are inside exact intervals, and their widths, shapes (n, 2).

    The posterior is integrated on a grid, with the model itself in place of the surrogate.
    """
    middles = (np.arange(cells) + 0.5) / cells
    points = np.stack(np.meshgrid(middles, middles, indexing="ij"), axis=-1).reshape(-1, 2)
    results, inside, widths = model(points), [], []
    tails = [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2]
    for number in numbers:
        true, observed = data(number)
        misfit = 0.5 * np.sum(((results - observed) / TOLERANCES) ** 2, axis=1)
        weights = np.exp(misfit.min() - misfit).reshape(cells, cells)
        shares = [np.cumsum(weights.sum(axis=other)) / weights.sum() for other in (1, 0)]
        bounds = np.array([np.interp(tails, one, middles + 0.5 / cells) for one in shares])
        inside.append((bounds[:, 0] <= true) & (true <= bounds[:, 1]))
        widths.append(bounds[:, 1] - bounds[:, 0])
    return np.array(inside), np.array(widths)
