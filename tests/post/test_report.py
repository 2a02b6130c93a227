"""The report holds what the folder holds, and nothing from elsewhere."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nanoglue.cli.app import app
from nanoglue.post.figures.rendering import windows
from nanoglue.post.figures.results import Results
from nanoglue.post.report import compare, write
from nanoglue.post.report.page import of_run
from nanoglue.post.report.tables import headlines, parameters
from nanoglue.post.report.warnings import warnings


class Images(HTMLParser):
    """Addresses of what a page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("img", "script", "iframe"):
            self.found.append(named.get("src") or "")
        if tag == "link":
            self.found.append(named.get("href") or "")


def loaded(page: str) -> list[str]:
    parser = Images()
    parser.feed(page)
    return parser.found


@pytest.mark.skipif(not windows(), reason="neither EGL nor OSMesa on this machine")
@pytest.mark.slow
def test_a_report_needs_nothing_but_itself(folder: Path) -> None:
    page, skipped = write(folder)
    assert skipped == []
    addresses = loaded(page.read_text())
    assert len(addresses) > 8
    assert all(address.startswith("data:") for address in addresses)
    assert {file.name for file in (folder / "figures").iterdir()} >= {
        "bonding.png",
        "outlines.png",
        "fields_onset.png",
        "space_time_particle_fibre.png",
        "three_dimensional.png",
        "movie.gif",
        "balances.png",
        "steps.png",
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [("summary.json", "{", "no whole JSON file"), ("history.csv", "", "no whole row")],
)
def test_a_damaged_folder_is_refused_with_its_file(folder: Path, name, content, message) -> None:
    (folder / name).write_text(content)
    done = CliRunner().invoke(app, ["report", str(folder)])
    assert done.exit_code == 2
    assert f"{name}: {message}" in done.output


def test_text_of_a_case_cannot_become_part_of_the_page(folder: Path) -> None:
    page = of_run(Results(folder), [])
    assert "Two blocks &lt;on&gt; the axis" in page
    assert "<on>" not in page


def test_what_the_case_does_not_state_is_a_default(folder: Path) -> None:
    kinds = {row.path: row.basis for row in parameters(Results(folder))["interfaces"]}
    assert kinds == {
        "interfaces.particle_fibre.strength": "calibrated",
        "interfaces.particle_fibre.friction": "default",
    }


def test_a_missed_headline_and_a_coarse_interface_are_warned_of(folder: Path) -> None:
    told = " ".join(warnings(Results(folder)))
    assert re.search(r"onset.*missed, \+25\.0 %", told)
    assert "1.5 facets in the cohesive length" in told
    assert "the increments grow (1)" in told
    assert "25 K is outside the plausible range" in told


def test_a_headline_says_how_far_it_is_off(folder: Path) -> None:
    (row,), rest = headlines(Results(folder))
    assert (row.computed, row.published, rest) == ("2 %", "1.6 ± 0.2 %", [])


def test_where_nothing_swells_an_event_is_told_by_its_time(folder: Path) -> None:
    history = folder / "history.csv"
    header, *lines = history.read_text().splitlines()
    at = [
        header.split(",").index(f"volume_expansion_{kind} [-]") for kind in ("chemical", "deformed")
    ]
    cells = [line.split(",") for line in lines]
    still = [["0" if n in at else cell for n, cell in enumerate(row)] for row in cells]
    history.write_text("\n".join([header, *map(",".join, still)]) + "\n")
    onset = {"value": 20.0, "unit": "s", "kind": "predicted"}
    (folder / "summary.json").write_text(json.dumps({"onset": onset}))
    (row,), _ = headlines(Results(folder))
    assert (row.name, row.computed) == ("time of onset of debonding", "20 s")
    page = of_run(Results(folder), [])
    assert "Debonding over the volume expansion" not in page


def test_runs_are_compared_by_what_differs(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for file in folder.iterdir():
        if file.is_file():
            (other / file.name).write_text(file.read_text().replace("160.0 MPa", "200.0 MPa"))
    page = compare([folder, other], tmp_path / "comparison.html").read_text()
    assert "interfaces.particle_fibre.strength" in page
    assert "youngs_modulus" not in page
    for row in ("accepted steps", "total seconds", "largest error in the balance of energy"):
        assert f"<td>{row}</td>" in page
    assert all(address.startswith("data:") for address in loaded(page))


def swept(folder: Path, tmp_path: Path, strengths: dict[str, float]) -> list[Path]:
    """Copies of a results folder with other strengths, and the onset that each has."""
    found = []
    for strength, onset in strengths.items():
        other = tmp_path / f"point{len(found)}"
        other.mkdir()
        for file in folder.iterdir():
            if file.is_file():
                (other / file.name).write_text(file.read_text().replace("160.0 MPa", strength))
        entry = {"value": onset, "unit": "-", "kind": "predicted"}
        (other / "summary.json").write_text(json.dumps({"onset:particle_fibre": entry}))
        found.append(other)
    return found


def test_runs_of_a_sweep_are_labelled_by_their_values_and_drawn_over_them(folder, tmp_path):
    runs = swept(folder, tmp_path, {"100 MPa": 0.01, "150 MPa": 0.02, "200 MPa": 0.03})
    page = compare(runs, tmp_path / "comparison.html").read_text()
    assert "<th>strength = 150 MPa</th>" in page
    assert "point1" not in page
    assert "Results over swept values" in page
    assert "onset of debonding of particle_fibre [-] over strength [MPa]" in page


def test_runs_of_which_one_does_not_swell_are_compared_over_time(folder, tmp_path):
    from nanoglue.post.report.side_by_side import courses
    from nanoglue.post.report.swept import results_over_values

    folders = swept(folder, tmp_path, {"100 MPa": 0.01, "150 MPa": 0.02, "200 MPa": 0.03})
    runs = [Results(one) for one in folders]
    values = [("interfaces.particle_fibre.strength", ["100 MPa", "150 MPa", "200 MPa"])]
    assert courses(runs)[1] == "volume expansion [%]"
    assert len(results_over_values(runs, values)) == 1
    runs[2].history["volume_expansion_chemical [-]"][:] = 0.0
    runs[2].summary["onset:particle_fibre"] |= {"value": 20.0, "unit": "s"}
    progress, label = courses(runs)
    assert label == "time [s]"
    assert [list(each) for each in progress] == [[0.0, 10.0, 20.0, 30.0]] * 3
    assert results_over_values(runs, values) == []


def test_more_than_four_runs_are_told_apart(folder, tmp_path, monkeypatch):
    from matplotlib.figure import Figure

    from nanoglue.post.report import side_by_side
    from nanoglue.post.report import swept as over_values

    figures: list[Figure] = []
    for module in (side_by_side, over_values):
        monkeypatch.setattr(module, "embedded_figure", lambda drawn: figures.append(drawn) or "")
    points = {f"{100 + number} MPa": 0.01 * (1 + number) for number in range(18)}
    runs = [Results(one) for one in swept(folder, tmp_path, points)][:6]
    side_by_side.overlay(runs, list(points)[:6], "energy_stored [pJ]")
    runs = [Results(run.directory) for run in runs for _ in range(3)]
    values = [("a.x", ["1 MPa", "2 MPa", "3 MPa"] * 6), ("b.y", [f"y{n // 3}" for n in range(18)])]
    over_values.results_over_values(runs, values)
    history, over_value = figures[:2]
    for drawn in (history, over_value):
        lines = drawn.axes[0].lines
        assert len({(line.get_color(), line.get_linestyle()) for line in lines}) == len(lines) == 6


def test_two_points_are_no_curve(folder, tmp_path):
    runs = swept(folder, tmp_path, {"100 MPa": 0.01, "150 MPa": 0.02})
    page = compare(runs, tmp_path / "comparison.html").read_text()
    assert "Results over swept values" not in page
    assert "strength = 100 MPa" in page


def test_a_perfect_bond_has_no_figure_of_bonding_and_no_published_value_is_claimed(
    folder, tmp_path
):
    from nanoglue.post.figures.bonding import draw_bonding
    from nanoglue.post.figures.layout import keys

    card = json.loads((folder / "run.json").read_text())
    card["case"]["interfaces"]["particle_fibre"] = {"bond": "perfect"}
    card |= {"facets_in_cohesive_length": {}, "case_warnings": []}
    (folder / "run.json").write_text(json.dumps(card))
    (folder / "summary.json").write_text("{}")
    (folder / "attempts.csv").unlink()
    results = Results(folder)
    assert list(draw_bonding(results, tmp_path)) == []
    assert "debonded" not in [entry.get_label() for entry in keys(results, "von_mises [MPa]")]
    page = of_run(results, [])
    assert "The run completed and its balances hold." in page
    assert "published value" not in page
    assert 'download="history.csv"' in page


def test_columns_that_do_not_change_are_not_drawn(folder, tmp_path):
    from nanoglue.post.report.side_by_side import common

    runs = [Results(one) for one in swept(folder, tmp_path, {"100 MPa": 0.01, "150 MPa": 0.02})]
    varying = "bonded_fraction:particle_fibre [-]"
    assert varying in common(runs)
    for run in runs:
        run.history[varying][:] = 1.0
    assert varying not in common(runs)
