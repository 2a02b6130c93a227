"""Commands ``nanoglue calibrate`` and ``nanoglue sensitivity``."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nanoglue.cli.execution import BAD_CASE, case_of, environment, fail
from nanoglue.cli.options import Overrides
from nanoglue.runtime.exit_codes import ExitCode

Case = Annotated[str, typer.Argument(metavar="CASE", help="A case with a section 'calibration'.")]
Jobs = Annotated[int, typer.Option("-j", min=1, help="Number of runs at the same time.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help="Default results/<case>_calibration.")
]
Retry = Annotated[
    bool, typer.Option("--retry", help="Run again what failed in an earlier command.")
]


class CalibrationMethod(StrEnum):
    """Method by which parameters are determined."""

    LEAST_SQUARES = "least_squares"
    BAYESIAN = "bayesian"
    POSTERIOR = "posterior"


class SensitivityMethod(StrEnum):
    """Kind of sensitivity."""

    LOCAL = "local"
    DIRECT = "direct"
    MORRIS = "morris"
    SOBOL = "sobol"


class PredictionMethod(StrEnum):
    """How results at samples of the posterior are computed."""

    RUNS = "runs"
    SURROGATE = "surrogate"


Method = Annotated[
    CalibrationMethod,
    typer.Option(
        "--method",
        help="Best values by least squares, the same after a Bayesian optimisation between the "
        "bounds, or samples of the posterior distribution.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(calibrate)
    app.command()(sensitivity)
    app.command()(predict)


def calibrate(
    case: Case,
    overrides: Overrides = None,
    jobs: Jobs = 1,
    output: Output = None,
    retry: Retry = False,
    method: Method = CalibrationMethod.LEAST_SQUARES,
    runs: Annotated[
        int, typer.Option(min=1, help="Number of runs of the Bayesian optimisation.")
    ] = 24,
    seed: Annotated[int, typer.Option(min=0, help="Seed of its trials.")] = 1,
) -> None:
    """Determine parameters of a case from measurements, or continue an earlier calibration."""
    values = _values(case, overrides)
    with _reported(case), environment():
        from nanoglue.calibration import Request, posterior_result, procedure

        request = Request(case, output, jobs, values, retry, _print_line)
        if method is CalibrationMethod.POSTERIOR:
            sampled = posterior_result.posterior(request)
            lines, converged = posterior_result.lines(sampled), sampled.converged
        else:
            search = runs if method is CalibrationMethod.BAYESIAN else 0
            result = procedure.estimate(request, search, seed)
            lines, converged = procedure.lines(result), result.converged
    for line in lines:
        typer.echo(line)
    if not converged:
        raise typer.Exit(ExitCode.NO_CONVERGENCE)


def sensitivity(
    case: Case,
    overrides: Overrides = None,
    jobs: Jobs = 1,
    output: Output = None,
    retry: Retry = False,
    method: Annotated[
        SensitivityMethod,
        typer.Option(
            "--method",
            help="Derivatives by differences of runs or by differentiation of the steps of one "
            "run, elementary effects, or shares of variance.",
        ),
    ] = SensitivityMethod.LOCAL,
    trajectories: Annotated[int, typer.Option(min=2, help="Trajectories of Morris's method.")] = 10,
    samples: Annotated[
        int, typer.Option(min=2, help="Base samples of the Sobol indices, a power of two.")
    ] = 1024,
    runs: Annotated[
        int | None,
        typer.Option(min=0, help="Runs of the surrogate of the Sobol indices; 0 for none."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the samples.")] = 1,
) -> None:
    """Compute the sensitivity of the targets of a calibration to its parameters."""
    if samples & (samples - 1):
        fail(f"error: --samples: must be a power of two, not {samples}", BAD_CASE)
    values = _values(case, overrides)
    warnings: list[str] = []
    with _reported(case), environment():
        from nanoglue.calibration import Request, direct, local, sensitivities

        request = Request(case, output, jobs, values, retry, _print_line)
        if method is SensitivityMethod.MORRIS:
            lines = sensitivities.lines(sensitivities.screen(request, trajectories, seed))
        elif method is SensitivityMethod.SOBOL:
            found, warnings = sensitivities.variance_shares(request, samples, runs, seed)
            lines = sensitivities.lines(found)
        else:
            differentiate = direct if method is SensitivityMethod.DIRECT else local
            lines = local.lines(differentiate.sensitivity(request))
    for line in [*lines, *(f"warning: {one}" for one in warnings)]:
        typer.echo(line)


def predict(
    case: Case,
    overrides: Overrides = None,
    jobs: Jobs = 1,
    output: Output = None,
    retry: Retry = False,
    runs: Annotated[
        int, typer.Option(min=5, help="Number of runs at samples of the posterior.")
    ] = 32,
    method: Annotated[
        PredictionMethod,
        typer.Option("--method", help="The runs alone, or a surrogate of them at all samples."),
    ] = PredictionMethod.RUNS,
    information: Annotated[
        bool,
        typer.Option(
            "--information",
            help="State what would remain of each interval after each possible measurement.",
        ),
    ] = False,
    completed: Annotated[
        bool,
        typer.Option("--completed", help="Take the runs that are done and start no further ones."),
    ] = False,
) -> None:
    """Compute predictive intervals of results from the posterior of a calibration."""
    values = _values(case, overrides)
    with _reported(case), environment():
        from nanoglue.calibration import Request, prediction_result

        request = Request(case, output, jobs, values, retry, _print_line, not completed)
        smooth = method is PredictionMethod.SURROGATE
        result = prediction_result.predict(request, runs, smooth, information)
    for line in prediction_result.lines(result):
        typer.echo(line)


def _values(case: str, overrides: list[str] | None) -> dict[str, str]:
    """Return the values that replace those of a case, which is read and warned of."""
    case_of(case, overrides)
    return dict(text.split("=", 1) for text in overrides or ())


def _print_line(line: str) -> None:
    """Print a line of progress."""
    typer.echo(line, err=True)


@contextmanager
def _reported(case: str) -> Iterator[None]:
    """Turn the errors of a calibration into messages and exit codes."""
    from nanoglue.calibration import NoSamples, NoStart, NoSuchColumn, Stopped
    from nanoglue.case import CaseError
    from nanoglue.solvers.outcome import NotDifferentiable
    from nanoglue.sweep import OtherResults

    try:
        yield
    except CaseError as error:
        fail(str(error), BAD_CASE)
    except OtherResults as error:
        message = f"error: {error.folder} holds results of another case; remove the folder, or go"
        fail(f"{message} elsewhere with -o DIR", BAD_CASE)
    except NoSuchColumn as error:
        fail(f"{case}: error: calibration.targets: {error}", BAD_CASE)
    except NotDifferentiable as error:
        fail(f"{case}: error: {error}; otherwise use --method local", BAD_CASE)
    except NoSamples as error:
        fail(f"{case}: error: {error}", BAD_CASE)
    except NoStart as error:
        fail(f"{case}: error: {error}", ExitCode.NO_CONVERGENCE)
    except Stopped as error:
        fail(str(error), ExitCode.STOPPED)
