"""A linear model in place of the runs, whose fit and posterior have closed forms."""

import numpy as np

from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.study import Parameter, Study
from nanoglue.case.schema.calibration import Target

SLOPES = np.array([[1.0, 0.5], [-0.3, 2.0], [0.7, 0.1]])


def linear(true, tolerance, *parameters) -> Study:
    """A study whose targets are met by the parameters ``true`` of the unit cube, shape (d,)."""
    target = Target(column="y [-]", tolerance=tolerance, event="end", value=0.0)
    made = [
        Measurement(f"m{i}", 0, target, np.zeros(1), value[None])
        for i, value in enumerate(SLOPES @ true)
    ]
    return Study(parameters or (Parameter("p0", 0.0, 1.0), Parameter("p1", 0.0, 1.0)), (), (*made,))


def simulate(positions):
    """Values of the model at points of the unit cube."""
    return positions @ SLOPES.T


def curved(positions):
    """Three smooth results of two parameters, of which the third is linear."""
    x, y = positions.T
    return np.stack([np.sin(3 * x) + y**2, np.exp(x) * y, x - y], axis=1)
