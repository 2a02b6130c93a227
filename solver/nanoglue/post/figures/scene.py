"""Scene of the deformed, mirrored bodies, for a window or for a page in a browser.

``python -m nanoglue.post.figures.scene DIRECTORY FIELD TIME PAGE`` writes the page.
"""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

from nanoglue.post.figures.colours import colour_map, label
from nanoglue.post.figures.cut_place import NO_CUT, whole
from nanoglue.post.figures.rendering import RENDERING_LIBRARIES, rendered, windows
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.section import limits_of, mirrored_triangles

SECONDS = 300.0
"""Time [s] after which the writing of a page is given up."""

PLAIN = "#c9c9c9"
"""Colour of a body without the field."""


class NoPage(RuntimeError):
    """The page could not be written."""


def scene(results: Results, time: float, field: str, off_screen: bool) -> Any:
    """Return a PyVista plotter with the bodies at a time.

    Sections are drawn without light, so that their colours are those of the scale.

    Args:
        results: run with written fields.
        time: a written time [s].
        field: name of a scalar field with its unit.
        off_screen: whether no window is opened.
    """
    import pyvista

    plotter: Any = pyvista.Plotter(off_screen=off_screen)
    plotter.background_color = pyvista.Color("white")
    limits = limits_of(results, [time], field) or (0.0, 1.0)
    for name in results.bodies:
        surfaces, scalars = _surfaces(results, name, time, field)
        look: dict[str, Any] = {"color": PLAIN}
        if scalars:
            bar = {"title": label(field, results.species), "color": "black"}
            look = {"scalars": scalars, "cmap": colour_map(field), "clim": limits}
            look["scalar_bar_args"] = bar
        for number, surface in enumerate(surfaces):
            look |= {"lighting": results.in_space, "ambient": 0.45, "diffuse": 0.6}
            plotter.add_mesh(surface, name=f"{name} {number}", **look)
    if results.in_space:
        plotter.view_isometric()
    else:
        plotter.view_xy()
    return plotter


def _surfaces(results: Results, name: str, time: float, field: str) -> tuple[list[Any], str]:
    """Return the deformed surfaces of a body, and the name of the field on them or nothing."""
    import pyvista
    from vtkmodules.vtkFiltersGeometry import vtkGeometryFilter

    if not results.in_space:
        surfaces, coloured = mirrored_triangles(results, name, time, field)
        return surfaces, "field" if coloured else ""
    _, file = min(results.bodies[name], key=lambda entry: abs(entry[0] - time))
    body: Any = pyvista.read(file)
    outer = vtkGeometryFilter()
    outer.SetInputData(body.warp_by_vector("displacement [um]"))
    outer.Update()
    surface: Any = pyvista.wrap(outer.GetOutput())
    images = [surface.scale(image) for image in whole(results, NO_CUT).images]
    return images, field if field in surface.array_names else ""


def write_page(results: Results, time: float, field: str, page: Path) -> None:
    """Write the scene as one HTML file, in a separate process since VTK aborts without a renderer.

    Raises:
        NoPage: rendering is impossible here, or trame reports an error.
    """
    problem = f"install {RENDERING_LIBRARIES['libEGL.so.1']}"
    page.unlink(missing_ok=True)
    arguments = [str(results.directory), field, repr(time), str(page)]
    for window in windows():
        command = [sys.executable, "-P", "-m", "nanoglue.post.figures.scene", *arguments]
        try:
            done = rendered(command, window, SECONDS)
        except subprocess.TimeoutExpired:
            raise NoPage(f"{page}: not written within {SECONDS:g} s") from None
        if done.returncode == 0 and page.is_file():
            return
        problem = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
    raise NoPage(f"{page}: {problem}")


def main(directory: str, field: str, time: str, page: str) -> None:
    """Write the page of a scene."""
    plotter = scene(Results(Path(directory)), float(time), field, off_screen=True)
    plotter.render()
    asyncio.run(_export(plotter.render_window, Path(page)))


async def _export(window: Any, page: Path) -> None:
    """Write a VTK window as a page that needs no server, by a server of trame that ends with it."""
    from trame.app import get_server
    from trame.widgets.vtk import VtkLocalView
    from trame_vtk.tools.vtksz2html import write_html

    server = get_server("nanoglue")
    view = VtkLocalView(window, trame_server=server)
    quiet = {"open_browser": False, "show_connection_info": False, "disable_logging": True}
    server.start(exec_mode="task", host="127.0.0.1", port=0, **quiet)
    await server.ready
    with page.open("w", encoding="utf-8") as opened:
        write_html(view.export(format="zip"), opened)
    await server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
