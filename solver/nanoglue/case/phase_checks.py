"""Entries of phase fields that do not go with their bodies, or have no meaning."""

import math
from collections.abc import Iterator

from nanoglue.case.name_checks import sides_of
from nanoglue.case.part_names import PartNames
from nanoglue.case.schema.case import Case
from nanoglue.case.schema.time_function import TimeFunction
from nanoglue.case.time_checks import Path, values_in_time

NO_PHASE = "no body there has a phase_field"
REMEDY = "give one of them or remove this entry"


def phase_conflicts(case: Case, names: PartNames) -> Iterator[tuple[Path, str]]:
    """Yield conditions and fronts where no body has a phase field, and impossible fractions."""
    for name, boundary in case.boundaries.items():
        path = ("boundaries", name)
        if boundary.order_parameter is not None and not _has_phase(case, names, name):
            yield (*path, "order_parameter"), f"{NO_PHASE}; {REMEDY}"
        for key in ("ion_fraction", "potential"):
            if getattr(boundary, key) is not None and not _has_deposition(case, names, name):
                yield (*path, key), f"{NO_PHASE} with deposition; {REMEDY}"
    for key in ("fronts", "amplitude"):
        for i, name in enumerate(getattr(case.output, key) or ()):
            if name in names.boundaries and not _has_phase(case, names, name):
                yield ("output", key, i), f"{NO_PHASE}; remove this entry"
    yield from _fractions_out_of_range(case)


def _has_phase(case: Case, names: PartNames, boundary: str) -> bool:
    return any(case.bodies[body].phase_field for body in sides_of(names, boundary))


def _has_deposition(case: Case, names: PartNames, boundary: str) -> bool:
    phases = [case.bodies[body].phase_field for body in sides_of(names, boundary)]
    return any(phase and phase.deposition for phase in phases)


def _fractions_out_of_range(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield order parameters outside 0 to 1, and negative ion fractions."""
    for name, body in case.bodies.items():
        if body.phase_field is not None:
            path: Path = ("bodies", name, "phase_field")
            yield from _outside((*path, "initial"), body.phase_field.initial, 0.0, 1.0)
            if (deposition := body.phase_field.deposition) is not None:
                yield from _outside((*path, "deposition", "initial"), deposition.initial, 0.0)
    for name, boundary in case.boundaries.items():
        path, end = ("boundaries", name), case.time.end
        yield from _outside((*path, "order_parameter"), boundary.order_parameter, end, 1.0)
        yield from _outside((*path, "ion_fraction"), boundary.ion_fraction, end)


def _outside(
    path: Path, course: TimeFunction | None, end: float, most: float = math.inf
) -> Iterator[tuple[Path, str]]:
    """Yield a course that leaves the range from 0 to a limit up to a time."""
    outside = [v for v in (values_in_time(course, end) if course else ()) if not 0 <= v <= most]
    if outside:
        allowed = "at least 0" if math.isinf(most) else f"from 0 to {most:g}"
        yield path, f"must be {allowed}, not {outside[0]:g}"
