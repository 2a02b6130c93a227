"""Tables and summaries of earlier releases with the present names of columns and events."""

from collections.abc import Mapping
from typing import Any

from nanoglue.case.former_names import EVENTS, present_heading, present_key


def present_row(row: Mapping[str, str]) -> dict[str, str]:
    """Return a row of history.csv or events.csv with present names.

    >>> present_row({"event": "turn", "time [s]": "2"})
    {'event': 'reversal', 'time [s]': '2'}
    """
    renamed = {present_heading(heading): text for heading, text in row.items()}
    if renamed.get("event") in EVENTS:
        renamed["event"] = EVENTS[renamed["event"]]
    return renamed


def present_summary(summary: Mapping[str, object]) -> dict[str, Any]:
    """Return the entries of summary.json under their present names."""
    return {present_key(name): entry for name, entry in summary.items()}
