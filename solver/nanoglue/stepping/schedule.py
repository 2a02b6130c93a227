"""Stages of a protocol laid out in time, and the times at which a step must end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from math import inf
from types import MappingProxyType

from pydantic import BaseModel

from nanoglue.case.event_types import EventType
from nanoglue.case.exchange import exchanging_bodies
from nanoglue.case.schema.case import Case
from nanoglue.case.schema.time_function import Table
from nanoglue.models.protocols import Extent, Stage
from nanoglue.units.constants import MOLE

ROUNDING = 1e-12
"""Time over that of the run [-] that counts as none."""


def is_same_time(one: float, other: float) -> bool:
    """Return whether two times [s] differ by rounding alone, and by less than a step."""
    return abs(one - other) <= ROUNDING * max(one, other)


@dataclass(frozen=True, slots=True)
class ScheduledStage:
    """A stage from ``start`` to ``end`` [s] with its inflow [amol/s].

    ``level`` is the mean stoichiometry [-] of its body at the start, or the share converted. The
    inflow of a stage at constant voltage is unknown; it is 0 here. ``further`` are the inflows of
    the currents in ``also``. A stage is ``complete`` unless the end of the run cuts it off.
    """

    stage: Stage
    start: float
    end: float
    inflow: float
    level: float
    further: tuple[float, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class StageEnd:
    """End of a stage: time [s], and the mean stoichiometry [-] of bodies where it was measured.

    It is ``foreseen`` if it is that of the plan and the content of the body of the stage is, too.
    ``reasons`` are the events that ended the stage early.
    """

    time: float
    levels: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    foreseen: bool = False
    reasons: tuple[EventType, ...] = ()


def schedule(
    case: Case,
    capacity: Mapping[str, float],
    bound: Mapping[str, float],
    areas: Sequence[float],
    ended: Mapping[int, StageEnd] = MappingProxyType({}),
) -> list[ScheduledStage]:
    """Lay the stages of a case one after another.

    As the total current of a stage is constant, the time at which a mean stoichiometry, or the
    chemical expansion by linear swelling, is reached or a body is converted, is known beforehand,
    unless the body exchanges the species in other ways. The contents of such bodies count as
    measured at the ends of stages.

    Args:
        case: its ``protocol`` and ``bodies``.
        capacity: amount [amol] that fills each body.
        bound: amount [amol] that converts each body.
        ended: ends of the stages, by number, that have ended early or with contents to measure.
        areas: undeformed area [um^2] of the inflow surfaces of each stage.
    """
    laid: list[ScheduledStage] = []
    time = 0.0
    uptake = {name: body.species.initial for name, body in case.bodies.items() if body.species}
    converted = dict.fromkeys(bound, 0.0)
    exchanging = exchanging_bodies(case, case.names)
    for number, (stage, area) in enumerate(zip(case.protocol, areas, strict=True)):
        body, until = stage.body, stage.until
        amount, level, full = bound, converted, 1.0
        species = case.bodies[body].species
        if species and not stage.converts:
            amount, level, full = capacity, uptake, species.max_stoichiometry
        mass = species.host_mass(capacity[body]) if species else 0.0
        inflow = stage.inflow(Extent(amount[body], area, mass))
        speed = inflow / amount[body] * full  # of the mean stoichiometry or of the share converted
        targets = [1.0 if stage.converts else until.stoichiometry]
        if species and until.volume_expansion is not None and species.swells_linearly:
            targets.append(species.stoichiometry_at_expansion(until.volume_expansion))
        if body in exchanging and not stage.converts:
            targets = []
        limits = [] if until.time is None else [until.time]
        limits += [
            max((target - level[body]) / speed, 0.0)
            for target in targets
            if target is not None and speed != 0
        ]
        if until.capacity is not None and inflow != 0:
            limits.append(until.capacity * mass * MOLE / abs(inflow))
        end = ended.get(number)
        left, slack = case.time.end - time, ROUNDING * case.time.end
        duration = min([left, *limits]) if end is None else end.time - time
        complete = end is not None or slack < left >= min(limits, default=inf) - slack
        further = tuple(one.inflow(Extent(capacity[one.body])) for one in stage.also)
        known = inflow, level[body], further, complete
        laid.append(ScheduledStage(stage, time, time + duration, *known))
        for one, current in zip(stage.also, further, strict=True):
            inside = case.bodies[one.body].species
            assert inside is not None
            uptake[one.body] += current / capacity[one.body] * inside.max_stoichiometry * duration
        level[body] += speed * duration
        if end is not None:
            uptake |= end.levels
        time += duration
    return laid


def breakpoints(case: Case, laid: list[ScheduledStage]) -> dict[float, list[tuple[EventType, str]]]:
    """Return the times [s] at which a step must end, with the protocol's events.

    Ends of complete stages (a reversal where another stage follows), corners of time tables, times
    at which fields are asked for, and the end of the run: that of the last stage, or ``time.end``
    where there is no protocol.
    """
    end = min(case.time.end, laid[-1].end) if laid else case.time.end
    found: dict[float, list[tuple[EventType, str]]] = {end: []}
    for leg in laid[:-1]:
        if leg.complete:
            found.setdefault(leg.end, []).append((EventType.REVERSAL, leg.stage.body))
    for time in (*_corners(case), *case.output.fields.times):
        found.setdefault(time, [])
    return {time: events for time, events in sorted(found.items()) if 0 < time <= end}


def kinks(case: Case, laid: list[ScheduledStage]) -> list[float]:
    """Return the times [s] at which rates jump: ends of stages and corners of time tables."""
    return sorted({*(leg.end for leg in laid), *_corners(case)})


def _corners(case: Case) -> list[float]:
    """Return the times [s] of all time tables."""
    tables = _tables((case.bodies, case.boundaries, case.point_supports, case.thermal_history))
    return [time for table in tables for time in table.time]


def _tables(part: object) -> list[Table]:
    """Every time table in a part of a case."""
    if isinstance(part, Table):
        return [part]
    if isinstance(part, Mapping):
        return [table for value in part.values() for table in _tables(value)]
    if isinstance(part, tuple | list):
        return [table for value in part for table in _tables(value)]
    if isinstance(part, BaseModel):
        return [table for name in type(part).model_fields for table in _tables(getattr(part, name))]
    if is_dataclass(part) and not isinstance(part, type):
        return [table for entry in fields(part) for table in _tables(getattr(part, entry.name))]
    return []
