"""Figures, movies and reports of a run in space, drawn from boxes made by hand."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from nanoglue.cli.app import app
from nanoglue.post.figures.rendering import windows

pytest.importorskip("pyvista", reason="pictures are an extra")
rendered = pytest.mark.skipif(not windows(), reason="neither EGL nor OSMesa on this machine")


def command(*arguments: object):
    return CliRunner().invoke(app, [str(one) for one in arguments])


def pixels(file: Path) -> np.ndarray:
    from matplotlib.image import imread

    found: np.ndarray = imread(file)[..., :3]
    return found


def share(image: np.ndarray, colour: tuple[float, ...]) -> float:
    """Share of the pixels that have a colour to a fiftieth."""
    return float((np.abs(image - np.array(colour[:3])).max(axis=2) < 0.02).mean())


@rendered
def test_a_figure_has_its_size_its_colours_and_its_title(quarter: Path) -> None:
    from nanoglue.post.figures.colours import DEBONDED, colour_map

    options = ("--fields", "von", "--at", "onset", "--width", "80mm", "--dpi", 100)
    done = command("plot", quarter, *options, "--format", "png,svg", "--clim", 0, 10)
    assert done.exit_code == 0, done.output
    stem = quarter / "figures" / "von_mises_onset"
    assert done.output.split() == [f"{stem}.png", f"{stem}.svg"]
    drawn = pixels(stem.with_suffix(".png"))
    assert drawn.shape[1] == int(80 / 25.4 * 100)
    middle = colour_map("von_mises [MPa]")(0.5)  # 5 MPa everywhere, on a scale up to 10 MPa
    assert share(drawn, middle) > 0.2  # the faces of the cut have no shading
    assert share(drawn, tuple(int(DEBONDED[i : i + 2], 16) / 255 for i in (1, 3, 5))) > 1e-4
    text = stem.with_suffix(".svg").read_text()
    assert "Onset of debonding: volume expansion 2.00 %" in text
    assert "von Mises stress [MPa]" in text
    assert "nm</text>" in text  # the scale bar


@pytest.mark.parametrize("name", ["plot", "movie"])
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("hoop",), "no field 'hoop'; there are stoichiometry, von_mises"),
        (("von", "--cut", "w"), "must be x, y, z, none"),
        (("von", "--cut", "x=1um"), "the bodies extend over x = -130 to 130 nm"),
    ],
)
def test_what_is_not_there_is_refused(quarter: Path, name, options, reason) -> None:
    option = {"plot": "--fields", "movie": "--field"}[name]
    refused = command(name, quarter, option, *options)
    assert refused.exit_code == 2
    assert reason in refused.output


@pytest.mark.parametrize("name", ["plot", "movie"])
def test_a_section_is_not_cut(folder: Path, name) -> None:
    refused = command(name, folder, "--cut", "x")
    assert refused.exit_code == 2
    assert "the fields are those of a section" in refused.output


@pytest.mark.parametrize("name", ["plot", "movie"])
def test_without_a_renderer_the_remedy_is_named(quarter: Path, name, monkeypatch) -> None:
    monkeypatch.setattr("nanoglue.post.figures.in_space.windows", list)
    refused = command(name, quarter)
    assert refused.exit_code == 6
    assert "install libegl1" in refused.output


@rendered
def test_a_movie_has_a_frame_of_one_size_for_each_time(quarter: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    done = command("movie", quarter, "--field", "stoich", "--format", "gif")
    assert done.exit_code == 0, done.output
    movie = image.open(quarter / "figures" / "stoichiometry.gif")
    assert movie.n_frames == 4
    frames = []
    for number in (0, 3):
        movie.seek(number)
        frames.append(np.asarray(movie.convert("RGB"), dtype=int))
    assert frames[0].shape[1] == int(160 / 25.4 * 150) // 2 * 2
    assert np.abs(frames[0] - frames[1]).max() > 100


def test_all_frames_have_the_scale_and_the_view_of_the_largest(quarter: Path, monkeypatch) -> None:
    from matplotlib.figure import Figure

    from nanoglue.post.figures import field_movie
    from nanoglue.post.figures.publication_style import Style
    from nanoglue.post.figures.results import Results

    results, seen = Results(quarter), []
    for number, time in enumerate(results.times):
        for name in results.bodies:
            results.grid(name, time).inside["von_mises [MPa]"][:] = 0.2 * number

    def drawn(_: Results, time: float, one: object, style: Style, extent: tuple) -> Figure:
        seen.append((style.clim, *extent[0], *extent[1]))
        figure = Figure(figsize=(1.0, 1.0))
        figure.add_subplot()
        return figure

    monkeypatch.setattr(field_movie, "cut_bodies", drawn)
    assert len(list(field_movie.frames(results, "von_mises [MPa]", Style(dpi=50)))) == 4
    assert len(set(seen)) == 1
    limits, left, *_ = seen[0]
    assert limits == pytest.approx((0.0, 0.6))
    assert left < -0.13  # the particle at the last time


@rendered
def test_a_report_has_cut_bodies_at_the_events(quarter: Path) -> None:
    done = command("report", quarter)
    assert done.exit_code == 0, done.output
    page = (quarter / "report.html").read_text()
    assert "interface: onset of debonding" in page
    assert "figures skipped" not in page
    names = {file.name for file in (quarter / "figures").iterdir()}
    assert {"event_onset.png", "event_end.png", "fields_onset.png", "movie.gif"} <= names
    assert share(pixels(quarter / "figures" / "event_end.png"), (0.788, 0.788, 0.788)) > 0.05


def test_runs_in_space_are_compared(quarter: Path, tmp_path: Path) -> None:
    page = tmp_path / "both.html"
    compared = command("report", quarter, quarter, "--compare", "-o", page)
    assert compared.exit_code == 0, compared.output
    assert page.stat().st_size > 10_000


def test_a_run_without_fields_says_so(quarter: Path) -> None:
    for file in (quarter / "fields").iterdir():
        file.unlink()
    assert command("plot", quarter).exit_code == 2
    assert command("movie", quarter).exit_code == 2
