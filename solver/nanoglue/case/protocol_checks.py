"""Targets of the protocol against the limits of the bodies and the stages before them."""

from collections.abc import Iterator

import numpy as np

from nanoglue.case.exchange import exchanging_bodies
from nanoglue.case.schema.case import Case
from nanoglue.case.schema.species import Species
from nanoglue.models.protocols import Stage

Path = tuple[str | int, ...]

ROUNDING = 1e-9
"""Relative difference [-] between a target and a limit that counts as equal."""


def expansion_limits(species: Species) -> tuple[float, float]:
    """Return the chemical volume expansion [-] of an empty and of a full body.

    It counts from the reference state of swelling: the initial content, or zero content.
    """
    assert species.swelling is not None
    ends = (
        float(species.swelling.volume_ratio(x) / species.reference_volume_ratio - 1)
        for x in np.linspace(0.0, species.max_stoichiometry, 21).tolist()
    )
    found = list(ends)
    return min(found), max(found)


def unreachable_targets(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of every target outside the limits of its body."""
    for i, stage in enumerate(case.protocol):
        body = case.bodies.get(stage.body)
        if body is None or body.species is None or stage.converts:
            continue
        limits = {"stoichiometry": (0.0, body.species.max_stoichiometry)}
        if body.species.swelling is not None:
            limits["volume_expansion"] = expansion_limits(body.species)
        for key, (low, high) in limits.items():
            target = getattr(stage.until, key)
            if target is not None and key == "volume_expansion":
                try:
                    body.species.stoichiometry_at_expansion(target)
                except ValueError as error:
                    message = f"{error}; end the stage at a stoichiometry"
                    yield ("protocol", i, "until", key), message
                    continue
            slack = ROUNDING * max(abs(low), abs(high))
            if target is not None and not low - slack <= target <= high + slack:
                said = f"{target:g} is outside the range of {stage.body}, {low:g} to {high:g}"
                yield ("protocol", i, "until", key), f"{said}; the stage would not reach it"


def starts(case: Case) -> Iterator[tuple[int, Stage, Species, float | None]]:
    """Yield number, stage, species and mean stoichiometry at the start of each stage.

    The stoichiometry is known after targets and, where nothing else changes the body, after timed
    stages at a given rate, unless the next stage may follow early, else None.
    """
    measured = exchanging_bodies(case, case.names)
    levels: dict[str, float | None] = {
        name: body.species.initial for name, body in case.bodies.items() if body.species
    }
    for i, stage in enumerate(case.protocol):
        body = case.bodies.get(stage.body)
        if body is None or body.species is None or stage.converts:
            continue
        level = levels[stage.body]
        yield i, stage, body.species, level
        levels |= dict.fromkeys((*measured, *(one.body for one in stage.also)), None)
        planned = None if stage.body in measured else level
        target = _target(stage, body.species)
        levels[stage.body] = _level_after(stage, body.species, planned, target)


def passed_targets(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of every stage whose target lies behind its start, as far as it is known."""
    for i, stage, species, level in starts(case):
        target, sign = _target(stage, species), current_sign(stage)
        if level is not None and target is not None and sign * (target - level) < 0:
            key = "stoichiometry" if stage.until.stoichiometry is not None else "volume_expansion"
            yield (
                ("protocol", i, "until", key),
                f"already passed: the stage starts at a stoichiometry of {level:.4g} and "
                f"{'increases' if sign > 0 else 'decreases'} it, away from {target:.4g}",
            )


def _target(stage: Stage, species: Species) -> float | None:
    """Return the mean stoichiometry at which a stage ends, if it is given."""
    until = stage.until
    if until.stoichiometry is not None:
        return float(until.stoichiometry)
    if until.volume_expansion is None or not species.swells_linearly:
        return None
    return species.stoichiometry_at_expansion(until.volume_expansion)


def current_sign(stage: Stage) -> int:
    """Return 1 for insertion, -1 for extraction and 0 for a rest or an unknown current."""
    currents = ("rate", "current", "current_density", "specific_current")
    given = [value for key in currents if (value := getattr(stage, key, None))]
    return (given[0] > 0) - (given[0] < 0) if given else 0


def _level_after(
    stage: Stage, species: Species, level: float | None, target: float | None
) -> float | None:
    until = stage.until
    open_ends = until.voltage, until.rate, until.capacity, until.event, stage.held_voltage
    may_end_early = "next" in (stage.at_limit, stage.on_interruption)
    if may_end_early or any(end is not None for end in open_ends):
        return None
    rate, time = getattr(stage, "rate", None), stage.until.time
    if time is None or rate is None or level is None:
        return target if time is None else None
    end = level + rate * time * species.max_stoichiometry
    if target is None:
        return end
    return min(end, target) if rate > 0 else max(end, target)
