"""Commands ``nanoglue calibrate`` and ``nanoglue sensitivity``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from nanoglue.cli.execution import BAD_CASE, case_of, fail
from nanoglue.runtime.exit_codes import ExitCode


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(calibrate)
    app.command()(sensitivity)


def calibrate(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="A case with a section 'calibration'.")
    ],
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Replace a value of the case."),
    ] = None,
    jobs: Annotated[int, typer.Option("-j", min=1, help="Number of runs at the same time.")] = 1,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Default results/<case>_calibration.")
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Run again what failed in an earlier command.")
    ] = False,
) -> None:
    """Determine parameters of a case from measurements, or continue an earlier calibration."""
    case_of(case, overrides)  # prints warnings
    values = dict(text.split("=", 1) for text in overrides or ())
    given = (case, output, jobs, values, retry, lambda line: typer.echo(line, err=True))
    with _reported(case):
        from nanoglue.calibration import procedure

        result = procedure.calibrate(*given)
    for line in procedure.lines(result):
        typer.echo(line)
    if not result.converged:
        raise typer.Exit(ExitCode.NO_CONVERGENCE)


def sensitivity(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="A case with a section 'calibration'.")
    ],
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Replace a value of the case."),
    ] = None,
    jobs: Annotated[int, typer.Option("-j", min=1, help="Number of runs at the same time.")] = 1,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Default results/<case>_calibration.")
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Run again what failed in an earlier command.")
    ] = False,
) -> None:
    """Compute derivatives of the targets of a calibration with their numerical error."""
    case_of(case, overrides)  # prints warnings
    values = dict(text.split("=", 1) for text in overrides or ())
    with _reported(case):
        from nanoglue.calibration import local

        tell = lambda line: typer.echo(line, err=True)  # noqa: E731
        found = local.sensitivity(case, output, jobs, values, retry, tell)
    for line in local.lines(found):
        typer.echo(line)


@contextmanager
def _reported(case: str) -> Iterator[None]:
    """Turn the errors of a calibration into messages and exit codes."""
    from nanoglue.calibration import NoStart, NoSuchColumn, Stopped
    from nanoglue.case import CaseError
    from nanoglue.sweep import OtherResults

    try:
        yield
    except CaseError as error:
        fail(str(error), BAD_CASE)
    except OtherResults as error:
        found = str(error).partition(";")[0]
        fail(f"error: {found}; remove the folder, or go elsewhere with -o DIR", BAD_CASE)
    except NoSuchColumn as error:
        fail(f"{case}: error: calibration.targets: {error}", BAD_CASE)
    except NoStart as error:
        fail(f"{case}: error: {error}", ExitCode.NO_CONVERGENCE)
    except Stopped as error:
        fail(str(error), ExitCode.STOPPED)
