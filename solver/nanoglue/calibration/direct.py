"""Local sensitivity by differentiation of the converged steps of a single run."""

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.crossing import Crossing, History, crossing
from nanoglue.calibration.derivative import Derivative, NotSmooth
from nanoglue.calibration.local import centre, write
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.neighbours import Neighbours, Sides, neighbours
from nanoglue.calibration.request import Request
from nanoglue.calibration.study import CaseRuns, Study, checked_study, required
from nanoglue.case import Case, read

Array = NDArray[np.float64]

OFFSET = 1e-5
"""Distance of the perturbed points from the starting point, over the range of a parameter [-]."""

NOT_PHYSICS = ("coordinates", "geometry", "time", "stepping", "solver", "stop_at", "output")
"""Sections whose numbers change the mesh or the steps."""


def sensitivity(request: Request) -> list[Derivative]:
    """Return derivatives of the targets of a case and write ``sensitivity.csv``.

    Each case is run once. The value is by differentiation of the forms, and the error is its
    difference to the derivative by differences of the residual.

    Raises:
        CaseError: the case is invalid, or a parameter cannot be differentiated.
        NotDifferentiable: nor can the steps of the run.
        NoSuchColumn: a target names a column that the results do not have.

    Example:
        >>> from nanoglue.calibration import Request, direct
        >>> direct.sensitivity(Request("case.yaml"))[0].value  # doctest: +SKIP
        -0.6
    """
    case = request.case()
    study = checked_study(case, request.overrides)
    _check(case)
    found = derivatives(study)
    write(found, study, request.directory(case), request.report)
    return found


def _check(case: Case) -> None:
    """Check that the parameters of a case can be differentiated.

    Raises:
        CaseError: one of them cannot.
    """
    for name, parameter in required(case).parameters.items():
        for path in parameter.paths:
            if (head := path.split(".")[0]) in NOT_PHYSICS:
                message = f"'{head}' changes the mesh or the steps of the run; use --method local"
                raise case.wrong(("calibration", "parameters", name, "paths"), message)


def derivatives(study: Study, offset: float = OFFSET) -> list[Derivative]:
    """Return derivatives at the starting point from one run of each case.

    Args:
        study: parameters and measurements.
        offset: distance of the perturbed points in the unit cube.

    Raises:
        NotDifferentiable: the steps of a run cannot be differentiated.
        NoSuchColumn: a target names a column that the results do not have.
    """
    start = centre(study, offset)
    near = [_neighbours(study, runs, start, offset) for runs in study.cases]
    for one in study.measurements:
        one.along(_table(near[one.case].history))  # which has the column
    found = []
    for i, parameter in enumerate(study.parameters):
        ends = [parameter.value(start[i] + sign * offset) for sign in (1, -1)]
        for one in study.measurements:
            values, errors, reason = slopes(one, near[one.case], i, ends[0] - ends[1])
            found += [
                Derivative(label, parameter.name, float(a), float(b), parameter.unit, reason)
                for label, a, b in zip(one.labels(), values, errors, strict=True)
            ]
    return found


def _neighbours(study: Study, runs: CaseRuns, start: Array, offset: float) -> Neighbours:
    """Run one case, and solve its steps on both sides of each parameter."""

    def case(position: Array) -> Case:
        settings = study.settings(runs, study.values(position))
        return read(runs.path, [*runs.overrides, *(f"{p}={v}" for p, v in settings.items())])

    shifts = offset * np.eye(len(start))
    pairs = [(case(start + shift), case(start - shift)) for shift in shifts]
    return neighbours(case(start), pairs, offset)


def slopes(
    one: Measurement, near: Neighbours, number: int, span: float
) -> tuple[Array, Array, NotSmooth | None]:
    """Return the derivatives of a measurement, their errors, and why there are none.

    Args:
        one: the measurement.
        near: the run and its neighbours.
        number: of the parameter.
        span: difference between its larger and its smaller value.
    """
    at = None if one.target.event is None else _crossing(one, near)
    if isinstance(at, NotSmooth):
        nothing = np.full(1, np.nan)
        return nothing, nothing, at
    centre, exact, rough = near.history, near.forms[number], near.residuals[number]
    by_residual = _slope(one, at, centre, rough, span)
    if exact is not None:
        found = _slope(one, at, centre, exact, span)
        errors = np.abs(found - by_residual)
    else:
        found, halves = by_residual, (Sides(rough.high, centre), Sides(centre, rough.low))
        above, below = (_slope(one, at, centre, half, span / 2) for half in halves)
        errors = np.abs(above - below) / 2
    if at is not None:  # error of the interpolation in time
        errors = errors + np.abs(found - _slope(one, at.line(), centre, exact or rough, span))
    return found, errors, None


def _slope(
    one: Measurement, at: Crossing | None, centre: History, sides: Sides, distance: float
) -> Array:
    """Return the change of a measurement over that of the parameter."""
    if at is None:
        change: Array = one.along(_table(sides.high)) - one.along(_table(sides.low))
        return change / distance
    return np.array([at.derivative(centre, sides.high, sides.low, one.target.column, distance)])


def _crossing(one: Measurement, near: Neighbours) -> Crossing | NotSmooth:
    """Return the crossing of the event of a measurement, or why it has no derivative."""
    place = one.target.interface
    for row, event, where in near.events:
        if event is one.target.event and place in (None, where):
            return crossing(event, where, row, near.history, near.failed)
    return NotSmooth.MISSING


def _table(history: History) -> dict[str, list[str]]:
    """Return a history as a table of a results folder has it."""
    return {name: [repr(float(value)) for value in column] for name, column in history.items()}
