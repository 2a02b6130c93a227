"""Events of a run: debonding of interfaces and loss of support."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from nanoglue.case.event_types import BONDED_AT, LOAD_BEARING_AT, EventType
from nanoglue.case.schema.case import Case
from nanoglue.mesh.axis_vicinity import axis_distances
from nanoglue.observables import Observation
from nanoglue.physics.current_state import CurrentState

if TYPE_CHECKING:
    from nanoglue.mesh.domain import Domain

DETACHED = 1e-12
"""Bonded fraction [-] below which an interface has detached."""

DAMAGED = 1e-9
"""Damage [-] above which it has begun; that of a law without a jump is 0 but for rounding."""

BEYOND_LIMIT = 1e-3
"""Stoichiometry [-] of a point beyond a limit, over the maximum, at which a body is empty or full.

The surface of a two-phase particle stays at a limit, within the width of the end of its potential,
long before the whole body has reached it.
"""

MEAN_BEYOND_LIMIT = 1e-4
"""The same of the mean of a body, above the error with which a target at the limit is located."""

NOTHING: Mapping[str, float] = MappingProxyType({})

EventAt = tuple[EventType, str]
"""Type and place of an event."""


@dataclass(frozen=True, slots=True)
class Event:
    """Event with its type, place, time [s], and chemical and deformed volume expansion [-]."""

    event: EventType
    where: str
    time: float
    chemical: float
    deformed: float


def shown(
    observation: Observation,
    axis_distance: dict[str, float],
    unbonded: frozenset[str] = frozenset(),
    depletion: Mapping[str, float] = NOTHING,
) -> list[EventAt]:
    """Return the types and places of all events that an observation shows.

    Args:
        observation: state at the end of a step.
        axis_distance: for each interface that meets the axis, the radius [um] that still counts as
            the axis.
        unbonded: interfaces that touch without a bond from the start, which have no such events.
        depletion: ion fraction [-] of each body below which its ions are depleted.

    Returns:
        First damage, onset (damage 1 somewhere), bonded fractions of a half and a tenth, debonding
        front at the axis (the outermost bonded radius) and detachment (damage 1 everywhere), bodies
        beyond a limit of fracture, bodies with depleted ions, then the ends of stages: current
        interrupted, body empty or full, limits of the stage.
    """
    found = []
    for name, interface in observation.interfaces.items():
        if name in unbonded:
            continue
        bonded = interface.bonded_fraction
        holds = {
            EventType.FIRST_DAMAGE: interface.damage_max > DAMAGED,
            EventType.ONSET: bonded < 1 - 1e-12,
            **{event: bonded <= level for event, level in BONDED_AT.items()},
            EventType.FRONT_AT_AXIS: name in axis_distance
            and interface.front <= axis_distance[name],
            **{event: interface.load_bearing <= level for event, level in LOAD_BEARING_AT.items()},
            EventType.DETACHED: bonded <= DETACHED,
        }
        found += [(event, name) for event, happened in holds.items() if happened]
    found += [
        (EventType.FRACTURE, name) for name, ratio in observation.fracture.items() if ratio >= 1
    ]
    found += [
        (EventType.IONS_DEPLETED, name)
        for name, lowest in observation.ion_fractions.items()
        if lowest < depletion.get(name, 0.0)
    ]
    found += [
        (event, current.body)
        for current in observation.currents
        for event in _ends(observation, current)
    ]
    return found + [(one.event, one.body) for one in observation.limits if one.distance <= 0]


def _ends(observation: Observation, current: CurrentState) -> Iterator[EventType]:
    """Yield the events that end the stage of a current, which a rest does not have."""
    if current.is_rest:
        return
    interfaces = [observation.interfaces.get(name) for name in current.surfaces]
    detached = (one is not None and one.bonded_fraction <= DETACHED for one in interfaces)
    if current.closes and all(detached):
        yield EventType.CURRENT_INTERRUPTED
    margin, of_mean = BEYOND_LIMIT * current.maximum, MEAN_BEYOND_LIMIT * current.maximum
    excess = max(current.highest - margin, current.mean - of_mean) - current.maximum
    lack = -min(current.lowest + margin, current.mean + of_mean)
    if (current.inflow < 0 or current.either_way) and lack > 0:
        yield EventType.EMPTY
    if (current.inflow > 0 or current.either_way) and excess > 0:
        yield EventType.FULL


def distances(observation: Observation) -> dict[EventAt, float]:
    """Return quantities of the interfaces that fall to zero, or from zero, at events, by event."""
    found: dict[EventAt, float] = {}
    for where, interface in observation.interfaces.items():
        damage = interface.damage_max
        found[EventType.FIRST_DAMAGE, where] = -damage if damage > DAMAGED else 0.0
        for kind, left in interface.distances.items():
            found[kind, where] = left
        for kind, level in LOAD_BEARING_AT.items():
            found[kind, where] = interface.load_bearing - level
    return found


def loss(body: str, time: float) -> str:
    """Return the message for a body that has become unsupported at a time [s]."""
    return (
        f"{body} is unsupported at t = {time:.6g} s: no boundary condition, bond or contact holds "
        "it. No static equilibrium with a definite position exists, and the run stops. A "
        "displacement in boundaries or point_supports would hold it."
    )


def event_detector(case: Case, domain: "Domain") -> Callable[[Observation], list[EventAt]]:
    """Return the function that lists the events of an observation of a case."""
    unbonded = frozenset(name for name, one in case.interfaces.items() if one.starts_failed)
    depletion = {
        name: body.phase_field.deposition.depletion_limit
        for name, body in case.bodies.items()
        if body.phase_field and body.phase_field.deposition
    }
    found = axis_distances(domain)
    return partial(shown, axis_distance=found, unbonded=unbonded, depletion=depletion)
