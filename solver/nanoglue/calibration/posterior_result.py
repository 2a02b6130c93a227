"""Command for the posterior of a case, and the files with its result."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration import figures, posterior_figures, samples_case
from nanoglue.calibration.adaptive import Posterior, sample_posterior
from nanoglue.calibration.libraries import require
from nanoglue.calibration.request import Request
from nanoglue.calibration.study import Study, required
from nanoglue.calibration.tables import write_table
from nanoglue.case.schema.calibration import Posterior as Settings
from nanoglue.output.results_folder import write_text

Array = NDArray[np.float64]

SAMPLES = "samples.csv"
MOST_SAMPLES = 10_000
"""Samples that are written at most."""


@dataclass(frozen=True, slots=True)
class Marginal:
    """Distribution of one parameter in its unit."""

    mean: float
    deviation: float
    median: float
    interval: tuple[float, float]
    unit: str
    r_hat: float
    effective: float


@dataclass(frozen=True, slots=True)
class PosteriorResult:
    """Posterior of a case with its marginals and its warnings."""

    parameters: Mapping[str, Marginal]
    posterior: Posterior
    study: Study
    settings: Settings
    warnings: tuple[str, ...]
    directory: Path

    @property
    def converged(self) -> bool:
        """Whether the chains have converged; other warnings do not count."""
        return not self.posterior.chains.doubts(self.settings.effective_samples)


def posterior(request: Request) -> PosteriorResult:
    """Return the posterior of the parameters in the section ``calibration`` of a case.

    It writes ``posterior.json``, ``samples.csv``, ``samples.json``, ``runs.csv`` and
    ``chains.npz``.

    Raises:
        CaseError: the case is invalid.
        NoStart: too few runs gave values.
        Stopped: a signal has ended the runs.
        EnvironmentProblem: scikit-learn or emcee is not installed.

    Example:
        >>> from nanoglue.calibration import Request, posterior
        >>> result = posterior(Request("case.yaml", jobs=2))  # doctest: +SKIP
        >>> result.parameters["strength"].interval  # doctest: +SKIP
        (161.3, 178.9)
    """
    require("sklearn", "emcee")
    case = request.case()
    problem, runs = request.opened(case)
    settings = required(case).posterior
    found = sample_posterior(problem, runs, settings, request.report)
    result = summarise(problem, settings, found, runs.directory)
    write(result)
    samples_case.record(case, runs.directory, request.overrides)
    if figures.available(request.report):
        folder = runs.directory / "figures"
        list(posterior_figures.draw_posterior(found, problem, settings.interval, folder))
    return result


def summarise(
    problem: Study, settings: Settings, found: Posterior, directory: Path
) -> PosteriorResult:
    """Return a posterior with its marginals in the units of the parameters."""
    samples = problem.table(found.chains.samples()[0])
    tails = 50 * (1 - settings.interval)
    marginals = {}
    for i, one in enumerate(problem.parameters):
        low, median, high = np.percentile(samples[:, i], [tails, 50, 100 - tails])
        marginals[one.name] = Marginal(
            float(samples[:, i].mean()),
            float(samples[:, i].std()),
            float(median),
            (float(low), float(high)),
            one.unit,
            float(found.chains.r_hat[i]),
            float(found.chains.effective[i]),
        )
    doubts = tuple(found.doubts(problem, settings))
    return PosteriorResult(marginals, found, problem, settings, doubts, directory)


def write(result: PosteriorResult) -> None:
    """Write the files of a posterior."""
    found, problem, directory = result.posterior, result.study, result.directory
    chains = found.chains
    content = {
        "parameters": {
            name: {
                "mean": one.mean,
                "deviation": one.deviation,
                "median": one.median,
                "interval": list(one.interval),
                "unit": one.unit,
                "r_hat": one.r_hat,
                "effective_samples": one.effective,
                "autocorrelation_time": float(time),
            }
            for (name, one), time in zip(
                result.parameters.items(), chains.autocorrelation, strict=True
            )
        },
        "correlation": _correlation(result),
        "targets": _targets(result),
        "interval": result.settings.interval,
        "acceptance": chains.acceptance,
        "steps": chains.steps,
        "converged": result.converged,
        "warnings": list(result.warnings),
        "runs": len(found.positions),
        "failed": found.failed,
        "surrogate_error": dict(
            zip(problem.labels, found.surrogate_error(problem).tolist(), strict=True)
        ),
        "settings": result.settings.model_dump(),
    }
    directory.mkdir(parents=True, exist_ok=True)
    write_text(directory / "posterior.json", json.dumps(content, indent=2))
    _write_samples(result)
    _write_runs(result)
    np.savez_compressed(directory / "chains.npz", positions=chains.positions)


def _correlation(result: PosteriorResult) -> dict[str, dict[str, float]]:
    """Return the correlation of each pair of parameters, in their units."""
    samples = result.study.table(result.posterior.chains.samples()[0])
    names = [one.name for one in result.study.parameters]
    matrix = np.atleast_2d(np.corrcoef(samples.T))
    return {
        name: dict(zip(names, map(float, row), strict=True))
        for name, row in zip(names, matrix, strict=True)
    }


def _targets(result: PosteriorResult) -> dict[str, dict[str, float | list[float]]]:
    """Return measured value, tolerance, and median and interval of the surrogate of each target."""
    study, tails = result.study, (1 - result.settings.interval) / 2
    mean, variance = result.posterior.surrogate.predict(result.posterior.chains.samples()[0])
    error = np.random.default_rng(result.settings.seed).normal(size=mean.shape)
    quantiles = np.quantile(mean + np.sqrt(variance) * error, [tails, 0.5, 1 - tails], axis=0)
    rows = zip(study.labels, study.observed, study.tolerance, quantiles.T, strict=True)
    return {
        label: {
            "measured": float(measured),
            "tolerance": float(tolerance),
            "median": float(median),
            "interval": [float(low), float(high)],
        }
        for label, measured, tolerance, (low, median, high) in rows
    }


def _write_samples(result: PosteriorResult) -> None:
    """Write at most ``MOST_SAMPLES`` samples, evenly along the chains."""
    positions, density = result.posterior.chains.samples()
    part = np.unique(np.linspace(0, len(positions) - 1, MOST_SAMPLES).astype(int))
    rows = np.column_stack([result.study.table(positions[part]), density[part]])
    heading = [*result.study.headings, "log_density [-]"]
    write_table(result.directory / SAMPLES, heading, rows)


def _write_runs(result: PosteriorResult) -> None:
    """Write parameters and computed values of each run with the error of its prediction."""
    found, names = result.posterior, result.study.labels
    errors = np.full((2, *found.computed.shape), np.nan)
    for i, process in enumerate(found.surrogate.processes):
        there = np.isfinite(found.computed[:, i])
        errors[:, there, i] = process.left_out()
    heading = result.study.headings + [
        f"{name} {what}".strip()
        for what in ("", "left-out error", "left-out deviation")
        for name in names
    ]
    rows = np.column_stack([result.study.table(found.positions), found.computed, *errors])
    write_table(result.directory / "runs.csv", heading, rows)


def lines(result: PosteriorResult) -> list[str]:
    """Return the result as text."""
    share = f"{result.settings.interval:.0%}"
    found = result.posterior
    parameters = [
        f"{name} = {one.mean:.5g} +- {one.deviation:.2g} {one.unit}".rstrip()
        + f", {share} between {one.interval[0]:.5g} and {one.interval[1]:.5g}"
        for name, one in result.parameters.items()
    ]
    chains = found.chains
    end = (
        f"{len(found.positions)} runs, {found.failed} of them failed; "
        f"{chains.effective.min():.0f} effective samples, R-hat {chains.r_hat.max():.4f}, "
        f"{chains.acceptance:.0%} accepted"
    )
    return [*parameters, end, *(f"warning: {one}" for one in result.warnings)]
