"""Commands for global sensitivities of a case, and the files with their results."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from nanoglue.calibration import figures, screening
from nanoglue.calibration.libraries import require
from nanoglue.calibration.procedure import open_runs
from nanoglue.calibration.screening import Effect, SobolIndex
from nanoglue.calibration.tables import write_table

POORLY_EXPLAINED = 0.9
"""Share of a target's variance below which a surrogate is doubtful."""


@dataclass(frozen=True, slots=True)
class Request:
    """Case, folder and settings of the runs, as those of ``calibrate``."""

    case: str | Path
    output: str | Path | None = None
    jobs: int = 1
    set: Mapping[str, object] | None = None
    retry: bool = False
    report: Callable[[str], None] = lambda _: None


def screen(request: Request, trajectories: int = 10, seed: int = 1) -> list[Effect]:
    """Return elementary effects of the targets of a case and write ``morris.csv``.

    Raises:
        CaseError: the case is invalid.
        NoStart: too few runs are complete.
        EnvironmentProblem: SALib is not installed.
    """
    require("SALib")
    one = request
    problem, runs = open_runs(one.case, one.output, one.jobs, one.set, one.retry, one.report)
    found = screening.morris(problem, runs, trajectories, seed)
    heading = ["target", "parameter", "mean", "mean absolute", "deviation", "confidence"]
    write_table(runs.directory / "morris.csv", heading, [astuple(row) for row in found])
    if figures.available(one.report):
        list(figures.draw_effects(found, runs.directory / "figures"))
    return found


def variance_shares(
    request: Request, samples: int = 1024, runs: int | None = None, seed: int = 1
) -> tuple[list[SobolIndex], list[str]]:
    """Return Sobol indices of the targets of a case with warnings, and write ``sobol.csv``.

    Args:
        request: case and settings of the runs.
        samples: base samples, a power of two.
        runs: runs of the surrogate; 0 to run each sample, by default ten per parameter.
        seed: seed of the samples.

    Raises:
        CaseError: the case is invalid.
        NoStart: too few runs are complete.
        EnvironmentProblem: SALib or scikit-learn is not installed.
    """
    require("SALib", "sklearn")
    one = request
    problem, simulate = open_runs(one.case, one.output, one.jobs, one.set, one.retry, one.report)
    count = 10 * len(problem.parameters) if runs is None else runs
    warnings: list[str] = []
    if count == 0:
        found = screening.sobol(problem, simulate, samples, seed)
    else:
        model = screening.replacement(problem, simulate, count, seed)
        warnings = [
            f"the surrogate explains {share:.0%} of the variance of '{label}'; raise --runs"
            for label, share in zip(problem.labels, model.explained, strict=True)
            if share < POORLY_EXPLAINED
        ]
        found = screening.sobol(problem, model, samples, seed)
    heading = ["target", "parameter", "first order", "confidence", "total", "total confidence"]
    write_table(simulate.directory / "sobol.csv", heading, [astuple(row) for row in found])
    if figures.available(one.report):
        list(figures.draw_indices(found, simulate.directory / "figures"))
    return found, warnings


def lines(found: Sequence[Effect | SobolIndex]) -> list[str]:
    """Return effects or indices as text."""
    return [_line(one) for one in found]


def _line(one: Effect | SobolIndex) -> str:
    what = f"{one.target}, {one.parameter}: "
    if isinstance(one, Effect):
        return f"{what}mean absolute effect {one.absolute:.4g} +- {one.confidence:.2g}, " + (
            f"mean {one.mean:.4g}, deviation {one.spread:.4g}"
        )
    return f"{what}first order {one.first:.3f} +- {one.first_confidence:.2g}, " + (
        f"total {one.total:.3f} +- {one.total_confidence:.2g}"
    )
