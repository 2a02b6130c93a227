"""Command for predictions of a case, and the files with their results."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration import figures, posterior_figures, prediction
from nanoglue.calibration.libraries import require
from nanoglue.calibration.measurement import NoSuchColumn, read_table
from nanoglue.calibration.posterior_result import SAMPLES
from nanoglue.calibration.prediction import Predicted
from nanoglue.calibration.request import Request
from nanoglue.calibration.study import Study, checked, required
from nanoglue.calibration.tables import write_table
from nanoglue.output.results_folder import write_text

Array = NDArray[np.float64]


class NoSamples(RuntimeError):
    """There are no samples of the posterior, or those of other parameters."""


@dataclass(frozen=True, slots=True)
class PredictionResult:
    """Predicted distributions with their probability and folder."""

    predicted: Predicted
    study: Study
    interval: float
    directory: Path


def predict(request: Request, runs: int = 32, by_surrogate: bool = False) -> PredictionResult:
    """Return distributions of the results in ``calibration.predictions`` of a case.

    It writes ``predictions.json`` and ``predictions.csv`` into the folder of the calibration, which
    holds the samples of the posterior.

    Args:
        request: case, folder of the calibration, and settings of the runs.
        runs: number of runs at samples of the posterior.
        by_surrogate: whether a surrogate of these runs is evaluated at all samples.

    Raises:
        CaseError: the case is invalid.
        NoSamples: the posterior has not been sampled.
        NoStart: too few runs have a result.
        Stopped: a signal has ended the runs.
        EnvironmentProblem: a surrogate is asked for, and scikit-learn is not installed.
    """
    if by_surrogate:
        require("sklearn")
    case = request.case()
    problem = checked(case, prediction.prediction_study(case, request.overrides))
    settings, directory = required(case).posterior, request.directory(case)
    samples = read_samples(problem, directory)
    simulate = request.runs(problem, directory / "predictions")
    found = (
        prediction.predict_by_surrogate(
            problem, samples, simulate, simulate.ended, runs, settings.interval, settings.seed
        )
        if by_surrogate
        else prediction.predict_by_runs(
            problem, samples, simulate, simulate.ended, runs, settings.interval
        )
    )
    result = PredictionResult(found, problem, settings.interval, directory)
    write(result)
    if figures.available(request.report):
        folder = directory / "figures"
        list(posterior_figures.draw_predictions(found, problem, settings.interval, folder))
    return result


def read_samples(problem: Study, directory: Path) -> Array:
    """Return the samples in a folder as points of the unit cube, shape (n, d).

    Raises:
        NoSamples: there are none, or those of other parameters.
    """
    file = directory / SAMPLES
    try:
        table = read_table(file)
        columns = [np.array(table[heading], dtype=float) for heading in problem.headings]
    except OSError as error:
        raise NoSamples(
            f"there is no {file}; run 'nanoglue calibrate CASE --method posterior' first"
        ) from error
    except (KeyError, ValueError, NoSuchColumn) as error:
        raise NoSamples(f"{file} has samples of other parameters: {error}") from error
    positions = [
        [one.position(float(value)) for value in column]
        for one, column in zip(problem.parameters, columns, strict=True)
    ]
    found = np.array(positions).T
    if not len(found) or not np.all((found > -1e-6) & (found < 1 + 1e-6)):
        raise NoSamples(f"{file} has no samples, or some outside the present bounds")
    return np.clip(found, 0, 1)


def write(result: PredictionResult) -> None:
    """Write the files of predictions."""
    found, problem = result.predicted, result.study
    content = {
        "interval": result.interval,
        "runs": len(found.positions),
        "failed": found.failed,
        "predictions": {name: asdict(one) for name, one in found.intervals.items()},
    }
    write_text(result.directory / "predictions.json", json.dumps(content, indent=2))
    rows = np.column_stack([problem.table(found.positions), found.computed]).tolist()
    heading = [*problem.headings, *problem.labels]
    write_table(result.directory / "predictions.csv", heading, rows)


def lines(result: PredictionResult) -> list[str]:
    """Return the result as text."""
    found = result.predicted
    text = [
        f"{name} = {one.mean:.5g} +- {one.deviation:.2g}, {result.interval:.0%} between "
        f"{one.low:.5g} and {one.high:.5g}"
        + f" (which contains {one.coverage:.0%} +- {one.coverage_deviation:.0%} of further results)"
        + (f"; it occurs in {one.occurs:.0%} of the runs" if one.occurs < 1 else "")
        for name, one in found.intervals.items()
    ]
    end = f"{len(found.positions)} runs, {found.failed} of them failed"
    return [*text, end + " and are left out" * (found.failed > 0)]
