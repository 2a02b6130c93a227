"""Protocol of a run laid out in time, with the ends of stages that were not planned."""

from collections.abc import Collection, Mapping, Sequence

from nanoglue.case.event_types import EventType
from nanoglue.case.exchange import exchanging_bodies
from nanoglue.case.schema.case import Case
from nanoglue.models.protocols import Stage
from nanoglue.stepping.schedule import ScheduledStage, StageEnd, breakpoints, kinks, schedule


class ProtocolSchedule:
    """Stages with their starts and ends, and the times at which a step must end."""

    def __init__(
        self,
        case: Case,
        capacity: Mapping[str, float],
        bound: Mapping[str, float],
        areas: Sequence[float],
    ) -> None:
        """Lay out the protocol as planned.

        Args:
            case: its ``protocol`` and ``bodies``.
            capacity: amount [amol] that fills each body.
            bound: amount [amol] that converts each body.
            areas: undeformed area [um^2] of the inflow surfaces of each stage.
        """
        self.case, self.capacity, self._bound, self._areas = case, capacity, bound, areas
        self.breakpoints: dict[float, list[tuple[EventType, str]]] = {}
        self.ended: dict[int, StageEnd] = {}
        self.stopped_at: float | None = None
        """Time [s] at which a body that no stage charges is empty or full."""
        self.stages: list[ScheduledStage] = []
        self.kinks: list[float] = []
        """Times [s] at which rates jump."""
        self.lay_out({})

    def lay_out(self, ended: Mapping[int, StageEnd]) -> None:
        """Lay out the stages with the ends of those, by number, that were not planned."""
        last = len(self.case.protocol) - 1  # of a resumed run, which may have fewer stages
        self.ended = {number: end for number, end in ended.items() if number <= last}
        extents = self.capacity, self._bound, self._areas
        self.stages = schedule(self.case, *extents, self.ended)
        self.kinks = kinks(self.case, self.stages)
        self.breakpoints.clear()
        self.breakpoints.update(breakpoints(self.case, self.stages))
        for number, end in self.ended.items():
            if self.ends_run(number, end.reasons):
                self.end_run(end.time)

    @property
    def followed_ends(self) -> list[StageEnd]:
        """Ends of stages that were not planned and with which the run does not end."""
        ended = self.ended.items()
        return [end for number, end in ended if not self.ends_run(number, end.reasons)]

    def conversions(self, body: str) -> list[ScheduledStage]:
        """Return the stages that convert a body."""
        return [leg for leg in self.stages if leg.stage.converts and leg.stage.body == body]

    def number_at(self, time: float) -> int:
        """Return the number of the stage in which a step ends at a time [s], or -1."""
        slack = 1 + 1e-12
        return next(
            (i for i, leg in enumerate(self.stages) if leg.start < time <= leg.end * slack), -1
        )

    def stop(self, time: float) -> None:
        """End the run at a time [s], apart from its stages."""
        self.stopped_at = time
        self.end_run(time)

    def end_run(self, time: float) -> None:
        """Make a time [s] the last one."""
        for later in [stop for stop in self.breakpoints if stop > time]:
            del self.breakpoints[later]
        self.breakpoints[time] = []

    def ends_run(self, number: int, reasons: Collection[EventType]) -> bool:
        """Return whether the run ends with a stage that ends for some reasons."""
        stage = self.stages[number].stage
        interrupted = EventType.CURRENT_INTERRUPTED in reasons
        choices = {stage.on_interruption} if interrupted else set()
        choices |= {stage.at_limit} if {EventType.EMPTY, EventType.FULL} & set(reasons) else set()
        return "stop" in choices or number == len(self.stages) - 1

    def measured_bodies(self, stage: Stage) -> list[str]:
        """Return the bodies whose content at the end of a stage is not known beforehand."""
        held = set() if stage.held_voltage is None else {stage.body}
        return sorted(held | exchanging_bodies(self.case, self.case.names))
