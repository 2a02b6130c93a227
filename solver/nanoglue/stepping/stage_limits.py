"""Limits of a stage that only the solution shows: voltage, current and content."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.case.event_types import EventType
from nanoglue.case.exchange import exchanging_bodies, measures_expansion
from nanoglue.case.schema.case import Case
from nanoglue.observables import LimitState
from nanoglue.observables.stage_progress import Progress, ProgressAt
from nanoglue.stepping.schedule import ScheduledStage
from nanoglue.units.constants import AMPERE, FARADAY, MOLE

BEYOND = 0.5
"""Distance beyond a limit, in tolerances, at which a step aims, so that it meets the limit."""

FIRST_SHARE, SHARES = 0.1, (0.02, 0.95)
"""Share of a step that is tried if the limit was met in the first step of a stage, and range."""

VOLTAGE_SCALE_V, LARGEST_EXCESS_V = 1.0, 1e-3
"""Excess [V] over a voltage per ``stepping.event_tolerance``, and the largest one."""

CURRENT_SCALE, LARGEST_CURRENT_EXCESS = 10.0, 1e-2
"""Excess over a current, relative to it, per ``stepping.event_tolerance``, and the largest one."""


@dataclass(frozen=True, slots=True)
class StageLimit:
    """A value of a quantity that ends a stage, reached from below or (direction -1) from above.

    With direction 0 it is reached from the side on which the quantity ``start`` is. With an
    ``origin`` the distance of the quantity from it counts. ``tolerance`` is the largest excess over
    the limit at which the stage ends.
    """

    event: EventType
    body: str
    quantity: Column | ProgressAt
    value: float
    direction: int
    tolerance: float
    origin: float | None = None
    start: Column | ProgressAt | None = None

    def state(self, values: Mapping[Column | ProgressAt, float]) -> LimitState:
        """Return the distance to the limit, in tolerances."""
        value = values[self.quantity]
        size = value if self.origin is None else abs(value - self.origin)
        side = self.direction
        if self.start is not None and not side:
            side = 1 if self.value > values[self.start] else -1
        distance = side * (self.value - size) / self.tolerance
        return LimitState(self.event, self.body, distance)


def stage_limits(
    leg: ScheduledStage, case: Case, capacity: Mapping[str, float]
) -> tuple[StageLimit, ...]:
    """Return the limits of a stage that are not known beforehand.

    The voltage of a stage at constant current, and the content of a body that exchanges the species
    in other ways; current and content of a stage at constant voltage.

    Args:
        leg: the stage with its start.
        case: the bodies and the tolerance of events.
        capacity: amount [amol] that fills each body.
    """
    tolerance = case.stepping.event_tolerance
    if leg.stage.held_voltage is not None:
        return tuple(_limits_at_constant_voltage(leg, case, capacity[leg.stage.body], tolerance))
    return tuple(_limits_at_constant_current(leg, case, tolerance))


def _limits_at_constant_current(
    leg: ScheduledStage, case: Case, tolerance: float
) -> Iterator[StageLimit]:
    voltage, body = leg.stage.until.voltage, leg.stage.body
    direction = 1 if leg.inflow > 0 else -1 if leg.inflow < 0 else None
    if voltage is not None and direction is not None:
        column = columns.VOLTAGE.at(body)
        slack = min(VOLTAGE_SCALE_V * tolerance, LARGEST_EXCESS_V)
        yield StageLimit(EventType.VOLTAGE_LIMIT, body, column, voltage, -direction, slack)
    if body in exchanging_bodies(case, case.names) and not leg.stage.converts:
        yield from _content_limit(leg, case, tolerance, direction)
    yield from _expansion_limit(leg, case, tolerance, direction or 0)


def _content_limit(
    leg: ScheduledStage, case: Case, tolerance: float, direction: int | None = None
) -> Iterator[StageLimit]:
    """Yield the limit of the mean stoichiometry, from the side of the start without direction."""
    target, body = leg.stage.until.stoichiometry, leg.stage.body
    species = case.bodies[body].species
    if target is not None and species is not None:
        content, slack = columns.STOICHIOMETRY.at(body), tolerance * species.max_stoichiometry
        side = direction or (1 if target > leg.level else -1)
        yield StageLimit(EventType.CONTENT_LIMIT, body, content, target, side, slack)


def _expansion_limit(
    leg: ScheduledStage, case: Case, tolerance: float, direction: int = 0
) -> Iterator[StageLimit]:
    """Yield the limit of the mean expansion, from the side of the start without direction.

    The direction is that of the content.
    """
    target, body = leg.stage.until.volume_expansion, leg.stage.body
    species = case.bodies[body].species
    if target is None or species is None or not measures_expansion(case, leg.stage, case.names):
        return
    most = species.expansion_range
    side, slack = direction if most > 0 else -direction, tolerance * abs(most)
    now, start = (Progress.EXPANSION, body), (Progress.EXPANSION_AT_START, body)
    yield StageLimit(EventType.CONTENT_LIMIT, body, now, target, side, slack, start=start)


def _limits_at_constant_voltage(
    leg: ScheduledStage, case: Case, capacity: float, tolerance: float
) -> Iterator[StageLimit]:
    until, body = leg.stage.until, leg.stage.body
    species = case.bodies[body].species
    assert species is not None
    if until.rate is not None:
        current = until.rate * capacity * FARADAY * AMPERE
        one_c = capacity * FARADAY * AMPERE / 3600
        slack = min(CURRENT_SCALE * tolerance, LARGEST_CURRENT_EXCESS) * (current or one_c)
        column = columns.CURRENT.at(body)
        yield StageLimit(EventType.CURRENT_LIMIT, body, column, current, -1, slack, 0.0)
    yield from _content_limit(leg, case, tolerance)
    yield from _expansion_limit(leg, case, tolerance)
    if until.capacity is not None:
        mass = species.host_mass(capacity)
        charge, slack = until.capacity * mass * MOLE, tolerance * capacity
        yield StageLimit(
            EventType.CONTENT_LIMIT, body, (Progress.CHARGE, body), charge, 1, slack, 0.0
        )


@dataclass(slots=True)
class LimitApproach:
    """Distances to the limits of the present stage, and the step that leads to the next one.

    Steps aim at a limit by the secant of the last step.
    """

    stage: int = -1
    distances: tuple[float, ...] = ()
    dt: float | None = None

    @property
    def state(self) -> tuple[Any, ...]:
        """State that a restart needs."""
        return self.stage, self.distances, self.dt

    @classmethod
    def of(cls, state: Sequence[Any]) -> "LimitApproach":
        """Return the approach with a state."""
        return cls(state[0], tuple(state[1]), state[2])

    def excess(self, limits: Sequence[LimitState]) -> float:
        """Return the largest excess over a limit, in tolerances; 0 if none is reached."""
        return max((-limit.distance for limit in limits if limit.distance < 0), default=0.0)

    def share(self, stage: int, limits: Sequence[LimitState]) -> float:
        """Return the share of a step that passed a limit at which the first limit was met."""
        before = self.distances if stage == self.stage else (0.0,) * len(limits)
        shares = [
            (old + BEYOND) / (old - limit.distance) if old > 0 else FIRST_SHARE
            for old, limit in zip(before, limits, strict=True)
            if limit.distance < -1
        ]
        return min(max(min(shares, default=1.0), SHARES[0]), SHARES[1])

    def accept(self, stage: int, limits: Sequence[LimitState], dt: float) -> None:
        """Note an accepted step of length ``dt`` [s]."""
        now = tuple(limit.distance for limit in limits)
        before = self.distances if stage == self.stage else ()
        left = [
            (new + BEYOND) / (old - new) * dt
            for old, new in zip(before, now, strict=False)
            if new > 0 and old > new
        ]
        self.stage, self.distances, self.dt = stage, now, min(left, default=None)
