"""Movie of a run: cross-sections at written times."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from nanoglue.post.figures.colours import label
from nanoglue.post.figures.events import STRESS, UPTAKE
from nanoglue.post.figures.layout import figure, keys, scale, section
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.section import View, limits_of, view_of

FRAMES, SECONDS = 48, 0.16  # maximum number, and duration of each


def draw_movie(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``movie.gif`` for a run with fields at four times or more."""
    from PIL import Image

    times = results.times
    if len(times) < 4:
        return
    times = [times[i] for i in np.unique(np.linspace(0, len(times) - 1, FRAMES).astype(int))]
    view = view_of(results, times)
    field = UPTAKE if limits_of(results, times, UPTAKE) else STRESS
    limits = limits_of(results, times, field) or (0.0, 1.0)
    frames = [
        Image.fromarray(frame(results, time, view, field, limits)).quantize(128) for time in times
    ]
    durations = [*[round(1000 * SECONDS)] * (len(frames) - 1), 2500]
    first, *rest = frames
    first.save(directory / "movie.gif", append_images=rest, duration=durations, loop=0)
    yield directory / "movie.gif"


def frame(
    results: Results, time: float, view: View, field: str, limits: tuple[float, float]
) -> np.ndarray:
    """Return the pixels of one frame."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    width, height = (6.0 * side / max(view.size) for side in view.size)
    drawn = figure(max(width, 4.0) + 1.2, height + 1.2)
    drawn.set_dpi(90)
    axes = drawn.add_subplot()
    mapped = section(axes, results, time, view, field, limits)
    scale(drawn, axes, mapped, label(field, results.species))
    progress, axis_label = results.progress_at(time), results.progress[1]
    name, _, unit = axis_label.partition(" [")
    axes.set_title(f"{name} {progress:.2f} {unit.removesuffix(']')}", loc="left", fontsize=12)
    drawn.legend(handles=keys(results, field), loc="outside lower center", ncols=4, frameon=False)
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()
