"""Command for predictions of a case, and the files with their results."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration import figures, posterior_figures, prediction, samples_case
from nanoglue.calibration.contained import contained, drawn_from_targets, joined, without
from nanoglue.calibration.information import FEW, Information, value_of_information
from nanoglue.calibration.interval import Interval, Probability, probability_of
from nanoglue.calibration.libraries import require
from nanoglue.calibration.measurement import NoSuchColumn, read_table
from nanoglue.calibration.posterior_result import SAMPLES
from nanoglue.calibration.prediction import Predicted
from nanoglue.calibration.request import Request
from nanoglue.calibration.study import Study, checked, required
from nanoglue.calibration.tables import write_table
from nanoglue.case import Case
from nanoglue.case.schema.calibration import Calibration
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
    probabilities: Mapping[str, Mapping[str, Probability]]
    """Probabilities of the ranges of each result that has some."""
    information: tuple[Information, ...] = ()
    """Value of each possible measurement for each quantity."""


def predict(
    request: Request, runs: int = 32, by_surrogate: bool = False, information: bool = False
) -> PredictionResult:
    """Return distributions of the results in ``calibration.predictions`` of a case.

    It writes ``predictions.json`` and ``predictions.csv`` into the folder of the calibration, which
    holds the samples of the posterior, and ``information.csv`` if it is asked for.

    Args:
        request: case, folder of the calibration, and settings of the runs.
        runs: number of runs at samples of the posterior.
        by_surrogate: whether a surrogate of these runs is evaluated at all samples.
        information: whether the value of further measurements is computed, by the surrogate.

    Raises:
        CaseError: the case is invalid.
        NoSamples: the posterior has not been sampled.
        NoStart: too few runs have a result.
        Stopped: a signal has ended the runs.
        EnvironmentProblem: a surrogate is asked for, and scikit-learn is not installed.
    """
    by_surrogate = by_surrogate or information
    if by_surrogate:
        require("sklearn")
    case = request.case()
    problem = checked(case, prediction.prediction_study(case, request.overrides))
    section, directory = required(case), request.directory(case)
    settings = section.posterior
    samples = read_samples(problem, case, directory, request.overrides)
    if by_surrogate:
        found = _smooth(request, case, problem, samples, runs)
    else:
        simulate = request.runs(problem, directory / "predictions")
        found = prediction.predict_by_runs(
            problem, samples, simulate, simulate.ended, runs, settings.interval
        )
    result = PredictionResult(
        found,
        problem,
        settings.interval,
        directory,
        probabilities(section, problem, found),
        tuple(worth(section, problem, samples, found)) if information else (),
    )
    write(result)
    if figures.available(request.report):
        folder = directory / "figures"
        list(posterior_figures.draw_predictions(found, problem, settings.interval, folder))
    return result


def _smooth(request: Request, case: Case, problem: Study, samples: Array, count: int) -> Predicted:
    """Return predictions by surrogates of the runs for the targets and of further runs."""
    settings, directory = required(case).posterior, request.directory(case)
    known = contained(case, problem)
    further = None
    if not known.all():
        rest = without(problem, known)
        simulate = request.runs(rest, directory / "predictions")
        further = prediction.predict_by_surrogate(
            rest, samples, simulate, simulate.ended, count, settings.interval, settings.seed
        )
    if not known.any() and further is not None:
        return further
    targets, runs = request.opened(case)
    drawn = drawn_from_targets(case, targets, runs, samples, settings.seed)
    return joined(problem, known, further, drawn, settings.interval)


def probabilities(
    section: Calibration, problem: Study, found: Predicted
) -> dict[str, dict[str, Probability]]:
    """Return the probability of every range of every result, from the completed runs."""
    owners = [one.name for one in problem.measurements for _ in one.labels()]
    columns = zip(problem.labels, owners, found.computed.T, found.done.T, strict=True)
    return {
        label: {
            name: probability_of(values[done], ends, section.posterior.interval)
            for name, ends in section.predictions[owner].ranges.items()
        }
        for label, owner, values, done in columns
        if section.predictions[owner].ranges
    }


def worth(
    section: Calibration, problem: Study, samples: Array, found: Predicted
) -> list[Information]:
    """Return the value of measuring each parameter and result that states a tolerance.

    Results without an interval are left out.
    """
    assert found.drawn is not None
    table = problem.table(samples)
    quantities = {one.name: table[:, i] for i, one in enumerate(problem.parameters)}
    tolerances = {o.name: o.tolerance for o in problem.parameters if o.tolerance is not None}
    owners = [one.name for one in problem.measurements for _ in one.labels()]
    for label, owner, column in zip(problem.labels, owners, found.drawn.T, strict=True):
        if not np.isfinite(column).all():
            continue
        quantities[label] = column
        if (tolerance := section.predictions[owner].tolerance) is not None:
            tolerances[label] = tolerance
    settings = section.posterior
    return value_of_information(quantities, tolerances, settings.interval, settings.seed)


def read_samples(
    problem: Study, case: Case, directory: Path, overrides: tuple[str, ...] = ()
) -> Array:
    """Return the samples in a folder as points of the unit cube, shape (n, d).

    Raises:
        NoSamples: there are none, or those of other parameters or of another case.
    """
    file = directory / SAMPLES
    first = "run 'nanoglue calibrate CASE --method posterior' first"
    try:
        table = read_table(file)
        columns = [np.array(table[heading], dtype=float) for heading in problem.headings]
    except OSError as error:
        raise NoSamples(f"there is no {file}; {first}") from error
    except (KeyError, ValueError, NoSuchColumn) as error:
        raise NoSamples(f"{file} has samples of other parameters: {error}") from error
    if changed := samples_case.changes(case, directory, overrides):
        raise NoSamples(f"{file} has samples of another case ({changed[0]}); {first}")
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
        "predictions": {name: _content(result, name) for name in found.intervals},
    }
    write_text(result.directory / "predictions.json", json.dumps(content, indent=2))
    rows = np.column_stack([problem.table(found.positions), found.computed]).tolist()
    heading = [*problem.headings, *problem.labels]
    write_table(result.directory / "predictions.csv", heading, rows)
    if result.information:
        heading = [field.name for field in fields(Information)]
        rows = [list(astuple(one)) for one in result.information]
        write_table(result.directory / "information.csv", heading, rows)


def _content(result: PredictionResult, name: str) -> dict[str, object]:
    """Return the numbers of a result for its file; those that do not exist are None."""
    found = asdict(result.predicted.intervals[name])
    content = {key: value if math.isfinite(value) else None for key, value in found.items()}
    done = result.predicted.done[:, list(result.predicted.intervals).index(name)]
    stated = result.probabilities.get(name, {})
    ranges = {key: asdict(one) for key, one in stated.items() if one.runs}
    return content | {"completed": int(done.sum())} | ({"ranges": ranges} if ranges else {})


def lines(result: PredictionResult) -> list[str]:
    """Return the result as text."""
    found = result.predicted
    text = [_line(name, one, result) for name, one in found.intervals.items()]
    text += [
        f"{name} {key}: probability {one.value:.0%} ({one.low:.0%} to {one.high:.0%})"
        for name, ranges in result.probabilities.items()
        for key, one in ranges.items()
        if one.runs
    ]
    best: dict[str, Information] = {}
    for one in result.information:
        best.setdefault(one.quantity, one)
    text += [
        f"the interval of {name} ({one.width:.3g}) would shrink most by measuring "
        f"{one.measurement} to {one.tolerance:.3g}: to {one.remaining:.0%}"
        + "; doubtful, as few samples agree with such a measurement"
        * (one.effective < FEW)
        for name, one in best.items()
    ]
    end = f"{len(found.positions)} runs, {found.failed} of them failed"
    return [*text, end + " and are left out" * (found.failed > 0)]


def _line(name: str, one: Interval, result: PredictionResult) -> str:
    """Return the interval of a result as text."""
    if not math.isfinite(one.mean):
        return f"{name} has no interval; too few runs have it" + (
            f", {one.occurs:.0%} of those that are done" if math.isfinite(one.occurs) else ""
        )
    return (
        f"{name} = {one.mean:.5g} +- {one.deviation:.2g}, {result.interval:.0%} between "
        f"{one.low:.5g} and {one.high:.5g}"
        + f" (which contains {one.coverage:.0%} +- {one.coverage_deviation:.0%} of further results)"
        + (f"; it occurs in {one.occurs:.0%} of the runs" if one.occurs < 1 else "")
    )
