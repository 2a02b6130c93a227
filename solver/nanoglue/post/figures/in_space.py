"""Figures and movies of bodies in space, drawn in a separate process as VTK may abort.

``python -m nanoglue.post.figures.in_space TASK`` with a task in JSON prints the names of the files.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nanoglue.post.figures.cut_place import whole
from nanoglue.post.figures.field_movie import Movie, field_of, find_encoder, write_movie
from nanoglue.post.figures.publication import draw_publication
from nanoglue.post.figures.publication_style import Style
from nanoglue.post.figures.rendering import RENDERING_LIBRARIES, rendered, windows
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.selection import field_named, time_of

SECONDS = 3600.0
"""Time [s] after which the drawing is given up."""


class NoRenderer(RuntimeError):
    """Bodies in space cannot be rendered on this machine."""


def draw_in_space(
    results: Results,
    directory: Path,
    fields: Sequence[str],
    at: str,
    formats: Sequence[str],
    style: Style,
) -> list[Path]:
    """Draw ``FIELD_TIME.FORMAT`` of cut bodies for each field and format.

    Raises:
        NotAvailable: a field or time is not among the results, or a cut does not fit.
        NoRenderer: rendering is impossible here, or has failed.
    """
    time_of(results, at)
    names = [field_named(results, name) for name in fields]
    whole(results, style.cut, style.mirrored)
    asked = {"fields": [name.partition(" [")[0] for name in names], "at": at}
    return _drawn(results, {"target": str(directory), "formats": formats, **asked}, style)


def movie_in_space(results: Results, file: Path, movie: Movie) -> Path:
    """Write a movie of cut bodies at all written times.

    Raises:
        NotAvailable: the field does not exist, fewer than two times were written, or a cut does
            not fit.
        NoEncoder: MP4 is asked for and cannot be encoded.
        NoRenderer: rendering is impossible here, or has failed.
    """
    field = field_of(results, movie).partition(" [")[0]
    if file.suffix == ".mp4":
        find_encoder()
    asked = {"target": str(file), "field": field, "rate": movie.rate}
    return _drawn(results, asked, movie.style)[-1]


def _drawn(results: Results, asked: Mapping[str, Any], style: Style) -> list[Path]:
    """Return the files that the separate process has written."""
    if find_spec("pyvista") is None:
        raise NoRenderer("bodies in space need PyVista: pip install pyvista")
    task = {"directory": str(results.directory), "style": asdict(style), **asked}
    command = [sys.executable, "-P", "-m", "nanoglue.post.figures.in_space", json.dumps(task)]
    problem = f"install {RENDERING_LIBRARIES['libEGL.so.1']} for bodies in space"
    for window in windows():
        try:
            done = rendered(command, window, SECONDS)
        except subprocess.TimeoutExpired:
            raise NoRenderer(f"not drawn within {SECONDS:g} s") from None
        if done.returncode == 0:
            return [Path(line) for line in done.stdout.splitlines()]
        last = (done.stderr.strip().splitlines() or [""])[-1]
        problem = f"{window} ended with {done.returncode} {last}".rstrip()
    raise NoRenderer(problem)


def main(text: str) -> None:
    """Draw what a task asks for."""
    task = json.loads(text)
    results, target = Results(Path(task["directory"])), Path(task["target"])
    style = Style(**task["style"])
    if "field" in task:
        files = iter([write_movie(results, target, Movie(task["field"], task["rate"], style))])
    else:
        asked = task["fields"], task["at"], task["formats"]
        files = draw_publication(results, target, *asked, style)
    for file in files:
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main(sys.argv[1])
