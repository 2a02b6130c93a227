"""The command predicts results of other cases, and states what is wrong with an entry."""

import csv
import json
import shutil

import pytest
from tests.calibration.prepared_samples import CASE, prepared
from typer.testing import CliRunner

from nanoglue.calibration.prediction import (
    prediction_study,
)
from nanoglue.case import read
from nanoglue.cli.app import app


def test_the_command_predicts_another_case_and_starts_again_without_runs(quick, tmp_path):
    column = '"force_y:top_face [uN]"'
    at = prepared(
        tmp_path, f"pull: {{column: {column}, times: [0.01 s, 0.02 s], case: other.yaml}}"
    )
    arguments = ["predict", *at, "--runs", "40"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    stored = json.loads((tmp_path / "out/predictions.json").read_text())
    assert (stored["runs"], stored["failed"]) == (40, 1)  # run 20 fails, run 30 is killed once
    assert (tmp_path / "out/figures/predictions.png").exists()
    last = stored["predictions"]["pull@0.02"]
    assert last["mean"] == pytest.approx(1200 * 0.006, rel=5e-3)
    assert (last["low"], last["high"]) == pytest.approx((1020 * 0.006, 1380 * 0.006), rel=0.01)
    assert stored["predictions"]["pull@0.01"]["mean"] == pytest.approx(last["mean"] / 2, rel=1e-4)
    assert last["occurs"] == 1
    assert last["coverage"] == pytest.approx(0.9 * 38 / 40)  # of 39 runs that are complete
    assert "contains 86% +- 5% of further results" in result.output
    rows = list(csv.DictReader((tmp_path / "out/predictions.csv").open()))
    assert [row["pull@0.02"] == "" for row in rows].count(True) == 1
    times = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("count")}
    assert CliRunner().invoke(app, [*arguments, "--method", "surrogate"]).exit_code == 0
    smooth = json.loads((tmp_path / "out/predictions.json").read_text())
    again = smooth["predictions"]["pull@0.02"]
    assert (again["low"], again["high"]) == pytest.approx((1020 * 0.006, 1380 * 0.006), rel=0.001)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("count")} == times


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('f: {column: "force_y:top [uN]", times: [0.01 s]}', "there is no force of top"),
        ('f: {column: "force_y:top_face [uN]"}', "must have one of 'event' and 'times'"),
        ('f: {column: "force_y:top_face [uN]", times: [9 s]}', "after the end of the run"),
        (
            'f: {column: "force_y:top_face [uN]", times: [9 s], case: other.yaml}',
            "after the end of the run",
        ),
        (
            'f: {column: "force_y:top_face [uN]", times: [0.01 s], case: no.yaml}',
            "there is no file 'no.yaml'",
        ),
    ],
)
@pytest.mark.parametrize("command", ["check", "predict"])
def test_errors_of_predictions_have_their_line(tmp_path, command, entry, message):
    arguments = prepared(tmp_path, entry)
    given = ["--no-mesh", arguments[0]] if command == "check" else arguments
    result = CliRunner().invoke(app, [command, *given])
    assert result.exit_code == 2
    assert message in result.output
    line = len((tmp_path / "case.yaml").read_text().splitlines())
    assert f"case.yaml:{line}:" in result.output


def test_the_command_predicts_a_changed_case_with_probabilities_and_the_value_of_a_measurement(
    quick, tmp_path
):
    """The force is 0.006 times the stiffness, which is uniform between 1000 and 1400."""
    entry = (
        'pull: {column: "force_y:top_face [uN]", times: [0.02 s], tolerance: 0.24, '
        "set: {stepping.fixed: 5 ms}, ranges: {weak: [null, 7.2], strong: [7.2, null]}}"
    )
    arguments = prepared(tmp_path, entry)
    result = CliRunner().invoke(app, ["predict", *arguments, "--runs", "40", "--information"])
    assert result.exit_code == 0, result.output
    (runs,) = prediction_study(read(arguments[0])).cases
    assert "stepping.fixed=5 ms" in runs.overrides
    stored = json.loads((tmp_path / "out/predictions.json").read_text())["predictions"]["pull"]
    assert stored["completed"] == 39
    shares = {name: one["value"] for name, one in stored["ranges"].items()}
    assert shares["weak"] + shares["strong"] == pytest.approx(1)
    assert shares["weak"] == pytest.approx(0.5, abs=0.05)
    assert "pull weak: probability" in result.output
    rows = list(csv.DictReader((tmp_path / "out/information.csv").open()))
    assert [(row["measurement"], row["quantity"]) for row in rows] == [
        ("pull", "stiffness"),
        ("pull", "pull"),
    ]
    # a normal error of 40 MPa/um, the ends cut off
    assert 0.25 < float(rows[0]["remaining"]) < 2 * 1.645 * 40 / 360
    assert rows[0]["remaining"][:4] == rows[1]["remaining"][:4]


@pytest.mark.parametrize("other", ["", "pull: {%s, case: other.yaml}"])
def test_results_in_the_runs_for_the_targets_need_no_further_runs(quick, tmp_path, other):
    """The force at half the time is half of that which the posterior was fitted to."""
    column = 'column: "force_y:top_face [uN]", times: [0.01 s]'
    entries = f"half: {{{column}}}\n    {other % column if other else ''}"
    arguments = prepared(tmp_path, entries)
    sets = ["posterior.runs=22", "posterior.refinements=0", "posterior.effective_samples=1000"]
    flags = [part for one in sets for part in ("--set", f"calibration.{one}")]
    fitted = CliRunner().invoke(
        app, ["calibrate", *arguments, "--method", "posterior", "-j", "2", *flags]
    )
    assert fitted.exit_code == 0, fitted.output
    stiffness = json.loads((tmp_path / "out/posterior.json").read_text())["parameters"]["stiffness"]
    result = CliRunner().invoke(app, ["predict", *arguments, "--runs", "8", "--information"])
    assert result.exit_code == 0, result.output
    stored = json.loads((tmp_path / "out/predictions.json").read_text())["predictions"]
    exact = [0.003 * value for value in stiffness["interval"]]
    assert [stored["half"][end] for end in ("low", "high")] == pytest.approx(exact, rel=1e-3)
    assert (stored["half"]["completed"], stored["half"]["occurs"]) == (0, None)
    made = [one.name for one in (tmp_path / "out").glob("predictions/runs/*")]
    assert made == (["1_other"] if other else [])  # as without the results of the targets
    if other:
        assert stored["pull"]["completed"] == 8
        assert stored["pull"]["median"] == pytest.approx(stored["half"]["median"], rel=0.02)


def test_completed_runs_alone_are_taken_if_asked_for(quick, tmp_path):
    """The second case has two of five runs: no interval, but the probability of a range."""
    column = 'column: "force_y:top_face [uN]", times: [0.02 s]'
    entries = (
        f"one: {{{column}, case: other.yaml}}\n"
        f"    two: {{{column}, set: {{stepping.fixed: 5 ms}}, ranges: {{any: [0, null]}}}}"
    )
    arguments = ["predict", *prepared(tmp_path, entries), "--runs", "5"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    for number in (1, 2, 4):
        for file in (tmp_path / "out/predictions/runs/1_case").glob(f"{number:03d}*"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    foreign = tmp_path / "out/predictions/runs/0_other/002/resolved.yaml"
    foreign.write_text("of another case")
    result = CliRunner().invoke(app, [*arguments, "--completed"])
    assert result.exit_code == 2
    assert "002 holds results of another case" in result.output
    foreign.unlink()
    result = CliRunner().invoke(app, [*arguments, "--completed"])
    assert result.exit_code == 0, result.output
    stored = json.loads((tmp_path / "out/predictions.json").read_text())["predictions"]
    assert (stored["one"]["completed"], stored["two"]["completed"]) == (5, 2)
    assert stored["two"]["mean"] is None
    assert stored["two"]["ranges"]["any"]["runs"] == 2
    assert not (tmp_path / "out/predictions/runs/1_case/001").exists()
    for number in (0, 3):
        shutil.rmtree(tmp_path / f"out/predictions/runs/1_case/{number:03d}")
        (tmp_path / f"out/predictions/runs/1_case/{number:03d}.exit").unlink()
    again = CliRunner().invoke(app, [*arguments, "--completed"])
    assert "two any: probability" not in again.output
    stored = json.loads((tmp_path / "out/predictions.json").read_text())["predictions"]
    assert "ranges" not in stored["two"]


def test_errors_of_predictions_of_other_cases_are_in_the_json_of_a_check(tmp_path):
    entry = 'f: {column: "force_y:top_face [uN]", times: [9 s], case: other.yaml}'
    arguments = prepared(tmp_path, entry)
    result = CliRunner().invoke(app, ["check", "--json", "--no-mesh", arguments[0]])
    assert result.exit_code == 2
    (error,) = json.loads(result.stdout)["errors"]
    assert error["path"] == "calibration.predictions.f.times"


def test_predictions_without_samples_or_entries_name_the_remedy(tmp_path):
    result = CliRunner().invoke(app, ["predict", str(CASE)])
    assert result.exit_code == 2
    assert "there is no 'predictions'" in result.output
    arguments = prepared(tmp_path, 'f: {column: "force_y:top_face [uN]", times: [0.01 s]}')
    samples = tmp_path / "out/samples.csv"
    samples.write_text(samples.read_text().replace("stiffness", "strength"))
    other = CliRunner().invoke(app, ["predict", *arguments])
    assert other.exit_code == 2
    assert "has samples of other parameters" in other.output
    samples.unlink()
    none = CliRunner().invoke(app, ["predict", *arguments])
    assert none.exit_code == 2
    assert "run 'nanoglue calibrate CASE --method posterior' first" in none.output


def test_a_case_without_any_parameter_is_refused(tmp_path):
    entry = 'f: {column: "time [s]", times: [0.01 s], case: other.yaml}'
    arguments = prepared(tmp_path, entry)
    other = CASE.parents[2] / "cases/verification/free_swelling.yaml"
    (tmp_path / "other.yaml").write_text(other.read_text())
    result = CliRunner().invoke(app, ["predict", *arguments])
    assert result.exit_code == 2
    assert "no parameter has a path in 'other.yaml'" in result.output
