"""Command ``report``: pages on finished runs."""

from pathlib import Path
from typing import Annotated

import typer

from nanoglue.cli.execution import BAD_CASE, fail, refuse_unsafe
from nanoglue.cli.progress import waiting


def report(
    directories: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Results folders.", exists=True)
    ],
    compare: Annotated[
        bool, typer.Option("--compare", help="Compare the runs on one page.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="File of the report."),
    ] = None,
) -> None:
    """Write a report of each run or calibration, or one that compares several runs."""
    from nanoglue.post.figures.results import NotAvailable
    from nanoglue.post.report import compare as side_by_side
    from nanoglue.post.report import write

    if output and len(directories) > 1 and not compare:
        fail("-o names one page: give one folder, or --compare", BAD_CASE)
    for directory in directories:
        refuse_unsafe(directory)
    try:
        if compare:
            with waiting("comparison"):
                page = side_by_side(directories, output or Path("comparison.html"))
            typer.echo(page)
            return
        for directory in directories:
            with waiting(f"figures of {directory}"):
                page, skipped = write(directory, output)
            for line in (*skipped, page):
                typer.echo(line)
    except (FileNotFoundError, NotAvailable) as error:
        fail(f"error: {error}", BAD_CASE)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)
