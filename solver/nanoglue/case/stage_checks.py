"""Limits and controls of a stage that do not go with its body or with each other."""

from collections.abc import Iterator

from nanoglue.case.exchange import exchanging_bodies
from nanoglue.case.part_names import PartNames
from nanoglue.case.protocol_checks import current_sign, starts
from nanoglue.case.schema.case import Case
from nanoglue.models.chemical_potential.open_circuit import OpenCircuit
from nanoglue.models.protocols import Stage

Path = tuple[str | int, ...]

AXIS = "axis"
"""Boundary that recipes have at radius 0, which has no area."""

VOLTAGE_MARGIN = 2.0
"""Overpotential [V] beyond the open-circuit curve up to which a voltage is accepted."""


LARGE_OVERPOTENTIAL = 0.5
"""Voltage [V] outside the open-circuit curve from which a warning is given."""

NO_OVERPOTENTIAL = 0.1
"""The same for a body without kinetics, whose voltage leaves the curve only at its ends."""


def without_area(surface: str) -> str:
    """Return the message for a surface through which no current can flow."""
    return f"{surface} has no area; name a surface through which the species enters"


def axis_surfaces(
    case: Case, stage: Stage, path: Path, names: PartNames
) -> Iterator[tuple[Path, str]]:
    """Yield the path of a stage whose current enters through the axis of revolution."""
    if case.coordinates == "axisymmetric" and AXIS in names.boundaries:
        for surface in stage.entries:
            if surface == AXIS:
                yield (*path, "through"), without_area(surface)


def surfaces_without_bond(case: Case, stage: Stage, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the path of a stage whose current needs the bond of bodies that merely touch."""
    for one in [] if stage.converts or stage.is_rest else stage.inflow_surfaces:
        interface = case.interfaces.get(one.surface)
        if interface is not None and interface.starts_failed and one.after_debonding == "follows":
            message = f"{one.surface} has no bond, so that no current flows through it; give"
            remedy = f"{{surface: {one.surface}, after_debonding: open}}"
            yield (*path, "through"), f"{message} {remedy}"


def prescribed_contents(case: Case, stage: Stage, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the path of a stage whose current enters where the content is prescribed."""
    for surface in stage.entries:
        boundary = case.boundaries.get(surface)
        if boundary is not None and boundary.concentration is not None:
            message = "its concentration is prescribed, so that no current can be imposed on it"
            yield (*path, "through"), f"{surface}: {message}; give one of the two"


def endless_rests(case: Case, number: int, names: PartNames) -> Iterator[tuple[Path, str]]:
    """Yield the path of every limit that a rest cannot reach, as its content does not change."""
    stage = case.protocol[number]
    if not stage.is_rest:
        return
    keys = ["capacity"]
    if stage.body not in exchanging_bodies(case, names):
        keys += ["stoichiometry", "volume_expansion"]
    for key in keys:
        if getattr(stage.until, key) is not None:
            message = "a rest does not change the content, so that it would not end; give a time"
            yield ("protocol", number, "until", key), message


def unreachable_stages(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of every stage without an end before another one, which then never starts."""
    for i, stage in enumerate(case.protocol[:-1]):
        if stage.converts:
            continue
        until = stage.until
        limits = (
            *(until.time, until.stoichiometry, until.volume_expansion, until.voltage),
            *(until.rate, until.capacity, until.event),
        )
        goes_on = not stage.is_rest and "next" in (stage.at_limit, stage.on_interruption)
        if not goes_on and all(limit is None for limit in limits):
            message = "this stage has no end, so that the next one never starts; give 'until'"
            yield ("protocol", i), message


def voltage_conflicts(case: Case, number: int) -> Iterator[tuple[Path, str]]:
    """Yield the path of every voltage or current of a stage that cannot be reached or held."""
    stage, until = case.protocol[number], ("protocol", number, "until")
    body = case.bodies[stage.body]
    if body.species is None or stage.converts:
        return
    limit, held = stage.until.voltage, stage.held_voltage
    if not isinstance(body.species.potential, OpenCircuit):
        message = f"needs an open_circuit potential of {stage.body}"
        if limit is not None:
            yield (*until, "voltage"), message
        if held is not None:
            yield ("protocol", number, "voltage"), message
    else:
        given = ((*until, "voltage"), limit), (("protocol", number, "voltage"), held)
        for path, voltage in given:
            if voltage is not None:
                yield from _far_from_curve(body.species.potential, path, voltage)
    if limit is not None and held is not None:
        yield (*until, "voltage"), "the voltage is held; end the stage at a rate or a time"
    if stage.held_voltage is None and stage.until.rate is not None:
        yield (*until, "rate"), "the current is constant; only a stage at constant voltage ends so"
    if limit is not None and stage.is_rest:
        yield (*until, "voltage"), "a rest has no direction; give a time"


def _far_from_curve(curve: OpenCircuit, path: Path, voltage: float) -> Iterator[tuple[Path, str]]:
    """Yield a voltage that no overpotential of a battery would explain."""
    low, high = min(curve.voltage), max(curve.voltage)
    if not low - VOLTAGE_MARGIN <= voltage <= high + VOLTAGE_MARGIN:
        message = f"{voltage:g} V is more than {VOLTAGE_MARGIN:g} V outside the open-circuit curve"
        yield path, f"{message}, {low:g} to {high:g} V; give a voltage near the curve"


def doubtful_voltages(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of every voltage outside the open-circuit curve that is hardly reached."""
    for i, stage in enumerate(case.protocol):
        species = case.bodies[stage.body].species
        if species is None or not isinstance(species.potential, OpenCircuit):
            continue
        low, high = min(species.potential.voltage), max(species.potential.voltage)
        margin = LARGE_OVERPOTENTIAL if species.kinetics else NO_OVERPOTENTIAL
        given = (("until", "voltage"), stage.until.voltage), (("voltage",), stage.held_voltage)
        for path, voltage in given:
            if voltage is not None and not low - margin <= voltage <= high + margin:
                outside = max(low - voltage, voltage - high)
                reason = (
                    "only a large overpotential reaches it"
                    if species.kinetics
                    else "without kinetics there is no overpotential; give kinetics"
                )
                text = f"{outside:.3g} V outside the open-circuit curve, {low:g} to {high:g} V"
                yield ("protocol", i, *path), f"{text}: {reason}, or another voltage"


def passed_voltages(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of every voltage limit that is passed at the start of its stage.

    Insertion lowers the voltage below the open-circuit curve and extraction raises it above.
    """
    for i, stage, species, level in starts(case):
        limit, sign = stage.until.voltage, current_sign(stage)
        if limit is None or level is None or not isinstance(species.potential, OpenCircuit):
            continue
        voltage = float(species.potential.open_circuit_voltage(level))
        if sign * (limit - voltage) >= 0 and sign:
            yield (
                ("protocol", i, "until", "voltage"),
                f"already passed: the stage starts at an open-circuit voltage of {voltage:.4g} V "
                f"and {'lowers' if sign > 0 else 'raises'} it, away from {limit:.4g} V",
            )
