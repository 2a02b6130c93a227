"""A step of the time loop."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nanoglue.case.event_types import EventType
from nanoglue.observables import Observation
from nanoglue.solvers.outcome import Outcome
from nanoglue.stepping.events import Event


@dataclass(slots=True)
class Step:
    """Attempted or accepted step: number, attempt, end [s], size [s] and outcome."""

    number: int
    attempt: int
    time: float
    dt: float
    outcome: Outcome
    observed: Observation = field(default_factory=Observation)
    events: list[Event] = field(default_factory=list)
    pace: Mapping[str, Sequence[Any]] | None = None  # what sets the steps that follow, by part

    def event(self, kind: EventType, where: str) -> Event:
        """Return an event at the end of this step."""
        return Event(kind, where, self.time, self.observed.chemical, self.observed.deformed)

    def stops_at(self, wanted: Collection[str]) -> bool:
        """Return whether the run stops here: at a wanted event or the loss of support of a body."""
        return any(one.event in (EventType.UNSUPPORTED, *wanted) for one in self.events)
