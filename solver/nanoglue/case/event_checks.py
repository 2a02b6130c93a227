"""Events that no part of a case can show, although a stage or the run would end with them."""

from collections.abc import Iterator

from nanoglue.case.event_types import EventType
from nanoglue.case.exchange import exchanging_bodies, measures_expansion
from nanoglue.case.part_names import PartNames
from nanoglue.case.schema.case import Case
from nanoglue.models.protocols import Stage

Path = tuple[str | int, ...]

OF_INTERFACES = frozenset(
    {
        EventType.FIRST_DAMAGE,
        EventType.ONSET,
        EventType.BONDED_50PCT,
        EventType.BONDED_10PCT,
        EventType.LOAD_BEARING_10PCT,
        EventType.LOAD_BEARING_1PCT,
        EventType.DETACHED,
        EventType.FRONT_AT_AXIS,
    }
)
"""Events that an interface shows while its law loses strength."""

LARGE_JUMP_UM = 1e6
"""Jump [um] at which every law that can fail has a damage."""


def impossible_ends(case: Case, names: PartNames) -> Iterator[tuple[Path, str]]:
    """Yield the path of every event that is to end a stage or the run and cannot occur."""
    for i, stage in enumerate(case.protocol):
        if stage.until.event is not None:
            message = impossible(case, EventType(stage.until.event), names)
            if message:
                yield ("protocol", i, "until", "event"), f"{message}; the stage would not end"
    for i, event in enumerate(case.stop_at):
        if message := impossible(case, EventType(event), names):
            yield ("stop_at", i), f"{message}; leave the event out"


def impossible(case: Case, event: EventType, names: PartNames) -> str:
    """Return why an event cannot occur in a case, or an empty text."""
    if event in OF_INTERFACES:
        return _at_interfaces(case, event)
    stages = [one for stage in case.protocol if not stage.converts for one in (stage, *stage.also)]
    needed: dict[EventType, tuple[bool, str]] = {
        EventType.FRACTURE: (
            any(body.fracture for body in case.bodies.values()),
            "no body has limits of 'fracture'",
        ),
        EventType.IONS_DEPLETED: (
            any(body.phase_field and body.phase_field.deposition for body in case.bodies.values()),
            "no body has 'deposition' in its phase field",
        ),
        EventType.CURRENT_INTERRUPTED: (
            any(_can_be_interrupted(case, stage) for stage in stages),
            "no stage has a current through interfaces alone that can fail and then close",
        ),
        EventType.EMPTY: (any(not one.is_rest for one in stages), "no stage has a current"),
        EventType.FULL: (any(not one.is_rest for one in stages), "no stage has a current"),
        EventType.VOLTAGE_LIMIT: (
            any(one.until.voltage is not None for one in stages),
            "no stage has a limit 'voltage' in 'until'",
        ),
        EventType.CURRENT_LIMIT: (
            any(one.held_voltage is not None and one.until.rate is not None for one in stages),
            "no stage at constant voltage has a limit 'rate' in 'until'",
        ),
        EventType.CONTENT_LIMIT: (
            any(_limits_content(case, one, names) for one in case.protocol if not one.converts),
            "no stage at constant voltage ends at a stoichiometry, an expansion or a capacity, and "
            "none of a body that exchanges the species, or does not swell linearly, at one of the "
            "first two",
        ),
        EventType.REVERSAL: (len(case.protocol) > 1, "no stage follows another"),
    }
    possible, message = needed.get(event, (True, ""))
    return "" if possible else message


def _at_interfaces(case: Case, event: EventType) -> str:
    """Return why no interface can show an event, or an empty text."""
    if event == EventType.FRONT_AT_AXIS and case.coordinates != "axisymmetric":
        coordinates = case.coordinates.replace("_", " ")
        return f"there is no axis in {coordinates}; use bonded_10pct"
    if not case.interfaces:
        return "the case has no interface that could fail"
    if not _failing(case):
        return "no interface can fail: give one a law with a strength"
    return ""


def _failing(case: Case) -> set[str]:
    """Return the interfaces with a bond that can fail."""
    return {
        name
        for name, one in case.interfaces.items()
        if one.law is not None
        and not one.starts_failed
        and any(
            float(one.law.damage(*jump)) > 0
            for jump in ((LARGE_JUMP_UM, 0.0), (0.0, LARGE_JUMP_UM))
        )
    }


def _can_be_interrupted(case: Case, stage: Stage) -> bool:
    """Return whether every surface of a stage can detach and then has no current."""
    failing = _failing(case)
    return not stage.is_rest and all(
        one.surface in failing and one.after_debonding == "follows" for one in stage.inflow_surfaces
    )


def _limits_content(case: Case, stage: Stage, names: PartNames) -> bool:
    """Return whether a stage ends at a content that it reaches at an unknown time."""
    until, held = stage.until, stage.held_voltage is not None
    unknown = held or stage.body in exchanging_bodies(case, names)
    contents = until.stoichiometry, until.capacity if held else None
    known = not unknown or all(value is None for value in contents)
    return not known or measures_expansion(case, stage, names)
