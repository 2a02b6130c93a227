"""Types of events in a run, as ``stop_at`` and ``published`` of a case name them."""

from enum import StrEnum


class EventType(StrEnum):
    """Event that a run can report; its value is the name in files."""

    FIRST_DAMAGE = "first_damage"
    ONSET = "onset"
    BONDED_50PCT = "bonded_50pct"
    BONDED_10PCT = "bonded_10pct"
    FRONT_AT_AXIS = "front_at_axis"
    DETACHED = "detached"
    LOAD_BEARING_10PCT = "load_bearing_10pct"
    LOAD_BEARING_1PCT = "load_bearing_1pct"
    FRACTURE = "fracture"
    CURRENT_INTERRUPTED = "current_interrupted"
    EMPTY = "empty"
    FULL = "full"
    VOLTAGE_LIMIT = "voltage_limit"
    CURRENT_LIMIT = "current_limit"
    CONTENT_LIMIT = "content_limit"
    REVERSAL = "reversal"
    UNSUPPORTED = "unsupported"
    IONS_DEPLETED = "ions_depleted"
    END = "end"

    @property
    def ends_stage(self) -> bool:
        """Whether the event ends the present stage of the protocol."""
        return self.is_limit or self in (
            EventType.CURRENT_INTERRUPTED,
            EventType.EMPTY,
            EventType.FULL,
        )

    @property
    def is_limit(self) -> bool:
        """Whether the event is a limit of a stage that only the solution shows."""
        return self in (
            EventType.VOLTAGE_LIMIT,
            EventType.CURRENT_LIMIT,
            EventType.CONTENT_LIMIT,
        )


BONDED_AT = {EventType.BONDED_50PCT: 0.5, EventType.BONDED_10PCT: 0.1}
"""Bonded fraction [-] of an interface at an event."""

LOAD_BEARING_AT = {EventType.LOAD_BEARING_10PCT: 0.1, EventType.LOAD_BEARING_1PCT: 0.01}
"""Load-bearing fraction [-] of an interface at an event."""
