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
    REVERSAL = "reversal"
    UNSUPPORTED = "unsupported"
    IONS_DEPLETED = "ions_depleted"
    END = "end"
