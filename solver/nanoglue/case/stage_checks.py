"""Limits and controls of a stage that do not go with its body or with each other."""

from collections.abc import Iterator

from nanoglue.case.part_names import PartNames
from nanoglue.case.protocol_checks import current_sign, starts
from nanoglue.case.schema.case import Case
from nanoglue.models.chemical_potential.open_circuit import OpenCircuit

Path = tuple[str | int, ...]

AXIS = "axis"
"""Boundary that recipes have at radius 0, which has no area."""

VOLTAGE_MARGIN = 2.0
"""Overpotential [V] beyond the open-circuit curve up to which a voltage is accepted."""


def without_area(surface: str) -> str:
    """Return the message for a surface through which no current can flow."""
    return f"{surface} has no area; name a surface through which the species enters"


def axis_surfaces(case: Case, number: int, names: PartNames) -> Iterator[tuple[Path, str]]:
    """Yield the path of a stage whose current enters through the axis of revolution."""
    if case.coordinates == "axisymmetric" and AXIS in names.boundaries:
        for surface in case.protocol[number].entries:
            if surface == AXIS:
                yield ("protocol", number, "through"), without_area(surface)


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
