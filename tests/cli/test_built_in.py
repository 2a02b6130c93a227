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


def test_a_law_prints_its_parameters():
    printed = call("laws", "bilinear").stdout
    assert "Cohesive laws" in printed
    assert "strength" in printed
    assert "Plasticity" not in printed


@pytest.mark.parametrize("command", ["recipes", "laws", "show"])
def test_an_unknown_name_is_invalid_input(command):
    assert call(command, "no_such_name").exit_code == 2


def test_a_copy_equals_the_case_and_overwrites_nothing(tmp_path):
    file = tmp_path / "own.yaml"
    assert call("copy", "mode_I", file).exit_code == 0
    assert file.read_text() == call("show", "mode_I").stdout == library.case("mode_I").read_text()
    file.write_text("mine")
    assert call("copy", "mode_I", file).exit_code == 2
    assert file.read_text() == "mine"
