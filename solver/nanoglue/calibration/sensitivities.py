"""Commands for global sensitivities of a case, and the files with their results."""

from collections.abc import Sequence
from dataclasses import astuple

from nanoglue.calibration import figures, screening
from nanoglue.calibration.libraries import require
from nanoglue.calibration.request import Request
from nanoglue.calibration.screening import Effect, SobolIndex
from nanoglue.calibration.tables import write_table

POORLY_EXPLAINED = 0.9
"""Share of a target's variance below which a surrogate is doubtful."""


def screen(request: Request, trajectories: int = 10, seed: int = 1) -> list[Effect]:
    """Return elementary effects of the targets of a case and write ``morris.csv``.

    Raises:
        CaseError: the case is invalid.
        NoStart: too few runs are complete.
        EnvironmentProblem: SALib is not installed.
    """
    require("SALib")
    problem, runs = request.opened()
    found = screening.morris(problem, runs, trajectories, seed)
    heading = ["target", "parameter", "mean", "mean absolute", "deviation", "confidence"]
    write_table(runs.directory / "morris.csv", heading, [astuple(row) for row in found])
    if figures.available(request.report):
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
    problem, simulate = request.opened()
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
    warnings += [
        f"'{label}' does not depend on any parameter between its bounds; its indices are 0"
        for label in dict.fromkeys(one.target for one in found)
        if all(one.total == 0 for one in found if one.target == label)
    ]
    heading = ["target", "parameter", "first order", "confidence", "total", "total confidence"]
    write_table(simulate.directory / "sobol.csv", heading, [astuple(row) for row in found])
    if figures.available(request.report):
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
