"""The headline numbers of a run beside the published ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from nanoglue.case import columns
from nanoglue.case.schema.case import Case
from nanoglue.observables import Observation
from nanoglue.stepping.events import Event

WARNINGS = "warnings"
"""Key of summary.json with the violations of validity checks."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A computed number with its published value, tolerance, source and basis."""

    value: float | None
    unit: str
    basis: str = "blind"
    published: float | None = None
    tolerance: float | None = None
    source: str | None = None

    @property
    def within(self) -> bool | None:
        """Whether the value is within the tolerance of the published one.

        None if that cannot be said.
        """
        if self.published is None or self.tolerance is None:
            return None
        return self.value is not None and abs(self.value - self.published) <= self.tolerance


def headlines(
    case: Case,
    events: Sequence[Event],
    final: Observation,
    penetration: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, Headline]:
    """Return the (chemical) volume expansions at the events, and the last row of the history.

    Where nothing swells, the events have their times [s] instead.

    Args:
        case: its ``published`` numbers, keyed by event or by column.
        events: all that happened.
        final: observation of the last accepted step.
        penetration: largest penetration [um] of each interface during the run.
    """
    found: dict[str, tuple[float | None, str]] = {}
    for event in events:
        when = (event.chemical, "-") if case.swells else (event.time, "s")
        found.setdefault(str(event.event), when)
        found.setdefault(f"{event.event}:{event.where}", when)
    for column, last in final.values.items():
        found[f"final:{column.key}"] = (last, column.unit)
    for name, largest in penetration.items():
        found[columns.PENETRATION_MAX.at(name).key] = (largest, "um")
    table = {}
    for name in [*found, *(name for name in case.published if name not in found)]:
        value, unit = found.get(name, (None, "-"))
        published = case.published.get(name)
        extra = (
            (published.basis, published.value, published.tolerance, published.source)
            if published
            else ("blind",)
        )
        table[name] = Headline(value, unit, *extra)
    return table


def lines(table: Mapping[str, Headline]) -> list[str]:
    """The published numbers and the events, a line each, for the log."""
    shown = [f"{'quantity':<24}{'computed':>12}{'published':>12}{'+-':>10}  {'basis':<11}source"]
    for name, entry in table.items():
        if (name.startswith("final:") and entry.published is None) or (
            ":" in name and entry.published is None
        ):
            continue
        numbers = [_shown(entry.value), _shown(entry.published), _shown(entry.tolerance)]
        shown.append(
            f"{name:<24}{numbers[0]:>12}{numbers[1]:>12}{numbers[2]:>10}"
            f"  {entry.basis:<11}{entry.source or ''}"
        )
    return shown


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
