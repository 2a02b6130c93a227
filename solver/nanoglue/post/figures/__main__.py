"""Draws the figures of a results folder: ``python -m nanoglue.pictures DIRECTORY [--all]``.

Without ``--all`` only what a run leaves: its events and how much is bonded.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from nanoglue.post.figures.balances import draw_balances, draw_steps
from nanoglue.post.figures.bonding import draw_bonding
from nanoglue.post.figures.events import draw_events
from nanoglue.post.figures.finished import Finished
from nanoglue.post.figures.movie import draw_movie
from nanoglue.post.figures.rendering import SKIPPED, windows
from nanoglue.post.figures.revolved import draw_revolved
from nanoglue.post.figures.shape import draw_outlines
from nanoglue.post.figures.space_time import draw_space_time
from nanoglue.post.figures.stresses import draw_fields

Draw = Callable[[Finished, Path], Iterator[Path]]

PLAIN: tuple[Draw, ...] = (draw_bonding,)
PLAIN_OF_REPORT: tuple[Draw, ...] = (draw_outlines, draw_space_time, draw_balances, draw_steps)
RENDERED: tuple[Draw, ...] = (draw_events,)
RENDERED_OF_REPORT: tuple[Draw, ...] = (draw_fields, draw_revolved, draw_movie)


def main(directory: Path, everything: bool) -> None:
    """Draw what needs no renderer, then what VTK renders; tell each file on a line."""
    results = Finished(directory)
    figures = directory / "figures"
    figures.mkdir(exist_ok=True)
    for draw in (*PLAIN, *(PLAIN_OF_REPORT if everything else ())):
        _tell(draw, results, figures)
    if not windows():
        sys.stdout.write(f"{SKIPPED}\n")
        return
    import vtk

    vtk.vtkObject.GlobalWarningDisplayOff()
    for draw in (*RENDERED, *(RENDERED_OF_REPORT if everything else ())):
        _tell(draw, results, figures)


def _tell(draw: Draw, results: Finished, figures: Path) -> None:
    for file in draw(results, figures):
        sys.stdout.write(f"{file.relative_to(results.directory)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--all" in sys.argv[2:])
