"""Stages that could never end or never start are refused at their place."""

import re

import pytest
from tests.case.staged_particle import CURRENT, PARTICLE, VOLTAGE, issues, particle, read_text
from typer.testing import CliRunner

from nanoglue.cli.app import app


def test_a_current_through_the_axis_is_refused(tmp_path):
    stage = f"{CURRENT}, rate: 1 /hour".replace("surface", "axis")
    message = "axis has no area; name a surface through which the species enters"
    assert issues(particle, tmp_path, stage) == [(16, message)]


@pytest.mark.parametrize(
    ("stage", "voltage"),
    [
        (f"{VOLTAGE}, voltage: 60 V, until: {{time: 10 s}}", "60 V"),
        (f"{CURRENT}, rate: 1 /hour, until: {{voltage: -3 V}}", "-3 V"),
        (f"{CURRENT}, rate: -1 /hour, until: {{voltage: 600 V}}", "600 V"),
    ],
)
def test_a_voltage_far_from_the_open_circuit_curve_is_refused(tmp_path, stage, voltage):
    ((line, message),) = issues(particle, tmp_path, stage)
    assert line == 16
    assert message.startswith(f"{voltage} is more than 2 V outside the open-circuit curve, 0.5 to")


KINETICS = "kinetics: {model: butler_volmer, exchange_current_density: 1 A/m^2}"


@pytest.mark.parametrize(
    ("kinetics", "voltage", "words"),
    [
        ("", "0.45 V", []),
        ("", "0.3 V", ["0.2 V outside the open-circuit curve, 0.5 to 1 V: without kinetics"]),
        (KINETICS, "0.3 V", []),
        (KINETICS, "1.7 V", ["0.7 V outside the open-circuit curve, 0.5 to 1 V: only a large"]),
    ],
)
@pytest.mark.parametrize("held", [True, False])
def test_a_voltage_outside_the_curve_is_warned_of(tmp_path, kinetics, voltage, words, held):
    sign = "-" if voltage == "1.7 V" else ""
    stage = (
        f"{VOLTAGE}, voltage: {voltage}, until: {{time: 10 s}}"
        if held
        else f"{CURRENT}, rate: {sign}1 /hour, until: {{voltage: {voltage}}}"
    )
    text = PARTICLE.replace("diffusivity:", f"{kinetics}\n      diffusivity:")
    text = text.replace("STAGE", f"{{{stage}}}").replace("STOP", "")
    warned = [one for one in read_text(tmp_path, text).warnings if "outside" in one.message]
    assert [one.message.startswith(word) for one, word in zip(warned, words, strict=True)] == [
        True for _ in words
    ]
    assert all(one.place.line == 17 for one in warned)


@pytest.mark.parametrize(
    ("rate", "limit", "passed"),
    [("1", "0.95 V", True), ("1", "0.6 V", False), ("-1", "0.6 V", True), ("-1", "0.95 V", False)],
)
def test_a_voltage_limit_passed_at_the_start_is_warned_of(tmp_path, rate, limit, passed):
    case = particle(tmp_path, f"{CURRENT}, rate: {rate} /hour, until: {{voltage: {limit}}}")
    warned = [one for one in case.warnings if one.path == ("protocol", 0, "until", "voltage")]
    assert [one.message.startswith("already passed: ") for one in warned] == [True] * passed
    assert all(one.place.line == 16 and "0.9 V" in one.message for one in warned)


@pytest.mark.parametrize(("at_limit", "passed"), [("stop", True), ("next", False)])
def test_the_content_after_a_stage_that_may_end_early_is_not_foreseen(tmp_path, at_limit, passed):
    first = f"{CURRENT}, rate: 1 /hour, until: {{time: 1 hour}}, at_limit: {at_limit}"
    second = f"{CURRENT}, rate: 0.1 /hour, until: {{stoichiometry: 0.95}}"
    case = particle(tmp_path, f"{first}}}\n  - {{{second}")
    paths = [one.path for one in case.warnings if one.message.startswith("already passed: ")]
    assert paths == [("protocol", 1, "until", "stoichiometry")] * passed


@pytest.fixture
def rod(tmp_path):
    """A rod whose current enters through the boundary at radius 0, which has another name."""
    recipe = "{recipe: bar, width: 1 um, height: 1 um}"
    text = re.sub(r"\{recipe: sphere.*\}", recipe, PARTICLE).replace("particle:", "bar:")
    text = re.sub(r"boundaries: .*", "boundaries: {bottom: {symmetry: true}}", text)
    stage = f"{{{CURRENT}, rate: 1 /hour}}".replace("surface", "left").replace("particle", "bar")
    file = tmp_path / "case.yaml"
    file.write_text(text.replace("STAGE", stage).replace("STOP", ""))
    return file


def test_check_finds_a_surface_on_the_axis_by_its_mesh(rod):
    found = CliRunner().invoke(app, ["check", str(rod)])
    assert found.exit_code == 2
    assert "case.yaml:16:" in found.output
    assert "left has no area; name a surface through which the species enters" in found.output


SURFACE = "boundaries: {axis: {symmetry: true}"


def test_a_current_where_the_content_is_prescribed_is_refused(tmp_path):
    text = PARTICLE.replace(SURFACE, f"{SURFACE}, surface: {{concentration: 0.5}}")
    text = text.replace("STAGE", f"{{{CURRENT}, rate: 1 /hour}}").replace("STOP", "")
    ((line, message),) = issues(read_text, tmp_path, text)
    assert line == 16
    assert message.startswith("surface: its concentration is prescribed, so that no current")


@pytest.mark.parametrize("limit", ["stoichiometry: 0.5", "volume_expansion: 0.1"])
def test_a_rest_that_would_not_end_is_refused(tmp_path, limit):
    rest = f"{CURRENT}, rate: 0 /hour, until: {{{limit}}}"
    ((line, message),) = issues(particle, tmp_path, rest)
    assert line == 16
    assert message == "a rest does not change the content, so that it would not end; give a time"


@pytest.mark.parametrize("time", ["0 s", "-10 s"])
def test_a_stage_lasts_some_time(tmp_path, time):
    stage = f"{CURRENT}, rate: 1 /hour, until: {{time: {time}}}"
    ((line, message),) = issues(particle, tmp_path, stage)
    assert line == 16
    assert message.startswith("must be greater than 0")


@pytest.mark.parametrize(
    ("first", "warned"),
    [
        ("rate: 0 /hour", True),
        ("rate: 1 /hour", True),
        ("rate: 1 /hour, at_limit: next", False),
        ("rate: 1 /hour, until: {stoichiometry: 0.5}", False),
    ],
)
def test_a_stage_after_one_without_an_end_is_warned_of(tmp_path, first, warned):
    second = f"}}\n  - {{{CURRENT}, rate: -1 /hour"
    case = particle(tmp_path, f"{CURRENT}, {first}{second}")
    found = [one for one in case.warnings if "has no end" in one.message]
    assert [one.path for one in found] == [("protocol", 0)] * warned
