"""Stage of the protocol in the present step: its inflows, limits and currents."""

from collections.abc import Mapping

from nanoglue.case.columns import Column
from nanoglue.case.schema.case import Case
from nanoglue.models.protocols import Stage
from nanoglue.models.simultaneous_current import SimultaneousCurrent
from nanoglue.observables import LimitState
from nanoglue.observables.stage_progress import ProgressAt
from nanoglue.physics.balance_laws import CoupledModel
from nanoglue.physics.electrode_surface import ElectrodeSurface
from nanoglue.physics.inflow import Inflow
from nanoglue.stepping.protocol_schedule import ProtocolSchedule
from nanoglue.stepping.stage_limits import StageLimit, stage_limits


class PresentStage:
    """Stage by its ``number``, -1 if there is none, with its ``limits`` and ``currents``."""

    def __init__(self, case: Case, model: CoupledModel, protocol: ProtocolSchedule) -> None:
        """Start before the first stage."""
        self.case, self.model, self.protocol = case, model, protocol
        self.number = -1
        self.limits: tuple[StageLimit, ...] = ()
        self.currents: tuple[tuple[Stage | SimultaneousCurrent, float], ...] = ()
        """Currents of the present step [amol/s]."""

    @property
    def ending_event(self) -> str | None:
        """Event of an interface that ends the present stage."""
        return None if self.number < 0 else self.protocol.stages[self.number].stage.until.event

    @property
    def ends_unplanned(self) -> bool:
        """Whether the content of a body at the end of the stage is not known beforehand."""
        protocol, number = self.protocol, self.number
        return number >= 0 and bool(protocol.measured_bodies(protocol.stages[number].stage))

    def limit_states(
        self, values: Mapping[Column, float], progress: Mapping[ProgressAt, float]
    ) -> tuple[LimitState, ...]:
        """Return how far values and progress of a step are from the limits of its stage."""
        found: dict[Column | ProgressAt, float] = dict(values.items())
        found.update(progress.items())
        return tuple(limit.state(found) for limit in self.limits)

    def begin(self, number: int) -> None:
        """Set current or voltage of a stage by its number; all others are closed."""
        self.number, self.limits = number, ()
        for supply in self.model.supplies:
            supply.idle()
        inflow, *further = self._inflows(number)
        if inflow is None:
            return
        leg = self.protocol.stages[number]
        for one, current in zip(further, leg.further, strict=True):
            assert one is not None
            one.set_current(current)
        self.limits = stage_limits(leg, self.case, self.protocol.capacity)
        if leg.stage.held_voltage is None:
            inflow.set_current(leg.inflow)
        else:
            assert isinstance(inflow, ElectrodeSurface)
            inflow.set_voltage(leg.stage.held_voltage)

    def _inflows(self, number: int) -> tuple[Inflow | None, ...]:
        """Return the inflows of a stage by its number, None alone where there is none."""
        return (number >= 0 and self.model.stage_inflows[number]) or (None,)

    def record_currents(self) -> None:
        """Note the currents of the present stage [amol/s]: as prescribed or as solved."""
        for surface in self.model.electrode_surfaces:
            surface.record_inflow()
        self.currents = ()
        inflow = self._inflows(self.number)[0]
        if inflow is not None:
            leg = self.protocol.stages[self.number]
            held = leg.stage.held_voltage is not None
            further = zip(leg.stage.also, leg.further, strict=True)
            self.currents = ((leg.stage, inflow.inflow if held else leg.inflow), *further)
