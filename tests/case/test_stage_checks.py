"""Stages that could never end or never start are refused at their place."""

import re

import pytest
from typer.testing import CliRunner

from nanoglue.case import read
from nanoglue.case.text.errors import CaseError
from nanoglue.cli.app import app

PARTICLE = """\
title: A particle
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 200 nm, centre_size: 300 nm}
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 1
      initial: 0.2
      swelling: {model: linear, coefficient: 1}
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-14 m^2/s
boundaries: {axis: {symmetry: true}, equator: {symmetry: true}}
protocol:
  - STAGE
time: {end: 2000 s}
stop_at: [STOP]
"""
CURRENT = "model: galvanostatic, body: particle, through: surface"
VOLTAGE = "model: potentiostatic, body: particle, through: surface"
BLOCKS = """\
title: Two blocks
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      {molar_volume: 10 cm^3/mol, max_stoichiometry: 1, potential: {model: ideal},
       diffusivity: 1e-12 m^2/s}
  bottom:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
interfaces:
  top_bottom:
    INTERFACE
boundaries: {bottom_face: {displacement: {x: 0 um, y: 0 um}}}
protocol:
  - {model: galvanostatic, body: top, through: top_bottom, rate: 1 /hour,
     until: {event: EVENT}}
time: {end: 2 hour}
stop_at: [STOP]
"""
BILINEAR = "law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1e17 Pa/m}"
ELASTIC = "law: {model: elastic, stiffness: 1e17 Pa/m}"


def read_text(folder, text):
    file = folder / "case.yaml"
    file.write_text(text)
    return read(file)


def particle(folder, stage, stop=""):
    return read_text(folder, PARTICLE.replace("STAGE", f"{{{stage}}}").replace("STOP", stop))


def issues(call, *given):
    """Lines and messages of the errors."""
    try:
        call(*given)
    except CaseError as error:
        return [(one.place.line, one.message) for one in error.issues]
    return []


def test_a_current_through_the_axis_is_refused(tmp_path):
    stage = f"{CURRENT}, rate: 1 /hour".replace("surface", "axis")
    message = "axis has no area; name a surface through which the species enters"
    assert issues(particle, tmp_path, stage) == [(16, message)]


def test_a_current_through_bodies_that_merely_touch_is_refused(tmp_path):
    text = BLOCKS.replace("INTERFACE", "law: {model: contact}").replace("STOP", "")
    ended = text.replace("event: EVENT", "time: 1 hour")
    ((line, message),) = issues(read_text, tmp_path, ended)
    assert line == 17
    assert "no bond, so that no current flows" in message
    wetted = ended.replace(
        "through: top_bottom", "through: {surface: top_bottom, after_debonding: open}"
    )
    assert not issues(read_text, tmp_path, wetted)
    ((_, message),) = issues(
        read_text,
        tmp_path,
        wetted.replace("time: 1 hour", "event: detached"),
    )
    assert "no interface can fail" in message


@pytest.mark.parametrize(
    ("interface", "event", "stop", "words"),
    [
        ("bond: perfect", "onset", "", ["no interface can fail"]),
        ("bond: perfect", "detached", "", ["no interface can fail"]),
        (ELASTIC, "first_damage", "", ["no interface can fail"]),
        (BILINEAR, "front_at_axis", "", ["no axis in plane strain"]),
        (BILINEAR, "onset", "front_at_axis", ["no axis in plane strain"]),
        (BILINEAR, "onset", "voltage_limit", ["no stage has a limit 'voltage'"]),
        (BILINEAR, "onset", "current_limit", ["no stage at constant voltage has a limit 'rate'"]),
        (BILINEAR, "onset", "content_limit", ["no stage at constant voltage ends"]),
        (BILINEAR, "onset", "reversal", ["no stage follows another"]),
        (BILINEAR, "onset", "current_interrupted", []),
        (BILINEAR, "bonded_50pct", "full", []),
        (BILINEAR, "load_bearing_1pct", "detached", []),
    ],
)
def test_an_event_that_cannot_occur_is_refused(tmp_path, interface, event, stop, words):
    text = BLOCKS.replace("INTERFACE", interface).replace("EVENT", event).replace("STOP", stop)
    found = issues(read_text, tmp_path, text)
    assert [word in message for word, (_, message) in zip(words, found, strict=True)] == [
        True for _ in words
    ]
    assert all(line == (20 if stop and words else 18) for line, _ in found)


@pytest.mark.parametrize("event", ["onset", "front_at_axis", "detached"])
def test_an_event_without_interfaces_is_refused(tmp_path, event):
    stage = f"{CURRENT}, rate: 1 /hour, until: {{event: {event}}}"
    ((line, message),) = issues(particle, tmp_path, stage)
    assert line == 16
    assert message == "the case has no interface that could fail; the stage would not end"
    ((line, _),) = issues(particle, tmp_path, f"{CURRENT}, rate: 1 /hour", event)
    assert line == 18


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
