"""Calibration finds known parameters, also where runs fail or are killed."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import nanoglue as ng
from nanoglue.calibration.measurement import Measurement, measurements
from nanoglue.calibration.runs import Runs
from nanoglue.calibration.study import study
from nanoglue.case import CaseError, read
from nanoglue.case.schema.calibration import Target
from nanoglue.cli.app import app

CASE = Path(__file__).with_name("case.yaml")


@pytest.mark.parametrize(("interface", "value"), [(None, 0.1), ("b", 0.2), ("c", np.nan)])
def test_an_event_is_that_of_the_interface_which_a_target_names(tmp_path, interface, value):
    (tmp_path / "history.csv").write_text("time [s]\n0\n1\n")
    rows = "onset,a,0.1\nbonded_50pct,c,0.15\nonset,b,0.2\n"
    (tmp_path / "events.csv").write_text(f"event,where,time [s]\n{rows}")
    target = Target(column="time [s]", event="onset", interface=interface, value=0.0, tolerance=1.0)
    one = Measurement("t", 0, target, np.zeros(1), np.zeros(1))
    assert one.computed(tmp_path) == pytest.approx([value], nan_ok=True)


def test_a_failed_and_a_killed_run_among_fifty_are_handled(quick, tmp_path):
    problem = study(read(CASE))
    runs = Runs(problem, tmp_path, 2, lambda _: None, retry=False)
    positions = np.linspace(0, 1, 50)[:, None]
    computed = runs(positions)
    exact = (500 + 1500 * positions) * 0.3 * np.array([0.02, 0.005, 0.015])
    complete = np.arange(50) != 20
    assert computed[complete] == pytest.approx(exact[complete], rel=1e-9)
    assert np.isnan(computed[20]).all()
    folder = tmp_path / "runs" / "0_case"
    assert len((folder / "030" / "count").read_text()) == 2
    assert runs.failed == 1

    again = Runs(problem, tmp_path, 2, lambda _: None, retry=False)
    part = slice(18, 33)
    assert np.array_equal(again(positions[part]), computed[part], equal_nan=True)
    assert len((folder / "031" / "count").read_text()) == 1
    assert len((folder / "020" / "count").read_text()) == 1
    Runs(problem, tmp_path, 2, lambda _: None, retry=True)(positions[20:21])
    assert len((folder / "020" / "count").read_text()) == 2


@pytest.mark.slow
def test_a_calibration_recovers_the_stiffness_and_starts_again_without_runs(tmp_path):
    result = ng.calibrate(CASE, tmp_path, jobs=2)
    found = result.parameters["stiffness"]
    assert found.value == pytest.approx(1200, rel=1e-4)  # 1e8 MPa blocks deform by 2e-5 of it
    assert found.unit == "MPa / μm"
    # three points of the line f = 0.3 k t, tolerance 0.12 uN
    assert found.deviation == pytest.approx(
        0.12 / (0.3 * np.sqrt(0.02**2 + 0.005**2 + 0.015**2)), rel=1e-3
    )
    assert result.converged
    times = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.exit")}
    assert ng.calibrate(CASE, tmp_path) == replace(result, directory=tmp_path)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.exit")} == times
    stored = json.loads((tmp_path / "calibration.json").read_text())
    assert stored["parameters"]["stiffness"]["value"] == found.value


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("low: 500 MPa/um", "low: 500 MPa", "units of one dimension"),
        ("low: 500 MPa/um", "low: 5000 MPa/um", "'low' must be below 'high'"),
        ("low: 500 MPa/um", "lov: 500 MPa/um", "unknown key (did you mean 'low'?)"),
        ("[interfaces.top_bottom.law.stiffness]", "[interfaces.top.law.stiffness]", "no 'top'"),
        ("0.05*stiffness", "0.05*stiff", "unknown name 'stiff'"),
        ("curve: curve.csv", "curve: none.csv", "there is no file 'none.csv'"),
        ("time: 0.02 s, value: 7.2", "value: 7.2", "exactly one of 'event', 'time' and 'curve'"),
        ("force_y:top_face [uN]", "force_y", "must be a heading with unit"),
        (
            "0.02 s, value: 7.2, tolerance: 0.12",
            "0.02 s, value: 7.2, tolerance: 0",
            "greater than 0",
        ),
    ],
)
def test_errors_of_the_section_have_line_and_column(tmp_path, old, new, message):
    text = CASE.read_text()
    assert old in text
    file = tmp_path / "case.yaml"
    file.write_text(text.replace(old, new, 1))
    (tmp_path / "curve.csv").write_text(CASE.with_name("curve.csv").read_text())
    with pytest.raises(CaseError) as caught:
        read(file)
    assert message in str(caught.value)
    place = caught.value.issues[0].place
    assert place.line >= text.splitlines().index("calibration:")
    assert place.column > 0


def test_a_value_that_the_case_refuses_is_found_before_the_first_run(tmp_path):
    text = CASE.read_text().replace("formula: 0.05*stiffness", "formula: 1000-stiffness")
    (tmp_path / "case.yaml").write_text(text)
    (tmp_path / "curve.csv").write_text(CASE.with_name("curve.csv").read_text())
    with pytest.raises(CaseError, match="strength"):
        ng.calibrate(tmp_path / "case.yaml", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_curve_without_the_column_is_refused(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE.read_text())
    (tmp_path / "curve.csv").write_text("time [s],force [uN]\n0,0\n")
    with pytest.raises(CaseError, match="no column 'force_y:top_face"):
        study(read(tmp_path / "case.yaml"))


def test_a_column_at_an_event_is_read_from_the_events_or_interpolated(tmp_path):
    (tmp_path / "history.csv").write_text("time [s],a [-]\n0,0\n1,10\n")
    (tmp_path / "events.csv").write_text("event,where,time [s],b [-]\nonset,x,0.5,3\n")
    for column, value in {"b [-]": 3.0, "a [-]": 5.0}.items():
        target = Target(column=column, tolerance=1.0, event="onset", value=0.0)
        one = Measurement("m", 0, target, np.zeros(1), np.zeros(1))
        assert one.computed(tmp_path) == pytest.approx([value])
    missing = replace(one, target=target.model_copy(update={"event": "detached"}))
    assert np.isnan(missing.computed(tmp_path)).all()


def test_a_further_case_shares_the_parameters_that_it_has(tmp_path):
    text = CASE.read_text()
    (tmp_path / "curve.csv").write_text(CASE.with_name("curve.csv").read_text())
    (tmp_path / "other.yaml").write_text(text.partition("calibration:")[0])
    changed = text.replace("value: 7.2,", "value: 7.2, case: other.yaml,")
    (tmp_path / "case.yaml").write_text(changed)
    problem = study(read(tmp_path / "case.yaml"))
    assert [one.path.name for one in problem.cases] == ["other.yaml", "case.yaml"]
    assert problem.depends.all()
    values = problem.values(np.array([0.5]))
    settings = [problem.settings(one, values) for one in problem.cases]
    assert settings[0] == settings[1]
    assert settings[0]["interfaces.top_bottom.law.strength"] == "62.5 MPa"


def test_a_case_without_the_section_is_refused():
    with pytest.raises(CaseError, match="no section 'calibration'"):
        ng.calibrate("mode_I")
    assert measurements(read(CASE.parents[2] / "cases/verification/mode_I.yaml"), []) == ()


def test_runs_of_another_case_are_refused_with_a_remedy_that_the_command_has(tmp_path):
    folder = tmp_path / "runs" / "0_case" / "000"
    folder.mkdir(parents=True)
    (folder / "resolved.yaml").write_text("title: another\n")
    result = CliRunner().invoke(app, ["calibrate", str(CASE), "-o", str(tmp_path)])
    assert result.exit_code == 2
    assert "holds results of another case; remove the folder" in result.output
    assert "--force" not in result.output


def test_the_command_sensitivity_writes_derivatives_of_each_target(quick, tmp_path):
    result = CliRunner().invoke(app, ["sensitivity", str(CASE), "-o", str(tmp_path)])
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader((tmp_path / "sensitivity.csv").open()))
    assert [row["target"] for row in rows] == ["force", "curve@0.005", "curve@0.015"]
    slopes = [float(row["derivative"]) for row in rows]
    assert slopes == pytest.approx([0.006, 0.0015, 0.0045], rel=1e-6)
    assert "d force / d stiffness = 0.006" in result.output
