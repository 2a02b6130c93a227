"""Figures of a results folder: ``python -m nanoglue.post.figures DIRECTORY [--all]``.

Without ``--all`` only the events and the bonded fraction are drawn.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from nanoglue.post.figures.balances import draw_balances, draw_steps
from nanoglue.post.figures.bonding import draw_bonding
from nanoglue.post.figures.contact_map import draw_contact_maps
from nanoglue.post.figures.cut_events import draw_cut_events, draw_cut_fields, draw_cut_movie
from nanoglue.post.figures.events import draw_events
from nanoglue.post.figures.movie import draw_movie
from nanoglue.post.figures.outlines import draw_outlines
from nanoglue.post.figures.rendering import SKIPPED, windows
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.space_time import draw_space_time
from nanoglue.post.figures.stresses import draw_fields
from nanoglue.post.figures.three_dimensional import draw_three_dimensional
from nanoglue.post.figures.voltage import draw_voltage

Draw = Callable[[Results, Path], Iterator[Path]]

PLAIN: tuple[Draw, ...] = (draw_bonding, draw_voltage, draw_contact_maps)
PLAIN_OF_REPORT: tuple[Draw, ...] = (draw_balances, draw_steps)
PLAIN_OF_SECTION: tuple[Draw, ...] = (draw_outlines, draw_space_time)

RENDERED: tuple[Draw, ...] = (draw_events,)
RENDERED_OF_REPORT: tuple[Draw, ...] = (draw_fields, draw_three_dimensional, draw_movie)

RENDERED_IN_SPACE: tuple[Draw, ...] = (draw_cut_events,)
RENDERED_IN_SPACE_OF_REPORT: tuple[Draw, ...] = (draw_cut_fields, draw_cut_movie)


def main(directory: Path, all_figures: bool) -> None:
    """Draw the Matplotlib figures, then those rendered by VTK; print each file name."""
    results = Results(directory)
    figures = directory / "figures"
    figures.mkdir(exist_ok=True)
    for draw in (*PLAIN, *(PLAIN_OF_REPORT if all_figures else ())):
        _print_files(draw, results, figures)
    for draw in PLAIN_OF_SECTION if all_figures and not results.in_space else ():
        _print_files(draw, results, figures)
    if not windows():
        sys.stdout.write(f"{SKIPPED}\n")
        return
    import vtk

    vtk.vtkObject.GlobalWarningDisplayOff()
    at_events, of_report = (
        (RENDERED_IN_SPACE, RENDERED_IN_SPACE_OF_REPORT)
        if results.in_space
        else (RENDERED, RENDERED_OF_REPORT)
    )
    for draw in (*at_events, *(of_report if all_figures else ())):
        _print_files(draw, results, figures)


def _print_files(draw: Draw, results: Results, figures: Path) -> None:
    for file in draw(results, figures):
        sys.stdout.write(f"{file.relative_to(results.directory)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--all" in sys.argv[2:])
