"""Movies of a results folder made by hand."""

import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from nanoglue.cli.app import app
from nanoglue.post.figures.field_movie import Movie, frames, write_movie
from nanoglue.post.figures.publication_style import Style
from nanoglue.post.figures.results import Results

SMALL = Style(width=60.0, dpi=60)


def test_frames_have_one_even_size_and_differ(folder: Path) -> None:
    results = Results(folder)
    pixels = list(frames(results, "von_mises [MPa]", SMALL))
    assert len(pixels) == len(results.times) == 4
    assert len({one.shape for one in pixels}) == 1
    assert all(size % 2 == 0 for size in pixels[0].shape[:2])
    assert np.ptp(pixels[0]) > 100
    assert not np.array_equal(pixels[0], pixels[-1])


def test_a_time_without_the_field_does_not_widen_the_scale(folder: Path, monkeypatch) -> None:
    from matplotlib.figure import Figure

    from nanoglue.post.figures import field_movie

    def drawn(_: Results, time: float, one: object, style: Style, extent: tuple) -> Figure:
        assert style.clim == pytest.approx((0.0, 0.3))
        figure = Figure(figsize=(1.0, 1.0))
        figure.add_subplot()
        return figure

    monkeypatch.setattr(field_movie, "cross_section", drawn)
    assert len(list(frames(Results(folder), "stoichiometry [-]", SMALL))) == 4


def test_a_gif_has_a_frame_for_each_time(folder: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    file = write_movie(Results(folder), folder / "figures/a.gif", Movie(style=SMALL))
    assert image.open(file).n_frames == 4


def test_a_run_without_fields_has_no_movie(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    done = CliRunner().invoke(app, ["movie", str(tmp_path)])
    assert done.exit_code == 2
    assert "the run has written no fields (output.fields)" in done.output


def test_an_mp4_is_encoded(folder: Path) -> None:
    encoder = pytest.importorskip("imageio_ffmpeg")
    done = CliRunner().invoke(app, ["movie", str(folder), "--field", "von", "--fps", "5"])
    assert done.exit_code == 0, done.output
    file = folder / "figures/von_mises.mp4"
    assert str(file) in done.output
    count, seconds = encoder.count_frames_and_secs(str(file))
    assert count == 4 + 10  # the last frame stays for two seconds
    assert seconds == pytest.approx(2.8, abs=0.3)


def test_without_the_encoder_the_remedy_is_named(folder: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    done = CliRunner().invoke(app, ["movie", str(folder)])
    assert done.exit_code == 6
    assert "pip install imageio-ffmpeg, or choose --format gif" in done.output


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--format", "avi"), "none of mp4, gif"),
        (("--field", "von_misses"), "did you mean 'von_mises'"),
        (("--clim", "2", "1"), "below the second"),
    ],
)
def test_a_wrong_option_is_refused(folder: Path, options, reason) -> None:
    done = CliRunner().invoke(app, ["movie", str(folder), *options])
    assert done.exit_code == 2
    assert reason in done.output


def test_a_single_time_makes_no_movie(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(Results, "times", [0.0])
    done = CliRunner().invoke(app, ["movie", str(folder), "--format", "gif"])
    assert done.exit_code == 2
    assert "two times or more" in done.output
