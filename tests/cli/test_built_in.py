"""What the commands about built-in cases, recipes and models print and write."""

import json

import pytest
from typer.testing import CliRunner

from nanoglue.case import library
from nanoglue.cli.app import app


def call(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


def test_cases_are_listed_as_json():
    listed = json.loads(call("cases", "--json").stdout)
    assert set(listed) == set(library.cases())
    assert listed["verification/mode_I"] == "Bilinear law in mode I between two stiff blocks"


def test_every_recipe_prints_its_parameters():
    names = list(library.recipes())
    assert names
    listed = call("recipes").stdout
    for name in names:
        assert name in listed
        assert call("recipes", name).exit_code == 0


def test_a_recipe_names_its_bodies_interfaces_and_boundaries():
    printed = " ".join(call("recipes", "core_shell").stdout.split())
    assert "Bodies 'core', 'shell'. Interface 'core_shell'" in printed
    assert "Boundaries 'axis', 'equator' (of both bodies) and 'outer'." in printed


def test_a_law_prints_its_parameters():
    printed = call("laws", "bilinear").stdout
    assert "Cohesive laws" in printed
    assert "strength" in printed
    assert "Plasticity" not in printed


@pytest.mark.parametrize("command", ["recipes", "laws", "show"])
def test_an_unknown_name_is_invalid_input(command):
    assert call(command, "no_such_name").exit_code == 2


@pytest.mark.parametrize(
    ("command", "name", "meant"),
    [
        ("recipes", "core_shel", "core_shell"),
        ("laws", "bilinaer", "bilinear"),
        ("materials", "silicn", "silicon"),
        ("show", "silicon/al2o", "silicon/al2o3"),
    ],
)
def test_the_nearest_name_is_suggested(command, name, meant):
    assert f"did you mean '{meant}'?" in call(command, name).output


@pytest.mark.parametrize("command", ["recipes", "laws"])
def test_lists_contain_no_marks_of_code(command):
    assert "`" not in call(command).stdout


def test_titles_of_cases_stand_in_one_column():
    starts = {
        line.index(title)
        for line, title in zip(
            call("cases").stdout.splitlines(),
            json.loads(call("cases", "--json").stdout).values(),
            strict=True,
        )
    }
    assert len(starts) == 1


def test_a_copy_equals_the_case_and_overwrites_nothing(tmp_path):
    file = tmp_path / "own.yaml"
    assert call("copy", "mode_I", file).exit_code == 0
    assert file.read_text() == call("show", "mode_I").stdout == library.case("mode_I").read_text()
    file.write_text("mine")
    assert call("copy", "mode_I", file).exit_code == 2
    assert file.read_text() == "mine"


def test_a_citation_names_the_versions_of_the_run(tmp_path):
    run = {"versions": {"nanoglue": "0.2.0", "numpy": "2.1", "gmsh": None}, "commit": None}
    (tmp_path / "run.json").write_text(json.dumps(run))
    printed = call("cite", tmp_path).stdout
    assert "version = {0.2.0}" in printed
    assert "nanoglue 0.2.0, numpy 2.1}" in printed
    assert "commit" not in printed


def test_a_folder_without_a_run_cannot_be_cited(tmp_path):
    done = call("cite", tmp_path)
    assert done.exit_code == 2
    assert "no results of a run" in done.stderr
    (tmp_path / "run.json").write_text("{}")
    done = call("cite", tmp_path)
    assert done.exit_code == 2
    assert "run.json cannot be read" in done.stderr


def test_a_check_prints_its_findings_as_json():
    done = call("check", "mode_I", "--json", "--no-mesh")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert found["errors"] == []
    assert found["case"]["title"] == "Bilinear law in mode I between two stiff blocks"


def test_errors_of_a_check_are_json_with_exit_code_2():
    setting = "interfaces.top_bottom.law.strength=-1 MPa"
    done = call("check", "mode_I", "--json", "--no-mesh", "--set", setting)
    (error,) = json.loads(done.stdout)["errors"]
    assert done.exit_code == 2
    assert error["path"] == "interfaces.top_bottom.law.strength"


@pytest.mark.parametrize("command", [("show",), ("check", "--no-mesh")])
def test_a_name_that_several_cases_share_is_refused_with_the_full_names(command):
    refused = call(*command, "bare")
    assert refused.exit_code == 2
    assert "nanoglue/bare, se_carbon/bare" in refused.output
