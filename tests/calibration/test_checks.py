"""``nanoglue check`` finds what is wrong with a calibration, with the line in the file."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from nanoglue.cli.app import app

CASE = Path(__file__).with_name("case.yaml").read_text()
CURVE = Path(__file__).with_name("curve.csv").read_text()
LINES = {
    "stiffness": 25,
    "dependent": 27,
    "force": 29,
    "curve": 30,
}
"""Lines of the entries of the case."""


def check(folder, text, *arguments, curve=CURVE):
    """Exit code and output of the command."""
    (folder / "case.yaml").write_text(text)
    (folder / "curve.csv").write_text(curve)
    (folder / "other.yaml").write_text(CASE.partition("calibration:")[0])
    (folder / "no_case.yaml").write_text("title: Nothing else\n")
    found = CliRunner().invoke(app, ["check", "--no-mesh", str(folder / "case.yaml"), *arguments])
    return found.exit_code, found.output


def test_a_correct_calibration_has_no_errors(tmp_path):
    code, output = check(tmp_path, CASE)
    assert code == 0
    assert "no errors" in output


@pytest.mark.parametrize(
    ("entry", "old", "new", "message"),
    [
        ("dependent", "law.strength]", "law.strenght]", "did you mean 'strength'?"),
        (
            "stiffness",
            "low: 500 MPa/um, high: 2000 MPa/um",
            "low: 100 nm, high: 200 nm",
            "must be a stress per length",
        ),
        ("dependent", "unit: MPa", "unit: nm", "must be a stress such as"),
        (
            "dependent",
            "paths: [interfaces.top_bottom.law.strength]",
            "paths: [interfaces.top_bottom.law]",
            "lies within 'interfaces.top_bottom.law'",
        ),
        ("dependent", "0.05*stiffness", "0.05*stiffness + t", "not on t"),
        ("dependent", "0.05*stiffness", "0.05*stiffness*(1 + x)", "not on x"),
        ("dependent", "0.05*stiffness", "0.05*stiffness + y*r - z", "not on r, y, z"),
        ("force", "value: 7.2,", "value: 7.2, case: no_case.yaml,", "'no_case.yaml' is no valid"),
        ("force", "time: 0.02 s", "time: 0.03 s", "is after the end of the run, 0.02 s"),
        (
            "force",
            "time: 0.02 s, value: 7.2,",
            "time: 0.03 s, value: 7.2, case: other.yaml,",
            "other.yaml: is after the end of the run",
        ),
        ("force", "force_y:top_face", "forse_y:top_face", "did you mean 'force_y'?"),
        ("force", "force_y:top_face [uN]", "force_y:top_face [um]", "has the unit uN, not um"),
        ("force", "force_y:top_face", "force_y:bottom_face", "list the boundary in output.forces"),
        ("force", "force_y:top_face", "force_z:top_face", "no results have a column 'force_z'"),
        (
            "force",
            "force_y:top_face [uN]",
            "bonded_fraction:top_face [-]",
            "'bonded_fraction' needs an interface",
        ),
        ("force", "force_y:top_face [uN]", "stoichiometry:top [-]", "top has no species"),
        ("force", "time: 0.02 s", "event: front_at_axis", "there is no axis in plane strain"),
        ("force", "time: 0.02 s", "event: empty", "no stage has a current"),
        ("force", "time: 0.02 s", "event: onst", "not 'onst' (did you mean 'onset'?)"),
        ("force", "value: 7.2,", "value: 7.2, interface: top_bottom,", "'interface' goes with"),
        (
            "force",
            "time: 0.02 s,",
            "event: onset, interface: top_botom,",
            "no interface 'top_botom' (did you mean 'top_bottom'?)",
        ),
        (
            "force",
            "value: 7.2,",
            "value: 7.2, set: {time.end: 0 s},",
            "'case.yaml' is no valid case",
        ),
        (
            "force",
            "value: 7.2,",
            "value: 7.2, set: {time.end: 0.01 s},",
            "case.yaml: is after the end of the run, 0.01 s",
        ),
        ("force", "value: 7.2,", "value: 7.2, bound: left,", "'lower' or 'upper'"),
        ("stiffness", "high: 2000", "tolerance: 0 MPa/um, high: 2000", "must be positive"),
    ],
)
def test_an_error_is_found_at_its_line(tmp_path, entry, old, new, message):
    assert old in CASE
    code, output = check(tmp_path, CASE.replace(old, new, 1))
    assert code == 2
    assert message in output
    # a path within another is reported where it stands, on the line of the parameter
    line = LINES["stiffness"] if message.startswith("lies within") else LINES[entry]
    assert f"case.yaml:{line}:" in output


def test_a_value_set_by_a_parameter_and_by_a_target_is_found(tmp_path):
    path = "interfaces.top_bottom.law.stiffness"
    changed = f"value: 7.2, set: {{{path}: 900 MPa/um}},"
    code, output = check(tmp_path, CASE.replace("value: 7.2,", changed, 1))
    assert code == 2
    assert f"'{path}' is set by a parameter and by 'force'" in output


def test_a_curve_without_its_columns_is_found(tmp_path):
    code, output = check(tmp_path, CASE, curve="time [s],force [uN]\n0,0\n")
    assert code == 2
    assert "no column 'force_y:top_face [uN]'" in output
    assert f"case.yaml:{LINES['curve']}:" in output


HEADINGS = "time [s],force_y:top_face [uN]"


@pytest.mark.parametrize(
    ("curve", "message"),
    [
        (f"{HEADINGS}\n0.005,1.8\n0.025,9\n", "0.025 s is after the end of the run, 0.02 s"),
        (f"{HEADINGS}\n-0.005,1.8\n", "-0.005 s is before the start of the run"),
        (f"{HEADINGS.replace(',', ';')}\n0,005;1,8\n", "columns are separated by commas"),
        (f"{HEADINGS},time [s]\n0.005,1.8,0.01\n", "there are two columns 'time [s]'"),
    ],
)
def test_a_curve_that_no_run_reaches_or_that_is_ambiguous_is_found(tmp_path, curve, message):
    code, output = check(tmp_path, CASE, curve=curve)
    assert code == 2
    assert message in output
    assert f"case.yaml:{LINES['curve']}:" in output


def test_blank_lines_of_a_curve_are_left_out(tmp_path):
    assert check(tmp_path, CASE, curve=f"{HEADINGS}\n0.005,1.8\n\n0.01,3.6\n\n")[0] == 0


def test_the_findings_in_json_have_the_line(tmp_path):
    import json

    text = CASE.replace("law.strength]", "law.strenght]", 1)
    code, output = check(tmp_path, text, "--json")
    assert code == 2
    assert {one["line"] for one in json.loads(output)["errors"]} == {LINES["dependent"]}


def test_pi_and_functions_are_allowed_in_formulas(tmp_path):
    code, _ = check(tmp_path, CASE.replace("0.05*stiffness", "0.05*stiffness*sin(pi/2)"))
    assert code == 0
