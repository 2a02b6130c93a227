"""Events that cannot occur, for want of an interface or of a limit, are refused at their place."""

import pytest
from tests.case.staged_particle import CURRENT, issues, particle, read_text
from tests.case_texts import CHARGED_BLOCKS

BLOCKS = (
    """\
title: Two blocks
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
"""
    + CHARGED_BLOCKS
    + """\
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
)
BILINEAR = "law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1e17 Pa/m}"
ELASTIC = "law: {model: elastic, stiffness: 1e17 Pa/m}"


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
