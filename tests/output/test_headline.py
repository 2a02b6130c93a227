"""Events are told by the volume expansion, or by their time where nothing swells."""

import pytest

from nanoglue.case import find, read
from nanoglue.case.event_types import EventType
from nanoglue.observables import Observation
from nanoglue.output.summary import headlines
from nanoglue.stepping.events import Event

ONSET = Event(EventType.ONSET, "top_bottom", 0.25, 0.016, 0.015)


@pytest.mark.parametrize(
    ("case", "value", "unit"), [("nanoglue/bare", 0.016, "-"), ("verification/mode_I", 0.25, "s")]
)
def test_an_event_is_told_in_what_moves(case, value, unit):
    table = headlines(read(find(case), ()), [ONSET], Observation())
    for name in ("onset", "onset:top_bottom"):
        assert (table[name].value, table[name].unit) == (value, unit)
