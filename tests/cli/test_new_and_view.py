"""A new case passes the check; the viewer says what it lacks; tables are printed as JSON."""

import json

import pytest
from typer.testing import CliRunner

from nanoglue.case import read
from nanoglue.cli import view
from nanoglue.cli.app import app


def call(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


def test_a_new_case_passes_the_strict_check(tmp_path):
    file = tmp_path / "my.yaml"
    assert call("new", file).exit_code == 0
    case = read(file)
    assert case.names.bodies == ("particle", "fibre")
    assert case.warnings == ()
    comments = [line for line in file.read_text().splitlines() if "#" in line]
    assert len(comments) > 10


def test_an_existing_file_is_kept_unless_forced(tmp_path):
    file = tmp_path / "my.yaml"
    file.write_text("mine")
    assert call("new", file).exit_code == 2
    assert file.read_text() == "mine"
    assert call("new", file, "--force").exit_code == 0


def test_the_viewer_names_missing_packages_and_their_remedy(monkeypatch):
    monkeypatch.setattr(view, "find_spec", lambda name: None if "trame" in name else object())
    assert view.unavailable(browser=True).endswith("pip install trame trame-vtk")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert "--browser" in view.unavailable(browser=False)


@pytest.mark.parametrize("options", [("--field", "nothing"), ("--at", "never")])
def test_the_viewer_refuses_what_is_not_there(tmp_path, options):
    (tmp_path / "history.csv").write_text("step\n")
    assert call("view", tmp_path, *options).exit_code == 2


def test_checks_of_the_verification_are_rows_of_numbers():
    from types import SimpleNamespace

    from nanoglue.verification.table import rows

    check = SimpleNamespace(quantity="stress", source="a book", tolerance=1e-3)
    compared = SimpleNamespace(worst=(1.001, 1.0), error=1e-3)
    met = SimpleNamespace(check=check, comparison=compared, passed=True, note="")
    missed = SimpleNamespace(check=check, comparison=None, passed=False, note="no steps")
    problem = SimpleNamespace(
        problem=SimpleNamespace(name="bar"), seconds=2.0, checks=[met, missed]
    )
    first, second = json.loads(json.dumps(rows([problem])))
    assert (first["computed"], first["passed"]) == (1.001, True)
    assert (second["error"], second["note"]) == (None, "no steps")
