"""Command ``nanoglue view``: fields of a results folder in an interactive window or a browser."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nanoglue.cli.execution import fail, refuse_unsafe
from nanoglue.cli.options import At, ResultsFolder
from nanoglue.runtime.exit_codes import ExitCode

if TYPE_CHECKING:
    from nanoglue.post.figures.results import Results

NEEDED = {
    False: ("pyvista",),
    True: ("pyvista", "trame", "trame_pyvista"),
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
    from nanoglue.post.figures.results import Results
    from nanoglue.post.figures.selection import NotAvailable, field_named, time_of

    try:
        results = Results(directory)
        time, _ = time_of(results, at)
        name = field_named(results, field)
    except (FileNotFoundError, NotAvailable) as error:
        fail(f"error: {error}", ExitCode.INVALID_INPUT)
    if reason := unavailable(browser):
        fail(f"error: {reason}", ExitCode.ENVIRONMENT)
    plotter = scene(results, time, name, off_screen=browser)
    if not browser:
        plotter.show()
        return
    page = directory / "figures" / "view.html"
    page.parent.mkdir(exist_ok=True)
    try:
        plotter.export_html(page)
    except ImportError as error:
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


def scene(results: "Results", time: float, field: str, off_screen: bool) -> Any:
    """Return a PyVista plotter with the bodies at a time."""
    import pyvista

    from nanoglue.post.figures.colours import colour_map, label
    from nanoglue.post.figures.section import limits_of, triangles

    plotter: Any = pyvista.Plotter(off_screen=off_screen)
    limits = limits_of(results, [time], field) or (0.0, 1.0)
    for name in results.bodies:
        surface, coloured = triangles(results.grid(name, time), field)
        look: dict[str, Any] = {"color": "#c9c9c9"}
        if coloured:
            bar = {"title": label(field, results.species)}
            look = {"scalars": "field", "cmap": colour_map(field), "clim": limits}
            look["scalar_bar_args"] = bar
        plotter.add_mesh(surface, name=name, **look)
    plotter.view_xy()
    return plotter


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(view)
