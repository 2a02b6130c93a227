"""Figures and movies of bodies in space, drawn in a separate process as VTK may abort.

``python -m nanoglue.post.figures.in_space TASK`` with a task in JSON prints the names of the files.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from nanoglue.post.figures.cut_place import whole
from nanoglue.post.figures.field_movie import Movie, field_of, find_encoder, write_movie
from nanoglue.post.figures.publication import draw_publication
from nanoglue.post.figures.publication_style import Request, Style
from nanoglue.post.figures.rendering import RENDERING_LIBRARIES, rendered, windows
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.selection import field_named, time_of

SECONDS = 3600.0
"""Time [s] after which the drawing is given up."""


class NoRenderer(RuntimeError):
    """Bodies in space cannot be rendered on this machine."""


def draw_in_space(results: Results, directory: Path, request: Request) -> list[Path]:
    """Draw ``FIELD_TIME.FORMAT`` of cut bodies for each field and format.

    Raises:
        NotAvailable: a field or time is not among the results, or a cut does not fit.
        NoRenderer: rendering is impossible here, or has failed.
    """
    time_of(results, request.at)
    for name in request.fields:
        field_named(results, name)
    whole(results, request.style.cut, request.style.mirrored)
    return _drawn(results, {"target": str(directory), "figures": asdict(request)})


def movie_in_space(results: Results, file: Path, movie: Movie) -> Path:
    """Write a movie of cut bodies at all written times.

    Raises:
        NotAvailable: the field does not exist, fewer than two times were written, or a cut does
            not fit.
        NoEncoder: MP4 is asked for and cannot be encoded.
        NoRenderer: rendering is impossible here, or has failed.
    """
    field_of(results, movie)
    if file.suffix == ".mp4":
        find_encoder()
    return _drawn(results, {"target": str(file), "movie": asdict(movie)})[-1]


def _drawn(results: Results, asked: Mapping[str, object]) -> list[Path]:
    """Return the files that the separate process has written."""
    if find_spec("pyvista") is None:
        raise NoRenderer("bodies in space need PyVista: pip install pyvista")
    task = {"directory": str(results.directory), **asked}
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
    asked = task.get("movie") or task["figures"]
    asked |= {"style": Style(**asked["style"])}
    if "movie" in task:
        files = iter([write_movie(results, target, Movie(**asked))])
    else:
        files = draw_publication(results, target, Request(**asked))
    for file in files:
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main(sys.argv[1])
