"""Samples belong to the cases, parameters, targets and measured values that they are drawn for."""

from tests.calibration.prepared_samples import CURVE, prepared
from typer.testing import CliRunner

from nanoglue.calibration import samples_case
from nanoglue.case import read
from nanoglue.cli.app import app


def test_samples_of_another_case_or_of_other_targets_are_refused(quick, tmp_path):
    at = prepared(tmp_path, 'pull: {column: "force_y:top_face [uN]", times: [0.01 s]}')
    case = tmp_path / "case.yaml"
    samples_case.record(read(case), tmp_path / "out")
    run = ["predict", *at, "--runs", "5"]
    assert CliRunner().invoke(app, [*run, "--set", "output.pictures=true"]).exit_code == 0
    for changed in ("bodies.top.elasticity.poissons_ratio", "calibration.targets.force.tolerance"):
        refused = CliRunner().invoke(app, [*run, "--set", f"{changed}=0.2"])
        assert refused.exit_code == 2
        assert "samples.csv has samples of another case" in refused.output
        assert f"{changed.removeprefix('calibration.')}: 0." in refused.output


def test_samples_belong_to_measured_values_and_to_no_value_of_a_parameter(quick, tmp_path):
    at = prepared(tmp_path, 'pull: {column: "force_y:top_face [uN]", times: [0.01 s]}')
    case, curve = tmp_path / "case.yaml", tmp_path / "curve.csv"
    samples_case.record(read(case), tmp_path / "out")
    case.write_text(case.read_text().replace("stiffness: 1000 MPa/um", "stiffness: 1200 MPa/um"))
    run = ["predict", *at, "--runs", "5"]
    assert CliRunner().invoke(app, run).exit_code == 0
    curve.write_text(CURVE.read_text().replace("5.4", "5.5"))
    refused = CliRunner().invoke(app, run)
    assert refused.exit_code == 2
    assert "samples.csv has samples of another case (measured.curve: " in refused.output


def test_samples_belong_to_the_further_cases_of_their_targets(tmp_path):
    prepared(tmp_path, 'pull: {column: "force_y:top_face [uN]", times: [0.01 s]}')
    case, other = tmp_path / "case.yaml", tmp_path / "other.yaml"
    case.write_text(
        case.read_text().replace("curve: curve.csv", "curve: curve.csv, case: other.yaml")
    )
    samples_case.record(read(case), tmp_path)
    assert samples_case.changes(read(case), tmp_path) == []
    other.write_text(other.read_text().replace("0.4*t", "0.5*t"))
    (change,) = samples_case.changes(read(case), tmp_path)
    assert change.endswith("expression: 0.4*t -> 0.5*t")
