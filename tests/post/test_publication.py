"""Publication figures of a results folder made by hand."""

from pathlib import Path

import matplotlib
import numpy as np
import pytest
from typer.testing import CliRunner

from nanoglue.cli.app import app
from nanoglue.post.figures import selection
from nanoglue.post.figures.colours import SCALES, titled
from nanoglue.post.figures.cross_section import cross_section
from nanoglue.post.figures.publication_style import STYLE, Style
from nanoglue.post.figures.results import EventRecord, Results


def plot(folder, *options):
    return CliRunner().invoke(app, ["plot", str(folder), *options])


def test_figures_have_the_width_that_is_asked_for(folder: Path) -> None:
    options = ("--fields", "von,stoich", "--at", "onset", "--format", "pdf,svg,png", "--dpi", "100")
    done = plot(folder, *options, "--width", "85mm")
    assert done.exit_code == 0, done.output
    names = {file.name for file in (folder / "figures").iterdir()}
    stems = ("von_mises_onset", "stoichiometry_onset")
    assert names == {f"{stem}.{suffix}" for stem in stems for suffix in ("pdf", "svg", "png")}
    svg = (folder / "figures/von_mises_onset.svg").read_text()
    assert f'width="{85 / 25.4 * 72:.4f}'[:12] in svg
    assert "von Mises stress [MPa]" in svg  # text stays text
    assert (folder / "figures/von_mises_onset.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--fields", "von_misses"), "did you mean 'von_mises'"),
        (("--at", "onsett"), "there are last, onset, end"),
        (("--format", "eps"), "none of pdf, svg, png"),
        (("--width", "8mm"), "30 to 500 mm"),
        (("--clim", "2", "1"), "below the second"),
    ],
)
def test_a_wrong_option_is_refused_with_what_exists(folder: Path, options, reason) -> None:
    refused = plot(folder, *options)
    assert refused.exit_code == 2
    assert reason in refused.output


def test_an_event_that_comes_again_is_the_first_one(folder: Path) -> None:
    results = Results(folder)
    results.events.append(EventRecord("onset", "elsewhere", 30.0, 0.03))
    assert selection.time_of(results, "onset") == (20.0, "onset")


def test_large_stresses_are_in_gigapascal(folder: Path, monkeypatch) -> None:
    results = Results(folder)
    assert selection.shown(results, "von_mises [MPa]", 20.0).unit == "MPa"
    results.grid("particle", 20.0).inside["von_mises [MPa]"][:] = 2500.0
    assert selection.shown(results, "von_mises [MPa]", 20.0).unit == "GPa"


def test_bodies_are_mirrored_at_the_axis_and_at_planes_of_symmetry(folder: Path) -> None:
    results = Results(folder)
    assert selection.mirrors(results, 20.0) == (True, False)  # bodies on both sides of z = 0
    results.case["boundaries"] = {"equator": {"symmetry": True}}
    for name in results.bodies:
        grid = results.grid(name, 20.0)
        grid.points[:, 1] = np.abs(grid.points[:, 1])
        grid.nodal["displacement [um]"][:, 1] = 0.0
    assert selection.mirrors(results, 20.0) == (True, True)


@pytest.mark.parametrize("width", [60.0, 85.0, 170.0])
def test_the_label_of_the_scale_is_inside_the_figure(folder: Path, width) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    results = Results(folder)
    field = selection.shown(results, "von_mises [MPa]", 20.0)
    drawn = cross_section(results, 20.0, field, Style(width=width, dpi=60))
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    scale = drawn.axes[1].get_tightbbox(canvas.get_renderer())
    assert scale.x1 <= drawn.bbox.x1
    assert "MPa" in drawn.axes[1].get_ylabel() + drawn.axes[1].get_xlabel()


@pytest.mark.parametrize("field", sorted(SCALES))
@pytest.mark.parametrize("height", [0.1, 1.0, 2.0])
def test_the_label_of_a_scale_is_inside_the_figure_at_any_height(
    folder: Path, field, height
) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    results = Results(folder)
    shown = selection.shown(results, "von_mises [MPa]", 20.0)
    extent = np.array([-1.0, 0.0]), np.array([1.0, height])
    with matplotlib.rc_context(STYLE):
        drawn = cross_section(results, 20.0, shown, Style(dpi=60), extent)
        scale = drawn.axes[1]
        label = scale.xaxis.label if height < 1.5 else scale.yaxis.label
        label.set_text(titled(field, field.partition("[")[2].strip("]"), results.species))
        canvas = FigureCanvasAgg(drawn)
        canvas.draw()
    box = label.get_window_extent(canvas.get_renderer())
    assert 0 <= box.x0 < box.x1 <= drawn.bbox.x1
    assert 0 <= box.y0 < box.y1 <= drawn.bbox.y1


def test_only_failed_parts_of_an_interface_are_red() -> None:
    from matplotlib.colors import to_rgba

    from nanoglue.post.figures.colours import DAMAGED, DEBONDED, damage_colours

    colours = damage_colours(np.array([0.999, 0.999, 1.0, 0.0]))
    assert np.abs(colours[0] - to_rgba(DAMAGED)).max() < 0.01
    assert (colours[1:] == to_rgba(DEBONDED)).all()
