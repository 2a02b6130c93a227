"""Calibration of a case: runs, fit and the files with its result."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from nanoglue.calibration import bayesian, least_squares
from nanoglue.calibration.libraries import require
from nanoglue.calibration.linear_prediction import LinearPrediction, linear_predictions
from nanoglue.calibration.linear_prediction import lines as prediction_lines
from nanoglue.calibration.prediction import results_of_targets
from nanoglue.calibration.request import Request
from nanoglue.calibration.runs import Runs
from nanoglue.calibration.study import Study
from nanoglue.output.results_folder import write_text


@dataclass(frozen=True, slots=True)
class Estimate:
    """Value of a parameter with its standard deviation, in one unit."""

    value: float
    deviation: float
    """Infinite if the targets do not determine the parameter."""
    unit: str


@dataclass(frozen=True, slots=True)
class CalibrationResult:
    """Result of a calibration."""

    parameters: Mapping[str, Estimate]
    targets: Mapping[str, tuple[float, float, float]]
    """Computed value, measured value and tolerance of each measurement."""
    misfit: float
    """Sum of the squared residuals over their tolerances."""
    converged: bool
    message: str
    runs: int
    failed: int
    warnings: tuple[str, ...]
    directory: Path
    predictions: Mapping[str, LinearPrediction]
    """Predictions of the case that runs for the targets contain."""


def calibrate(
    name: str | Path,
    output: str | Path | None = None,
    jobs: int = 1,
    set: Mapping[str, object] | None = None,
    retry: bool = False,
    report: Callable[[str], None] = lambda _: None,
) -> CalibrationResult:
    """Determine the parameters in the section ``calibration`` of a case by least squares.

    Args:
        name: a YAML file or the name of a built-in case.
        output: folder of the runs; default ``results/NAME_calibration``. Runs in it are reused.
        jobs: number of parallel runs.
        set: values that replace those of the file, by dotted path.
        retry: whether runs that failed before are run again.
        report: function called with a line for each completed run.

    Raises:
        CaseError: the case is invalid.
        NoStart: too many runs failed.
        Stopped: a signal has ended the runs.

    Example:
        >>> import nanoglue as ng
        >>> result = ng.calibrate("case.yaml", jobs=2)  # doctest: +SKIP
        >>> result.parameters["strength"].value  # doctest: +SKIP
        170.2
    """
    return estimate(Request(name, output, jobs, set, retry, report))


def estimate(request: Request, search: int = 0, seed: int = 1) -> CalibrationResult:
    """Determine the parameters by least squares and write ``calibration.json``; see ``calibrate``.

    Args:
        request: case and settings of the runs.
        search: runs of a Bayesian optimisation, from whose best point the fit starts; 0 for none.
        seed: seed of its trials.

    Raises:
        CaseError: the case is invalid.
        NoStart: too many runs failed.
        Stopped: a signal has ended the runs.
        EnvironmentProblem: a search is asked for, and Optuna is not installed.
    """
    if search:
        require("optuna")
    case = request.case()
    problem, runs = request.opened(case)
    start = bayesian.search(problem, runs, search, seed) if search else None
    found = least_squares.fit(problem, runs, start=start)
    further = linear_predictions(problem, found, runs.results, results_of_targets(case))
    result = summarise(problem, found, runs, further)
    write(result)
    return result


def summarise(
    problem: Study, found: least_squares.Fit, runs: Runs, further: Mapping[str, LinearPrediction]
) -> CalibrationResult:
    """Return a fit with names and units."""
    values, deviations = problem.values(found.position), found.deviations(problem)
    rows = np.stack([found.computed, problem.observed, problem.tolerance], axis=1).tolist()
    return CalibrationResult(
        {
            one.name: Estimate(values[one.name], deviations[one.name], one.unit)
            for one in problem.parameters
        },
        {label: (row[0], row[1], row[2]) for label, row in zip(problem.labels, rows, strict=True)},
        2 * found.cost,
        found.converged,
        found.message,
        len(runs.asked),
        runs.failed,
        tuple(found.doubts(problem)),
        runs.directory,
        further,
    )


def write(result: CalibrationResult) -> None:
    """Write ``calibration.json``."""
    content = {
        "parameters": {
            name: {
                "value": one.value,
                "deviation": one.deviation if math.isfinite(one.deviation) else None,
                "unit": one.unit,
            }
            for name, one in result.parameters.items()
        },
        "targets": {
            name: {"computed": row[0], "measured": row[1], "tolerance": row[2]}
            for name, row in result.targets.items()
        },
        "misfit": result.misfit,
        "converged": result.converged,
        "message": result.message,
        "runs": result.runs,
        "failed": result.failed,
        "warnings": list(result.warnings),
        "predictions": {name: asdict(one) for name, one in result.predictions.items()},
    }
    write_text(result.directory / "calibration.json", json.dumps(content, indent=2))


def lines(result: CalibrationResult) -> list[str]:
    """Return the result as text."""
    parameters = [
        f"{name} = {one.value:.5g} +- {one.deviation:.2g} {one.unit}".rstrip()
        for name, one in result.parameters.items()
    ]
    targets = [
        f"{name}: computed {row[0]:.5g}, measured {row[1]:.5g} +- {row[2]:.2g}"
        for name, row in result.targets.items()
    ]
    verdict = "converged" if result.converged else "not converged"
    end = f"{verdict} after {result.runs} runs, {result.failed} of them failed"
    warnings = [f"warning: {one}" for one in result.warnings]
    fitted = [*parameters, *targets, f"misfit {result.misfit:.4g}; {end}"]
    return [*fitted, *prediction_lines(result.predictions), *warnings]
