"""Command ``nanoglue movie``: a field over the written times."""

from pathlib import Path
from typing import Annotated

import typer

from nanoglue.cli.execution import fail, refuse_unsafe
from nanoglue.cli.options import Cut, Limits, NoMirror, ResultsFolder
from nanoglue.cli.progress import tracked, waiting
from nanoglue.runtime.exit_codes import ExitCode


def movie(
    directory: ResultsFolder,
    field: Annotated[
        str, typer.Option("--field", help="Name or its beginning, such as hoop.")
    ] = "von_mises",
    suffix: Annotated[
        str, typer.Option("--format", help="mp4 (needs imageio-ffmpeg) or gif.")
    ] = "mp4",
    rate: Annotated[float, typer.Option("--fps", min=0.5, max=60, help="Frames per second.")] = 10,
    clim: Limits = None,
    no_mirror: NoMirror = False,
    cut: Cut = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Default DIR/figures/FIELD.mp4.")
    ] = None,
) -> None:
    """Write a movie of a field, e.g. nanoglue movie DIR --field hoop --format gif."""
    refuse_unsafe(directory)
    from nanoglue.post.figures.field_movie import FORMATS, Movie, NoEncoder, write_movie
    from nanoglue.post.figures.in_space import NoRenderer, movie_in_space
    from nanoglue.post.figures.publication_style import Style
    from nanoglue.post.figures.results import NotAvailable, Results
    from nanoglue.post.figures.selection import field_named

    suffix = output.suffix.removeprefix(".") if output else suffix
    if suffix not in FORMATS:
        fail(f"error: --format: {suffix!r} is none of {', '.join(FORMATS)}", ExitCode.INVALID_INPUT)
    if clim is not None and not clim[0] < clim[1]:
        fail("error: --clim: the first limit must be below the second", ExitCode.INVALID_INPUT)
    style = Style(160.0, 150, clim, not no_mirror, cut)
    try:
        results = Results(directory)
        name = field_named(results, field).partition(" [")[0]
        file = output or directory / "figures" / f"{name}.{suffix}"
        asked = Movie(field, rate, style)
        if results.in_space:
            with waiting("frames"):
                typer.echo(movie_in_space(results, file, asked))
        else:
            typer.echo(write_movie(results, file, asked, tracked("frames")))
    except (FileNotFoundError, NotAvailable) as error:
        fail(f"error: {error}", ExitCode.INVALID_INPUT)
    except NoRenderer as error:
        fail(f"error: {error}", ExitCode.ENVIRONMENT)
    except ImportError as error:
        reason = error if isinstance(error, NoEncoder) else f"movies need Matplotlib: {error}"
        fail(f"error: {reason}", ExitCode.ENVIRONMENT)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(movie)
