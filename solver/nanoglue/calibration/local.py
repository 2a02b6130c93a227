"""Local sensitivity: derivatives of computed values with their numerical error."""

from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration import figures
from nanoglue.calibration.derivative import Derivative
from nanoglue.calibration.request import Request
from nanoglue.calibration.runs import Simulator
from nanoglue.calibration.study import Study
from nanoglue.calibration.tables import write_table

Array = NDArray[np.float64]

STEP = 0.02
"""Larger step of the central differences over the range of a parameter [-]; the other is half."""


def centre(study: Study, step: float) -> Array:
    """Return the starting point in the unit cube, at least a step from each bound."""
    starts = [0.5 if one.start is None else one.position(one.start) for one in study.parameters]
    return np.clip(np.array(starts), step, 1 - step)


def derivatives(study: Study, simulate: Simulator, step: float = STEP) -> list[Derivative]:
    """Return derivatives at the starting point by central differences with two steps.

    The value is that of the smaller step. Its error is of second order in the step for smooth
    results, and the stated difference is then about three times as large.

    Args:
        study: parameters and measurements.
        simulate: computed values at points of the unit cube; NaN for failed runs.
        step: larger step in the unit cube.
    """
    middle = centre(study, step)
    count = len(middle)
    shifts = np.concatenate(
        [sign * h * np.eye(count) for h in (step, step / 2) for sign in (1, -1)]
    )
    computed = simulate(middle + shifts).reshape(4, count, -1)
    found = []
    for i, one in enumerate(study.parameters):
        spans = [one.value(middle[i] + h) - one.value(middle[i] - h) for h in (step, step / 2)]
        coarse = (computed[0, i] - computed[1, i]) / spans[0]
        fine = (computed[2, i] - computed[3, i]) / spans[1]
        fine = np.where(np.isfinite(coarse), fine, np.nan)  # no value without an error
        found += [
            Derivative(label, one.name, float(b), float(abs(a - b)), one.unit)
            for label, a, b in zip(study.labels, coarse, fine, strict=True)
        ]
    return found


def sensitivity(request: Request) -> list[Derivative]:
    """Return derivatives of the targets of a case and write ``sensitivity.csv``.

    Raises:
        CaseError: the case is invalid.
        Stopped: a signal has ended the runs.

    Example:
        >>> from nanoglue.calibration import Request, local
        >>> local.sensitivity(Request("case.yaml"))[0].value  # doctest: +SKIP
        -0.6
    """
    problem, runs = request.opened()
    found = derivatives(problem, runs)
    write(found, problem, runs.directory, request.report)
    return found


def write(
    found: list[Derivative], study: Study, directory: Path, report: Callable[[str], None]
) -> None:
    """Write ``sensitivity.csv`` and the figure of derivatives."""
    directory.mkdir(parents=True, exist_ok=True)
    heading = ["target", "parameter", "derivative", "error", "parameter unit", "reason"]
    rows = [[*astuple(one)[:-1], "" if one.reason is None else one.reason.value] for one in found]
    write_table(directory / "sensitivity.csv", heading, rows)
    if figures.available(report):
        list(figures.draw_derivatives(found, study, directory / "figures"))


def lines(found: list[Derivative]) -> list[str]:
    """Return the derivatives as text."""
    return [_line(one) for one in found]


def _line(one: Derivative) -> str:
    """Return a derivative as text."""
    name = f"d {one.target} / d {one.parameter}"
    if one.reason is not None:
        return f"{name} does not exist: {one.reason.value}"
    unit = f" per {one.unit}" if one.unit else ""
    return f"{name} = {one.value:.5g} +- {one.error:.2g}{unit}"
