"""Draws the figures of a results folder: ``python -m nanoglue.pictures DIRECTORY``."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from nanoglue.pictures.finished import Finished

Draw = Callable[[Finished, Path], Iterator[Path]]


def main(directory: Path) -> None:
    """Draw what a screen is not needed for, then what VTK renders; tell each file on a line."""
    from nanoglue.pictures.bonding import draw_bonding
    from nanoglue.pictures.events import draw_events
    from nanoglue.pictures.rendering import SKIPPED, windows

    results = Finished(directory)
    figures = directory / "figures"
    figures.mkdir(exist_ok=True)
    _tell(draw_bonding, results, figures)
    if not windows():
        sys.stdout.write(f"{SKIPPED}\n")
        return
    import vtk

    vtk.vtkObject.GlobalWarningDisplayOff()
    _tell(draw_events, results, figures)


def _tell(draw: Draw, results: Finished, figures: Path) -> None:
    for file in draw(results, figures):
        sys.stdout.write(f"{file.relative_to(results.directory)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
