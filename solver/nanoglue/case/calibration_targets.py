"""Targets of a calibration that no run of their case can reach."""

from collections.abc import Iterator

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.case.event_checks import impossible
from nanoglue.case.part_names import PartNames
from nanoglue.case.schema.calibration import Target
from nanoglue.case.schema.case import Case
from nanoglue.case.text.errors import did_you_mean, listed
from nanoglue.models.coordinates import KINDS

OF_INTERFACES = {
    columns.BONDED_FRACTION,
    columns.FAILED_FRACTION,
    columns.DEBONDING_FRONT,
    columns.DEBONDED_RADIUS,
    columns.DAMAGE_MAX,
    columns.DAMAGE_MEAN,
    columns.LOAD_BEARING,
}
"""Columns that only interfaces have."""

SEVERAL = ("energy_", "error_")
"""Beginnings of quantities of which a run has several, by the models of its case."""


def unreachable(case: Case, names: PartNames, target: Target) -> Iterator[tuple[str, str]]:
    """Yield key and message of every entry of a target that its case cannot show."""
    if message := no_column(case, names, target.column):
        yield "column", message
    if target.curve is not None and (message := no_column(case, names, target.over)):
        yield "over", message
    if target.time is not None and target.time > case.time.end:
        yield "time", f"is after the end of the run, {case.time.end:g} s; raise time.end"
    if target.event is not None and (message := impossible(case, target.event, names)):
        yield "event", message
    if (place := target.interface) is not None and place not in names.interfaces:
        hint = did_you_mean(place, names.interfaces)
        yield "interface", f"the case has no interface '{place}'{hint}"


def no_column(case: Case, names: PartNames, heading: str) -> str:
    """Return why the history of a case has no column with a heading, or an empty text."""
    column = Column.parse(heading)
    known = _units(case)
    several = column.quantity.startswith(SEVERAL)
    if column.quantity not in known and not several:
        hint = did_you_mean(column.quantity, known)
        return f"no results have a column '{column.quantity}'{hint}; see history.csv of a run"
    if not several and column.unit != known[column.quantity]:
        return f"'{column.quantity}' has the unit {known[column.quantity]}, not {column.unit}"
    return _no_place(case, names, column)


def _units(case: Case) -> dict[str, str]:
    """Return the units of all quantities by name."""
    coordinates = KINDS[case.coordinates]
    fixed = [one for one in vars(columns).values() if isinstance(one, Column)]
    fixed += [columns.displacement(one) for one in coordinates.components]
    fixed += [columns.force(one) for one in coordinates.components]
    fixed += [columns.stress(one) for one in coordinates.stresses]
    return {one.quantity: one.unit for one in fixed}


def _no_place(case: Case, names: PartNames, column: Column) -> str:
    """Return why a column cannot exist at its place, or an empty text."""
    place, output = column.place, case.output
    force = column in {columns.force(one).at(place) for one in KINDS[case.coordinates].components}
    if force and place not in output.forces:
        return f"there is no force of {place or 'the whole'}; list the boundary in output.forces"
    parts = [*names.bodies, *names.interfaces, *names.boundaries]
    watched = [*output.points, *output.probes, *output.distances]
    if place and place not in (*parts, *watched):
        hint = did_you_mean(place, [*parts, *watched])
        return f"the case has no '{place}'{hint}; there are {listed([*parts, *watched])}"
    if column.at("") in OF_INTERFACES and place not in names.interfaces:
        return f"'{column.quantity}' needs an interface: {column.quantity}:INTERFACE"
    if column.at("") == columns.STOICHIOMETRY and place in names.bodies:
        return "" if case.bodies[place].species else f"{place} has no species"
    return ""
