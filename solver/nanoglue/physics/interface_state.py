"""State of an interface at the end of a step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from nanoglue.case.event_types import EventType


@dataclass(frozen=True, slots=True)
class InterfaceState:
    """State of an interface: bonded and load-bearing fraction, damage, front [um], traction [MPa].

    The damage increment is the largest one of the step at any point. Distances fall to zero at
    events.
    """

    bonded_fraction: float
    load_bearing: float
    damage_max: float
    damage_increment: float
    front: float
    traction_normal: float
    distances: Mapping[EventType, float] = field(default_factory=lambda: MappingProxyType({}))
