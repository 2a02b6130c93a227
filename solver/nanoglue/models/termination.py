"""When a stage of a protocol is over."""

from dataclasses import dataclass
from typing import Literal

from nanoglue.units.quantities import (
    MolePerKilogram,
    NonNegative,
    Number,
    PerSecond,
    Positive,
    Second,
    Volt,
)

EndingEvent = Literal[
    "first_damage",
    "onset",
    "bonded_50pct",
    "bonded_10pct",
    "load_bearing_10pct",
    "load_bearing_1pct",
    "detached",
    "front_at_axis",
    "fracture",
]
"""Events of interfaces and bodies that may end a stage."""


@dataclass(frozen=True, slots=True)
class Termination:
    """End of a stage at the first limit that is reached; without limits it never ends.

    ``stoichiometry`` and ``volume_expansion`` are means over the body; they are approached from the
    side on which the stage starts, so that the same key serves sodiation and desodiation. ``time``
    and ``capacity`` (charge per mass of the host, ``50 mAh/g``) count from the start of the stage.
    ``voltage`` is reached from above by insertion and from below by extraction. ``rate`` ends a
    stage at constant voltage when the current has fallen to it. ``event`` is one of an interface or
    a body; one that has happened before does not count.
    """

    stoichiometry: Number | None = None
    volume_expansion: Number | None = None
    time: Positive[Second] | None = None
    voltage: Volt | None = None
    rate: NonNegative[PerSecond] | None = None
    capacity: Positive[MolePerKilogram] | None = None
    event: EndingEvent | None = None
