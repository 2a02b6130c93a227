"""Frame of a publication figure: its size, and the places of the section and the colour scale."""

from dataclasses import dataclass
from typing import Literal

LABEL = 1.95
"""Length [inch] of the longest label of a scale, at 8 pt."""

Place = tuple[float, float, float, float]
"""Left, bottom, width and height of axes as fractions of the figure."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Size [inch] of a figure, and the places of the section and of the scale."""

    size: tuple[float, float]
    section: Place
    scale: Place
    orientation: Literal["vertical", "horizontal"]


def is_flat(width: float, aspect: float) -> bool:
    """Return whether the label of the scale is longer than the section is high.

    Args:
        width: width of the figure [inch].
        aspect: height over width of the section.
    """
    return (width - 0.85) * aspect < LABEL


def beside(width: float, aspect: float) -> Frame:
    """Return a frame [inch] with a vertical scale to the right of the section."""
    panel = width - 0.85
    tall = panel * aspect
    scale = (panel + 0.167, 0.05 + 0.15 * tall, 0.084, 0.7 * tall)
    return _frame((width, tall + 0.1), (0.1, 0.05, panel, tall), scale, "vertical")


def below(width: float, aspect: float) -> Frame:
    """Return a frame [inch] with a horizontal scale below the section."""
    panel = width - 0.2
    tall = panel * aspect
    scale = (0.1 + 0.15 * panel, 0.4, 0.7 * panel, 0.084)
    return _frame((width, tall + 0.55), (0.1, 0.5, panel, tall), scale, "horizontal")


def with_heading(frame: Frame, tall: float) -> Frame:
    """Return a frame with room [inch] for a heading above it."""
    across, up = frame.size
    size = (across, up + tall)

    def moved(place: Place) -> Place:
        left, bottom, wide, high = place
        return left, bottom * up / size[1], wide, high * up / size[1]

    return Frame(size, moved(frame.section), moved(frame.scale), frame.orientation)


def _frame(
    size: tuple[float, float],
    section: Place,
    scale: Place,
    orientation: Literal["vertical", "horizontal"],
) -> Frame:
    """Return a frame from places in inches."""
    return Frame(size, _parts(section, size), _parts(scale, size), orientation)


def _parts(place: Place, size: tuple[float, float]) -> Place:
    across, up = size
    left, bottom, wide, tall = place
    return left / across, bottom / up, wide / across, tall / up
