"""Value of a further measurement: what would remain of each predictive interval after it.

The samples of a posterior and the results at them are a joint distribution. A measurement of one of
the results, with a normal error, weights the samples by its likelihood (importance sampling). The
measured value is not known beforehand; it is drawn from the predictive distribution, and the
remaining widths are averaged over the draws (preposterior analysis; Raiffa and Schlaifer, Applied
Statistical Decision Theory, 1961, chapter 4).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DRAWS = 400
"""Measured values over which the remaining widths are averaged."""

SAMPLES = 4000
"""Samples of the joint distribution that are used at most."""

FEW = 50
"""Effective number of weighted samples below which a remaining width is doubtful."""


@dataclass(frozen=True, slots=True)
class Information:
    """Expected width of the interval of a quantity after a measurement, over that before it."""

    measurement: str
    tolerance: float
    quantity: str
    width: float
    """Width of the interval without the measurement, in the unit of the quantity."""
    remaining: float
    """Expected width after it over the width before; about 1 if the measurement is of no use."""
    effective: float
    """Mean effective number of samples; below ``FEW`` the width is underestimated."""


def value_of_information(
    quantities: Mapping[str, Array],
    tolerances: Mapping[str, float],
    interval: float,
    seed: int,
    draws: int = DRAWS,
) -> list[Information]:
    """Return the value of every measurement for every quantity, the most useful ones first.

    Args:
        quantities: samples of all quantities, each of shape (n,), from their joint distribution.
        tolerances: standard deviation of the measurement of each quantity that can be measured.
        interval: probability of the intervals.
        seed: seed of the measured values.
        draws: number of measured values.

    Example:
        >>> rng = np.random.default_rng(1)
        >>> x = rng.normal(size=4000)
        >>> found = value_of_information({"x": x, "y": 2 * x}, {"x": 0.5}, 0.9, 1)
        >>> [(one.quantity, round(one.remaining, 1)) for one in found]
        [('x', 0.4), ('y', 0.4)]
    """
    names = list(quantities)
    joint = np.stack([quantities[name] for name in names], axis=1)
    joint = joint[np.unique(np.linspace(0, len(joint) - 1, SAMPLES).astype(int))]
    before = _widths(joint, np.ones(len(joint)), interval)
    found = []
    for name, tolerance in tolerances.items():
        rng = np.random.default_rng(seed)
        column = joint[:, names.index(name)]
        truth = column[rng.integers(len(column), size=draws)]
        widths, effective = np.zeros((draws, len(names))), np.zeros(draws)
        for i, measured in enumerate(truth + tolerance * rng.normal(size=draws)):
            squares = ((measured - column) / tolerance) ** 2
            weights = np.exp(-0.5 * (squares - squares.min()))
            effective[i] = weights.sum() ** 2 / np.sum(weights**2)
            widths[i] = _widths(joint, weights, interval)
        found += [
            Information(name, tolerance, quantity, float(w), float(r), float(effective.mean()))
            for quantity, w, r in zip(
                names, before, widths.mean(axis=0) / np.maximum(before, 1e-300), strict=True
            )
        ]
    order = {name: i for i, name in enumerate(names)}
    return sorted(found, key=lambda one: (order[one.quantity], one.remaining))


def _widths(joint: Array, weights: Array, interval: float) -> Array:
    """Return the width of the central interval of each column with weights, shape (m,)."""
    tails = [(1 - interval) / 2, (1 + interval) / 2]
    widths = []
    for column in joint.T:
        order = np.argsort(column)
        below = np.cumsum(weights[order])
        low, high = np.interp(np.array(tails) * below[-1], below, column[order])
        widths.append(high - low)
    return np.array(widths)
