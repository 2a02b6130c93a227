"""Command ``nanoglue plot``: publication figures of a results folder."""

import re
from pathlib import Path
from typing import Annotated

import typer

from nanoglue.cli.execution import fail, refuse_unsafe
from nanoglue.cli.options import At, Cut, Limits, NoMirror, ResultsFolder
from nanoglue.runtime.exit_codes import ExitCode

WIDTHS = {"mm": 1.0, "cm": 10.0, "in": 25.4}


def plot(
    directory: ResultsFolder,
    fields: Annotated[
        str, typer.Option("--fields", help="Names or their beginnings, such as hoop,concentration.")
    ] = "von_mises",
    at: At = "last",
    formats: Annotated[str, typer.Option("--format", help="One or more of pdf, svg, png.")] = "pdf",
    width: Annotated[str, typer.Option("--width", help="Width such as 85mm.")] = "85mm",
    dpi: Annotated[int, typer.Option("--dpi", min=50, max=2400, help="Resolution.")] = 600,
    clim: Limits = None,
    no_mirror: NoMirror = False,
    cut: Cut = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Folder; default DIR/figures.")
    ] = None,
) -> None:
    """Draw publication figures of fields, e.g. plot DIR --fields hoop --at onset --format pdf."""
    refuse_unsafe(directory)
    from nanoglue.post.figures.in_space import NoRenderer, draw_in_space
    from nanoglue.post.figures.publication import draw_publication
    from nanoglue.post.figures.publication_style import FORMATS, Request, Style
    from nanoglue.post.figures.results import NotAvailable, Results

    suffixes = formats.split(",")
    if unknown := [suffix for suffix in suffixes if suffix not in FORMATS]:
        _refuse(f"--format: {unknown[0]!r} is none of {', '.join(FORMATS)}")
    if clim is not None and not clim[0] < clim[1]:
        _refuse("--clim: the first limit must be below the second")
    style = Style(_millimetres(width), dpi, clim, not no_mirror, cut)
    try:
        results = Results(directory)
        target = output or directory / "figures"
        draw = draw_in_space if results.in_space else draw_publication
        for file in draw(results, target, Request(fields.split(","), at, suffixes, style)):
            typer.echo(file)
    except (FileNotFoundError, NotAvailable) as error:
        _refuse(str(error))
    except NoRenderer as error:
        fail(f"error: {error}", ExitCode.ENVIRONMENT)
    except ImportError as error:
        fail(f"error: figures need Matplotlib: {error}", ExitCode.ENVIRONMENT)


def _millimetres(text: str) -> float:
    """Return a width in mm, between 30 and 500."""
    match = re.fullmatch(r"\s*(\d+\.?\d*)\s*(mm|cm|in)\s*", text)
    if match is None or not 30 <= (found := float(match[1]) * WIDTHS[match[2]]) <= 500:
        _refuse(f"--width: must be 30 to 500 mm, such as 85mm, not {text!r}")
    return found


def _refuse(reason: str) -> None:
    fail(f"error: {reason}", ExitCode.INVALID_INPUT)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(plot)
