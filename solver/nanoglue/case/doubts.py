"""Values and combinations of a case that are accepted with a warning."""

from collections.abc import Iterator, Sequence

from nanoglue.case.plausible import Path, implausible, leaves
from nanoglue.case.protocol_checks import passed_targets
from nanoglue.case.schema.case import Case
from nanoglue.case.stage_checks import doubtful_voltages, passed_voltages, unreachable_stages
from nanoglue.case.text.pattern import matches
from nanoglue.models.composition import (
    StoichiometryTable,
    functions_of_stoichiometry,
    uncovered,
)
from nanoglue.models.materials.swelling.per_axis import PerAxis
from nanoglue.models.materials.swelling.piecewise_linear import PiecewiseLinear

CONSTANT, LINEAR = "the value is constant", "the volume continues linearly"
"""Properties outside of their tables."""

LARGEST_VISCOUS_SHARE = 0.1
"""Viscosity [s] of an interface over the length of the run [s] above which it bears load."""

MOST_STEPS = 1e6
"""Steps of a run above which they are probably not intended."""

LOCKING_RATIO = 0.49
"""Poisson's ratio [-] above which displacements alone are too stiff."""


def doubts(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of every doubtful entry, and the remedy."""
    yield from implausible(case)
    yield from passed_targets(case)
    yield from passed_voltages(case)
    yield from doubtful_voltages(case)
    yield from unreachable_stages(case)
    yield from short_tables(case)
    yield from _without_effect(case)
    yield from _unbounded_error(case)
    yield from _hidden_columns(case)
    yield from _idle(case)
    for name, interface in case.interfaces.items():
        if interface.viscosity > LARGEST_VISCOUS_SHARE * case.time.end:
            share = interface.viscosity / case.time.end
            yield (
                ("interfaces", name, "viscosity"),
                f"{share:.2g} of the length of the run: viscous tractions can exceed the strength; "
                "use a viscosity far below the duration of the loading",
            )
    for name, body in case.bodies.items():
        ratio = body.elasticity.poissons_ratio
        if body.formulation == "displacement" and ratio > LOCKING_RATIO:
            yield (
                ("bodies", name, "formulation"),
                f"locks at a Poisson's ratio of {ratio:g}: the body is too stiff; use 'mixed'",
            )


def _hidden_columns(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of every probe whose content replaces that of a body in the history."""
    for name in case.output.probes:
        body = case.bodies.get(name)
        if body is not None and body.species is not None:
            message = f"has the name of a body: the column 'stoichiometry:{name}' is that of the"
            yield ("output", "probes", name), f"{message} point, not the mean; use another name"


def _without_effect(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of settings that are never used, or make the run endless."""
    end = case.time.end
    for i, time in enumerate(case.output.fields.times):
        if time > end * (1 + 1e-9):
            yield ("output", "fields", "times", i), f"{time:g} s is after time.end ({end:g} s)"
    for key in ("fixed", "largest"):
        length = getattr(case.stepping, key)
        if length is not None and end > MOST_STEPS * length:
            message = f"about {end / length:.2g} steps; give a longer step or an earlier time.end"
            yield ("stepping", key), message
    written = [path for path, _ in leaves(case.resolved(), ())]
    for i, accepted in enumerate(case.accepted_values):
        steps = accepted.split(".")
        if not any(matches(steps, path[: len(steps)]) for path in written):
            yield ("accepted_values", i), f"{accepted} matches no value of the case"


def _unbounded_error(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of an allowed error of the steps that none of them has to keep."""
    if case.stepping.error is not None and case.stepping.fixed is not None:
        message = "has no effect, as 'fixed' gives the length of all steps; leave one of them out"
        yield ("stepping", "error"), message


def _idle(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of properties of bodies that nothing in the case sets to work."""
    if case.thermal_history is not None and not _feels_temperature(case):
        parts = "thermal_expansion, species or deposition, and no boundary has a nucleus"
        yield ("thermal_history",), f"has no effect: no body has a {parts}"
    converted = {stage.body for stage in case.protocol if stage.converts}
    for name, body in case.bodies.items():
        if body.stress_free_temperature is not None and not body.thermal_expansion:
            path = ("bodies", name, "stress_free_temperature")
            yield path, "has no effect without thermal_expansion"
        if body.conversion is not None and name not in converted:
            message = "never takes place: no stage of the protocol has model: conversion for it"
            yield ("bodies", name, "conversion"), message
    for name, interface in case.interfaces.items():
        if interface.friction and interface.never_fails:
            message = "has no effect on a bond that never fails; give a law with a strength or"
            yield ("interfaces", name, "friction"), f"{message} 'law: {{model: contact}}'"
        if interface.viscosity and (interface.never_fails or interface.starts_failed):
            message = "has no effect, as it delays damage and none grows here; leave it out"
            yield ("interfaces", name, "viscosity"), message


def _feels_temperature(case: Case) -> bool:
    """Whether thermal strain, a species, or the growth of a metal depends on the temperature."""
    grows = any(boundary.nucleus is not None for boundary in case.boundaries.values())
    return grows or any(
        body.thermal_expansion
        or body.species is not None
        or (body.phase_field is not None and body.phase_field.deposition is not None)
        for body in case.bodies.values()
    )


def short_tables(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of every table that does not cover the stoichiometries of its body."""
    accepted = [one.split(".") for one in case.accepted_values]
    for name, body in case.bodies.items():
        species = body.species
        if species is None:
            continue
        tables: list[tuple[Path, Sequence[float], str]] = [
            ((section, key), function.stoichiometry, CONSTANT)
            for section in ("elasticity", "plasticity")
            for key, function in functions_of_stoichiometry(getattr(body, section)).items()
            if isinstance(function, StoichiometryTable)
        ]
        if isinstance(species.diffusivity, StoichiometryTable):
            of_diffusivity = species.diffusivity.stoichiometry
            tables.append((("species", "diffusivity"), of_diffusivity, CONSTANT))
        if isinstance(species.swelling, PiecewiseLinear | PerAxis):
            tables.append((("species", "swelling", "points"), species.swelling.points, LINEAR))
        for path, points, beyond in tables:
            full = ("bodies", name, *path)
            if any(matches(one, full) for one in accepted):
                continue
            for message in uncovered(points, species.max_stoichiometry, beyond):
                yield full, message
