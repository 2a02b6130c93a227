"""Limits and controls of a stage that do not go with its body or with each other."""

from collections.abc import Iterator

from nanoglue.case.schema.case import Case
from nanoglue.models.chemical_potential.open_circuit import OpenCircuit

Path = tuple[str | int, ...]


def voltage_conflicts(case: Case, number: int) -> Iterator[tuple[Path, str]]:
    """Yield the path of every voltage or current of a stage that cannot be reached or held."""
    stage, until = case.protocol[number], ("protocol", number, "until")
    body = case.bodies[stage.body]
    if body.species is None or stage.converts:
        return
    limit, held = stage.until.voltage, stage.held_voltage
    if not isinstance(body.species.potential, OpenCircuit):
        told = f"needs an open_circuit potential of {stage.body}"
        if limit is not None:
            yield (*until, "voltage"), told
        if held is not None:
            yield ("protocol", number, "voltage"), told
    if limit is not None and held is not None:
        yield (*until, "voltage"), "the voltage is held; end the stage at a rate or a time"
    if stage.held_voltage is None and stage.until.rate is not None:
        yield (*until, "rate"), "the current is constant; only a stage at constant voltage ends so"
    if limit is not None and stage.is_rest:
        yield (*until, "voltage"), "a rest has no direction; give a time"
