"""Linear predictions of a fit: further results, and what a measurement of each would add."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.least_squares import Fit, NoStart, differences
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.study import Study

Array = NDArray[np.float64]

Results = Callable[[Measurement, Array], Array]
"""Function from a result and points of the unit cube (n, d) to its values in their runs."""


@dataclass(frozen=True, slots=True)
class LinearPrediction:
    """A result at the fitted parameters, and the parameters if it were measured."""

    value: float
    deviation: float
    """Standard deviation that follows from that of the parameters."""
    remaining: Mapping[str, float]
    """Standard deviation of each parameter after a measurement; empty without its tolerance."""


def linear_predictions(
    study: Study,
    fit: Fit,
    results: Results,
    wanted: Sequence[tuple[Measurement, float | None]],
) -> dict[str, LinearPrediction]:
    """Return linear predictions of results by label; those that a run lacks are left out.

    With the covariance C of the parameters and the derivatives j of a result, its variance is
    j C j, and a measurement with the standard deviation s leaves C - (C j)(C j) / (j C j + s^2).

    Args:
        study: parameters and measurements.
        fit: least squares; there are no predictions if the targets leave a parameter undetermined.
        results: values in the runs of the fit.
        wanted: results with the standard deviation of a possible measurement.
    """
    found: dict[str, LinearPrediction] = {}
    if not np.isfinite(fit.covariance).all():
        return found
    for one, tolerance in wanted:

        def computed(positions: Array, one: Measurement = one) -> Array:
            return results(one, positions)

        try:
            jacobian = differences(fit.origin, fit.step, computed, lambda _, values: values)
        except NoStart:
            continue
        values = computed(fit.origin[None])[0] + jacobian @ (fit.position - fit.origin)
        for label, value, row in zip(one.labels(), values, jacobian, strict=True):
            if np.isfinite(value):
                found[label] = _of_result(study, fit, float(value), row, tolerance)
    return found


def _of_result(
    study: Study, fit: Fit, value: float, row: Array, tolerance: float | None
) -> LinearPrediction:
    """Return the prediction of a result with these derivatives in the unit cube, shape (d,)."""
    spread = fit.covariance @ row
    variance = float(row @ spread)
    if tolerance is None:
        return LinearPrediction(value, variance**0.5, {})
    left = fit.covariance - np.outer(spread, spread) / (variance + tolerance**2)
    return LinearPrediction(value, variance**0.5, fit.deviations(study, left))


def lines(found: Mapping[str, LinearPrediction]) -> list[str]:
    """Return predictions as text."""
    text = []
    for label, one in found.items():
        line = f"{label}: computed {one.value:.5g} +- {one.deviation:.2g}"
        left = ", ".join(f"{name} +- {size:.2g}" for name, size in one.remaining.items())
        text.append(line + f"; a measurement would leave {left}" * bool(left))
    return text
