"""The last patch of the bare particle fails at the same expansion whatever controls the steps."""

import pytest

from nanoglue.case.event_types import EventType

CONTROLS = {
    "shipped": (),
    "larger error": ("stepping.error=0.1", "stepping.damage=1"),
    "smaller error": ("stepping.error=0.01", "stepping.damage=0.2"),
    "expansion": ("stepping.error=", "stepping.expansion=5e-3", "stepping.damage=0.2"),
    "backward Euler": (
        "stepping.method=backward_euler",
        "stepping.error=",
        "stepping.expansion=5e-3",
        "stepping.damage=0.2",
    ),
}
"""Settings of the steps; those of the last two leave an error of up to 4 %."""


@pytest.mark.slow
@pytest.mark.parametrize("settings", CONTROLS.values(), ids=CONTROLS.keys())
def test_the_control_of_the_steps_does_not_change_the_branch(march_case, settings):
    steps = march_case("nanoglue/bare", *settings, "output.fields=none").steps
    found = {event.event: event.chemical for step in steps for event in step.events}
    assert found[EventType.ONSET] == pytest.approx(0.0155, abs=5e-4)
    assert 0.58 < found[EventType.FRONT_AT_AXIS] < 0.64
    assert 0.58 < found[EventType.DETACHED] < 0.64
