"""Movie of a field over the written times, as MP4 or GIF."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nanoglue.post.figures import cut_view
from nanoglue.post.figures.cross_section import cross_section, extent_of
from nanoglue.post.figures.cut_figure import cut_bodies
from nanoglue.post.figures.cut_place import whole
from nanoglue.post.figures.events import progress as course
from nanoglue.post.figures.publication_style import Extent, Style, limits_of
from nanoglue.post.figures.results import NotAvailable, Results
from nanoglue.post.figures.selection import field_named, mirrors, shown

FORMATS = ("mp4", "gif")

LAST_FRAME_S = 2.0
"""Time [s] for which the last frame is shown."""

FRAME = Style(width=160.0, dpi=150)
"""Style of a frame."""


class NoEncoder(ImportError):
    """The package that encodes MP4 is not installed, or does not work."""


@dataclass(frozen=True, slots=True)
class Movie:
    """Field by name, frames per second, and style of the frames."""

    field: str = "von_mises"
    rate: float = 10.0
    style: Style = FRAME


def write_movie(
    results: Results,
    file: Path,
    movie: Movie,
    progress: Callable[[Sequence[float]], Iterator[float]] = iter,
) -> Path:
    """Write a movie of all written times; the suffix of the file is its format.

    View and limits of the scale are those of all times.

    Args:
        results: run with written fields.
        file: ``.mp4`` or ``.gif``.
        movie: field, rate and style.
        progress: iterator over the times that shows how far it is.

    Raises:
        NotAvailable: the field does not exist, or fewer than two times were written.
        NoEncoder: MP4 is asked for and cannot be encoded.
    """
    field = field_of(results, movie)
    write = _write_mp4 if file.suffix == ".mp4" else _write_gif
    if write is _write_mp4:
        find_encoder()
    file.parent.mkdir(parents=True, exist_ok=True)
    write(file, frames(results, field, movie.style, progress), movie.rate)
    return file


def field_of(results: Results, movie: Movie) -> str:
    """Return the field of a movie.

    Raises:
        NotAvailable: it does not exist, fewer than two times were written, or the cut does not fit.
    """
    if len(results.times) < 2:
        raise NotAvailable("a movie needs fields at two times or more (output.fields)")
    if results.in_space:
        whole(results, movie.style.cut, movie.style.mirrored)
    elif movie.style.cut:
        raise NotAvailable("--cut: the fields are those of a section")
    return field_named(results, movie.field)


def frames(
    results: Results,
    field: str,
    style: Style,
    progress: Callable[[Sequence[float]], Iterator[float]] = iter,
) -> Iterator[np.ndarray]:
    """Yield the pixels of each written time, shape (height, width, 3), of equal even size."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    times = results.times
    # the unit of the largest value over all times
    largest = min((shown(results, field, time) for time in times), key=lambda one: one.factor)
    style = replace(style, clim=style.clim or limits_of(results, times, largest))
    extent = extent_of_all(results, style)
    figure = cut_bodies if results.in_space else cross_section
    for time in progress(times):
        with mpl.rc_context({"font.size": 8}):
            drawn = figure(results, time, largest, style, extent)
            drawn.set_dpi(style.dpi)
            box = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.8}
            axes = drawn.axes[0]
            axes.annotate(
                course(results, time),
                (0.01, 0.99),
                xycoords="axes fraction",
                va="top",
                bbox=box,
                zorder=6,
            )
            canvas = FigureCanvasAgg(drawn)
            canvas.draw()
        pixels = np.asarray(canvas.buffer_rgba())[..., :3]
        height, width = (size - size % 2 for size in pixels.shape[:2])
        yield np.ascontiguousarray(pixels[:height, :width])


def extent_of_all(results: Results, style: Style) -> Extent:
    """Return the extent of the frames of a movie: that of all times."""
    times = results.times
    if results.in_space:
        return cut_view.extent_of(results, times, whole(results, style.cut, style.mirrored))
    planes = mirrors(results, times[-1]) if style.mirrored else (False, False)
    corners = np.array([extent_of(results, time, planes) for time in times])
    return corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)


def _write_gif(file: Path, pixels: Iterator[np.ndarray], rate: float) -> None:
    from PIL import Image

    first, *rest = (Image.fromarray(one).quantize(128) for one in pixels)
    durations = [*[round(1000 / rate)] * len(rest), round(1000 * LAST_FRAME_S)]
    first.save(file, append_images=rest, duration=durations, loop=0)


def find_encoder() -> None:
    """Find the encoder.

    Raises:
        NoEncoder: it is missing.
    """
    try:
        import imageio_ffmpeg

        imageio_ffmpeg.get_ffmpeg_exe()
    except (ImportError, RuntimeError) as error:
        raise NoEncoder(
            "MP4 needs imageio-ffmpeg: pip install imageio-ffmpeg, or choose --format gif"
        ) from error


def _write_mp4(file: Path, pixels: Iterator[np.ndarray], rate: float) -> None:
    import imageio_ffmpeg

    first = next(pixels)
    size = first.shape[1], first.shape[0]
    writer = imageio_ffmpeg.write_frames(str(file), size, fps=rate, macro_block_size=2, quality=8)
    writer.send(None)
    last = first
    try:
        writer.send(first)
        for last in pixels:
            writer.send(last)
        for _ in range(round(LAST_FRAME_S * rate)):
            writer.send(last)
    finally:
        writer.close()
