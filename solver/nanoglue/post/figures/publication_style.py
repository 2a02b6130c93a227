"""What publication figures have in common: request, style, limits of the scale and scale bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.post.figures.colours import SIGNED
from nanoglue.post.figures.grids import nodal_values
from nanoglue.post.figures.layout import round_length
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.section import nice_limits
from nanoglue.post.figures.selection import Shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("pdf", "svg", "png")
STYLE: dict[Any, Any] = {
    "font.size": 8,
    "font.family": "sans-serif",
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "mathtext.fontset": "dejavusans",
    "axes.linewidth": 0.5,
}


@dataclass(frozen=True, slots=True)
class Style:
    """Width [mm], resolution, limits of the scale in its unit, mirror images, and cut in space."""

    width: float = 85.0
    dpi: int = 600
    clim: tuple[float, float] | None = None
    mirrored: bool = True
    cut: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Fields to draw, the time or event at which, the formats of the files and their style."""

    fields: Sequence[str]
    at: str
    formats: Sequence[str]
    style: Style


Extent = tuple[np.ndarray, np.ndarray]
"""Lower and upper corner [um] of what is visible."""


def limits_of(results: Results, times: Sequence[float], one: Shown) -> tuple[float, float]:
    """Return the limits of the scale: the range of the field over all bodies and some times."""
    grids = [results.grid(name, time) for name in results.bodies for time in times]
    found = [nodal_values(grid, one.field) for grid in grids]
    values = one.factor * np.concatenate([each for each in found if each is not None])
    return nice_limits(float(values.min()), float(values.max()), signed=one.field in SIGNED)


def scale_bar(axes: "Axes", low: np.ndarray, high: np.ndarray) -> None:
    """Draw a scale bar of a round length in nm or µm in the lower left corner."""
    width, height = high - low
    length = round_length(1000 * width / 4)
    text = f"{length:g} nm" if length < 1000 else f"{length / 1000:g} µm"
    x, y = low + 0.05 * np.array([width, height])
    axes.plot([x, x + length / 1000], [y, y], color="black", linewidth=1.5, zorder=5)
    box = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.8}
    where = (x + length / 2000, y + 0.02 * height)
    axes.text(*where, text, ha="center", va="bottom", bbox=box, zorder=5)
