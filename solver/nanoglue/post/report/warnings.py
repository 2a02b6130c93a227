"""Warnings about the validity of a run's results."""

from collections import Counter
from collections.abc import Iterator, Sequence

from nanoglue.case import columns
from nanoglue.case.event_types import EventType
from nanoglue.mesh.cohesive_zone import RECOMMENDED_FACETS
from nanoglue.post.figures.results import Results
from nanoglue.post.report.tables import headlines
from nanoglue.stepping.events import loss
from nanoglue.stepping.penetration import penetrates
from nanoglue.stepping.validity_rules import sentence

MASS, ENERGY = 1e-8, 0.02  # largest relative error of a balance that goes unsaid
ENDED = {
    3: "The run did not converge: results end at the last accepted step.",
    4: "The run was stopped early; continue it with --resume.",
}


def warnings(results: Results, skipped: Sequence[str] = ()) -> list[str]:
    """Return the warnings, most serious first."""
    return [
        *_ending(results),
        *(loss(e.where, e.time) for e in results.events if e.event == EventType.UNSUPPORTED),
        *_missed(results),
        *results.json("run.json").get("case_warnings", ()),
        *_doubts(results),
        *_cuts(results),
        *skipped,
    ]


def _ending(results: Results) -> Iterator[str]:
    card = results.json("run.json")
    if not card:
        yield "There is no run.json: the run is not finished, or it was killed."
    elif card.get("exit"):
        yield ENDED.get(card["exit"], f"The run ended with exit code {card['exit']}.")


def _missed(results: Results) -> Iterator[str]:
    for row in headlines(results)[0]:
        if row.verdict.startswith(("missed", "did not")):
            row_text = f"{row.name}: {row.computed} computed, {row.published} published"
            yield f"{row_text} ({row.verdict})."


def _doubts(results: Results) -> Iterator[str]:
    """Yield the violations that the run has stored, or those of an earlier release's folder."""
    if results.has_validity_checks:
        yield from (sentence(entry) for entry in results.doubts)
        return
    yield from _resolution(results)
    yield from _penetration(results)
    yield from _balances(results)


def _resolution(results: Results) -> Iterator[str]:
    for name, count in results.json("run.json").get("facets_in_cohesive_length", {}).items():
        if count < RECOMMENDED_FACETS:
            few = f"{count:.1f} facets in the cohesive length"
            effect = f"fewer than {RECOMMENDED_FACETS:g} make strength depend on the mesh."
            yield f"{name}: {few}; {effect}"


def _penetration(results: Results) -> Iterator[str]:
    for name, most in results.json("run.json").get("doubtful_penetration", {}).items():
        column = results.history.get(columns.PENETRATION_MAX.at(name).name)
        if column is not None and (largest := float(max(column))) > most:
            yield penetrates(name, largest, most)


def _balances(results: Results) -> Iterator[str]:
    for column, what, most in (
        (columns.SPECIES_BALANCE_ERROR, f"amount of {results.species}", MASS),
        (columns.ENERGY_ERROR, "energy", ENERGY),
    ):
        worst = results.largest(column)
        if worst is not None and worst > most:
            yield f"The balance of {what} misses up to {worst:.2g} of it."


def _cuts(results: Results) -> Iterator[str]:
    """Yield the reasons for cuts other than the resolution of events, damage and time."""
    cuts = Counter(
        attempt.reason
        for attempt in results.attempts
        if not (attempt.accepted or attempt.reason.is_accuracy)
    )
    if cuts:
        reasons = "; ".join(f"{reason.message} ({count})" for reason, count in cuts.items())
        yield f"Newton did not converge and the step was cut {cuts.total()} times: {reasons}."
