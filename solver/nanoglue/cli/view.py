"""Command ``nanoglue view``: fields of a results folder in an interactive window or a browser."""

from importlib.util import find_spec
from typing import Annotated

import typer

from nanoglue.cli.execution import fail, refuse_unsafe
from nanoglue.cli.options import At, ResultsFolder
from nanoglue.runtime.exit_codes import ExitCode

NEEDED = {
    False: ("pyvista",),
    True: ("pyvista", "trame", "trame_vtk"),
}
"""Packages of the window and of the browser view."""


def view(
    directory: ResultsFolder,
    field: Annotated[
        str, typer.Option("--field", help="Field of the colours, or its beginning.")
    ] = "von_mises",
    at: At = "last",
    browser: Annotated[
        bool, typer.Option("--browser", help="Write figures/view.html and open it (needs trame).")
    ] = False,
) -> None:
    """Show the deformed bodies with a field, e.g. nanoglue view DIR --field hoop --at onset."""
    refuse_unsafe(directory)
    from nanoglue.post.figures.results import NotAvailable, Results
    from nanoglue.post.figures.selection import field_named, time_of

    try:
        results = Results(directory)
        time, _ = time_of(results, at)
        name = field_named(results, field)
    except (FileNotFoundError, NotAvailable) as error:
        fail(f"error: {error}", ExitCode.INVALID_INPUT)
    if reason := unavailable(browser):
        fail(f"error: {reason}", ExitCode.ENVIRONMENT)
    from nanoglue.post.figures.scene import NoPage, scene, write_page

    if not browser:
        scene(results, time, name, off_screen=False).show()
        return
    page = directory / "figures" / "view.html"
    page.parent.mkdir(exist_ok=True)
    try:
        write_page(results, time, name, page)
    except NoPage as error:
        fail(f"error: no page for the browser: {error}", ExitCode.ENVIRONMENT)
    typer.echo(page)
    typer.launch(str(page))


def unavailable(browser: bool) -> str | None:
    """Return why nothing can be shown here with the remedy, or None."""
    import os

    missing = [package for package in NEEDED[browser] if find_spec(package) is None]
    if missing:
        names = " ".join(package.replace("_", "-") for package in missing)
        return f"the viewer needs {', '.join(missing)}: pip install {names}"
    if not browser and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "no display; use --browser, or 'nanoglue plot' for figures"
    return None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(view)
