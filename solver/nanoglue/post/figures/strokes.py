"""Lines with round ends."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def strokes(
    axes: "Axes", lines: np.ndarray, colours: np.ndarray | str, width: float, order: int
) -> None:
    """Draw lines with round ends.

    Args:
        axes: into which they are drawn.
        lines: (n, points, 2) in the unit of the axes.
        colours: one for all, or one of each line.
        width: of all lines [pt].
        order: what has a higher one is drawn above them.
    """
    from matplotlib.collections import LineCollection

    drawn = LineCollection(
        list(lines), colors=colours, linewidths=width, zorder=order, capstyle="round"
    )
    axes.add_collection(drawn)
