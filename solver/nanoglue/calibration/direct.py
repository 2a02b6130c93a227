"""Local sensitivity by differentiation of the converged steps of a single run."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.derivative import Derivative
from nanoglue.calibration.local import centre, write
from nanoglue.calibration.measurement import Measurement, Table
from nanoglue.calibration.request import Request
from nanoglue.calibration.study import CaseRuns, Study, checked_study, required
from nanoglue.case import Case, read
from nanoglue.solvers.outcome import NotDifferentiable

if TYPE_CHECKING:
    from nanoglue.observables import Observation

Array = NDArray[np.float64]

OFFSET = 1e-5
"""Distance of the perturbed points from the starting point, over the range of a parameter [-]."""

NOT_PHYSICS = ("coordinates", "geometry", "time", "stepping", "solver", "stop_at", "output")
"""Sections whose numbers change the mesh or the steps."""


def sensitivity(request: Request) -> list[Derivative]:
    """Return derivatives of the targets at a time or along a curve; write ``sensitivity.csv``.

    Each case is run once. The error is half the difference of the derivatives to both sides.

    Raises:
        CaseError: the case is invalid, or a parameter or target cannot be differentiated.
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
    """Check that the parameters and targets of a case can be differentiated.

    Raises:
        CaseError: one of them cannot.
    """
    section = required(case)
    remedy = "use --method local"
    for name, parameter in section.parameters.items():
        for path in parameter.paths:
            if (head := path.split(".")[0]) in NOT_PHYSICS:
                message = f"'{head}' changes the mesh or the steps of the run; {remedy}"
                raise case.wrong(("calibration", "parameters", name, "paths"), message)
    for name, target in section.targets.items():
        if target.event is not None:
            message = f"the time of an event is not differentiated; {remedy}"
            raise case.wrong(("calibration", "targets", name, "event"), message)


def derivatives(study: Study, offset: float = OFFSET) -> list[Derivative]:
    """Return derivatives at the starting point from one run of each case.

    Args:
        study: parameters and measurements without events.
        offset: distance of the perturbed points in the unit cube.

    Raises:
        NotDifferentiable: the steps of a run cannot be differentiated.
        NoSuchColumn: a target names a column that the results do not have.
    """
    start = centre(study, offset)
    shifts = offset * np.eye(len(start))
    positions = np.concatenate([start[None], start + shifts, start - shifts])
    computed = np.zeros((len(positions), 0))
    order: list[str] = []
    for number, runs in enumerate(study.cases):
        measured = [each for each in study.measurements if each.case == number]
        order += [label for each in measured for label in each.labels()]
        computed = np.concatenate([computed, _computed(study, runs, measured, positions)], axis=1)
    columns = [order.index(label) for label in study.labels]
    middle, upper, lower = np.split(computed[:, columns], [1, 1 + len(start)])
    found = []
    for i, one in enumerate(study.parameters):
        span = one.value(positions[1 + i, i]) - one.value(positions[1 + len(start) + i, i])
        slopes = (upper[i] - lower[i]) / span
        errors = np.abs(upper[i] - 2 * middle[0] + lower[i]) / span
        found += [
            Derivative(label, one.name, float(slope), float(error), one.unit)
            for label, slope, error in zip(study.labels, slopes, errors, strict=True)
        ]
    return found


def _computed(
    study: Study, runs: CaseRuns, measured: Sequence[Measurement], positions: Array
) -> Array:
    """Return the values of one case at points of the unit cube, shape (n, m)."""
    cases = []
    for position in positions:
        settings = study.settings(runs, study.values(position))
        cases.append(read(runs.path, [*runs.overrides, *(f"{p}={v}" for p, v in settings.items())]))
    histories = _histories(cases)
    return np.array([np.concatenate([one.along(h) for one in measured]) for h in histories])


def _histories(cases: Sequence[Case]) -> list[Table]:
    """Return the history of a case, which is run, and of others near it.

    Raises:
        NotDifferentiable: the run ends without convergence, or its steps cannot be differentiated.
    """
    from nanoglue.api import Simulation
    from nanoglue.runtime.exit_codes import ExitCode
    from nanoglue.stepping.perturbed_problems import PerturbedProblems

    simulation = Simulation(cases[0])
    perturbed = PerturbedProblems(simulation.problem, cases)
    rows = [[_row(0.0, one.observed)] for one in perturbed.problems]

    def add(running: Simulation, _: object) -> None:
        for row, one in zip(rows, perturbed.problems, strict=True):
            row.append(_row(running.time, one.observed))

    if simulation.run(add) is not ExitCode.DONE:
        raise NotDifferentiable(f"the run ended at t = {simulation.time:g} s: {simulation.failure}")
    if simulation.problem.protocol.ended:
        raise NotDifferentiable("a stage ended early, at a time that depends on the parameters")
    return [_table(each) for each in rows]


def _row(time: float, observed: "Observation") -> dict[str, float]:
    """Return the values of a step by heading."""
    return {"time [s]": time} | {one.name: value for one, value in observed.values.items()}


def _table(rows: Sequence[dict[str, float]]) -> Table:
    """Return rows as columns."""
    return {heading: [repr(float(row[heading])) for row in rows] for heading in rows[0]}
