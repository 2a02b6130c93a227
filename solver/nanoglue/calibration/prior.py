"""Prior distribution of the parameters over the unit cube."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import truncnorm

from nanoglue.calibration.study import Study

Array = NDArray[np.float64]


def log_prior(study: Study, positions: Array) -> Array:
    """Return the logarithm of the prior density over the unit cube, without its constant.

    Uniform and logarithmically uniform priors are uniform there.
    """
    total = np.zeros(len(positions))
    for one, column in zip(study.parameters, positions.T, strict=True):
        if one.mean is not None and one.deviation is not None:
            value = one.low + (one.high - one.low) * column  # a normal prior is never logarithmic
            total -= 0.5 * ((value - one.mean) / one.deviation) ** 2
    return total


def from_prior(study: Study, uniform: Array) -> Array:
    """Return points distributed as the prior from points distributed evenly, shapes (n, d)."""
    positions = uniform.copy()
    for i, one in enumerate(study.parameters):
        if one.mean is not None and one.deviation is not None:
            width = one.deviation / (one.high - one.low)
            mean = one.position(one.mean)
            ends = ((0 - mean) / width, (1 - mean) / width)
            positions[:, i] = truncnorm.ppf(uniform[:, i], *ends, loc=mean, scale=width)
    return np.clip(positions, 0, 1)
