"""Tables of a report: summary, parameters with provenance, and cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nanoglue.case import columns
from nanoglue.case.event_types import EventType
from nanoglue.post.figures.colours import named
from nanoglue.post.figures.results import Results

EVENTS = frozenset(map(str, EventType))
"""Names of events in a summary."""


@dataclass(frozen=True, slots=True)
class Headline:
    """Computed and published number, as text."""

    name: str
    computed: str
    published: str
    verdict: str
    basis: str
    source: str


def headlines(results: Results) -> tuple[list[Headline], list[Headline]]:
    """Return events and published numbers, and the last row of the history."""
    first: list[Headline] = []
    rest: list[Headline] = []
    for name, entry in results.summary.items():
        event, _, where = name.partition(":")
        if where and entry.get("published") is None and event in EVENTS:
            continue
        if event == "end" and name.endswith(":"):
            continue
        if where in results.perfect_bonds and entry.get("published") is None:
            continue
        row = _headline(name, entry)
        (rest if event == "final" and entry.get("published") is None else first).append(row)
    return first, rest


def _headline(name: str, entry: dict[str, Any]) -> Headline:
    event, _, where = name.partition(":")
    label = heading(name.removeprefix("final:"))
    if event in EVENTS:
        measure, entry = _at_event(entry)
        label = f"{measure} {named(event)}" + (f" ({where})" if where else "")
    return Headline(
        label,
        quantity(entry.get("value"), entry.get("unit", "")),
        _published(entry),
        verdict(entry),
        basis(entry, ""),
        str(entry.get("source") or ""),
    )


def _at_event(entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the label and entry of an event: volume expansion [%], or else the time."""
    if entry.get("unit") == "s":
        return "time of", entry
    sizes = ("value", "published", "tolerance")
    shares = {size: 100 * entry[size] for size in sizes if entry.get(size) is not None}
    return "volume expansion at", {**entry, **shares, "unit": "%"}


def _published(entry: dict[str, Any]) -> str:
    if entry.get("published") is None:
        return ""
    spread = f" ± {entry['tolerance']:.3g}" if entry.get("tolerance") else ""
    return f"{entry['published']:.4g}{spread} {_unit(entry.get('unit', ''))}".strip()


def verdict(entry: dict[str, Any]) -> str:
    """Return whether a number is within the tolerance, and its relative deviation.

    >>> verdict({"value": 0.0154, "published": 0.016, "tolerance": 0.002})
    'within, -3.7 %'
    """
    value, published = entry.get("value"), entry.get("published")
    if published is None:
        return ""
    if value is None:
        return "did not happen"
    off = f", {100 * (value / published - 1):+.1f} %" if published else ""
    if entry.get("tolerance") is None:
        return off.removeprefix(", ")
    return ("within" if abs(value - published) <= entry["tolerance"] else "missed") + off


def basis(entry: dict[str, Any], otherwise: str) -> str:
    """Return how a number came about; results of release 0.1 call this its kind."""
    return str(entry.get("basis", entry.get("kind", otherwise)))


def quantity(value: object, unit: str) -> str:
    """Return a number with its unit, or a dash."""
    if isinstance(value, int | float) and unit == "um" and abs(value) < 1:
        value, unit = 1000 * value, "nm"
    return "–" if value is None else f"{value:.4g} {_unit(unit)}".strip()


def heading(column: str) -> str:
    """Return the name of a column without unit, in words.

    >>> heading("penetration_max:particle_fibre")
    'penetration max of particle_fibre'
    """
    what, _, where = column.partition(":")
    return f"{what.replace('_', ' ')}{f' of {where}' if where else ''}"


def _unit(unit: str) -> str:
    return "" if unit == "-" else unit


@dataclass(frozen=True, slots=True)
class Parameter:
    """Value of the case with its key, text and provenance."""

    path: str
    value: str
    basis: str
    source: str


def parameters(results: Results) -> dict[str, list[Parameter]]:
    """Return all values of a case by section; values not in the file are ``default``."""
    provenance = results.json("run.json").get("provenance", {})
    sections: dict[str, list[Parameter]] = {}
    for path, value in leaves(results.case):
        section = path.partition(".")[0]
        if section in ("title", "source", "published"):
            continue
        stated = _stated(path, provenance)
        source = str(stated.get("source") or "")
        row = Parameter(path, value, basis(stated, "default"), source)
        sections.setdefault(section if "." in path else "general", []).append(row)
    return sections


def _stated(path: str, provenance: dict[str, Any]) -> dict[str, Any]:
    """Return the provenance of a key, of its first list entry, or of its parent."""
    if f"{path}.0" in provenance:
        path = f"{path}.0"
    while path and path not in provenance:
        path = path.rpartition(".")[0]
    found: dict[str, Any] = provenance.get(path, {})
    return found


def leaves(tree: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield key and text of every value; lists of scalars are one value.

    >>> list(leaves({"a": {"b": "0.2 um"}, "c": [1, 2]}))
    [('a.b', '0.2 um'), ('c', '1, 2')]
    """
    below = f"{path}." if path else ""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, f"{below}{key}")
    elif isinstance(tree, list) and any(isinstance(value, dict | list) for value in tree):
        for number, value in enumerate(tree):
            yield from leaves(value, f"{below}{number}")
    elif isinstance(tree, list):
        yield path, ", ".join(written(value) for value in tree)
    else:
        yield path, written(tree)


def written(value: object) -> str:
    """Return the text of a value, to six digits.

    >>> written("0.0010000000000000002 um^2/s"), written(True), written(0.25)
    ('0.001 um^2/s', 'yes', '0.25')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    number, space, unit = str(value).partition(" ")
    try:
        return f"{float(number):.6g}{space}{unit}"
    except ValueError:
        return str(value)


def cost(results: Results) -> list[tuple[str, str]]:
    """Return the cost of a run."""
    card = results.json("run.json")
    if not card:
        return []
    unknowns = " + ".join(str(count) for count in card.get("unknowns", {}).values())
    rows = [
        ("accepted steps", card.get("steps")),
        ("cut-backs", card.get("cuts")),
        ("Newton iterations", card.get("newton_iterations")),
        ("unknowns", unknowns),
        ("coupling", card.get("coupling")),
        ("ranks", card.get("ranks")),
        ("computed in parts", parts(card)),
        ("seconds a step", card.get("seconds_per_step")),
        ("seconds a Newton iteration", card.get("seconds_per_newton_iteration")),
    ]
    return [(name, str(value)) for name, value in rows if value not in (None, "")]


def parts(card: dict[str, Any]) -> str:
    """Return steps, ranks and seconds of each part of a resumed run; empty for one part.

    >>> each = {"from_step": 0, "to_step": 4, "ranks": 2, "seconds": {"total": 1.23}}
    >>> parts({"parts": [each, {**each, "from_step": 4, "to_step": 9}]})
    'to step 4: 1.2 s on 2 rank(s); to step 9: 1.2 s on 2 rank(s)'
    """
    texts = [
        f"to step {part['to_step']}: {part['seconds']['total']:.1f} s on {part['ranks']} rank(s)"
        for part in card.get("parts", [])
    ]
    return "; ".join(texts) if len(texts) > 1 else ""


def balances(results: Results) -> list[tuple[str, str]]:
    """Return the largest relative error of each balance over the run."""
    titles = {
        columns.ENERGY_ERROR: "energy",
        columns.SPECIES_BALANCE_ERROR: results.species,
        columns.CHARGE_BALANCE_ERROR: "charge",
    }
    errors = {what: results.largest(quantity) for quantity, what in titles.items()}
    return [
        (f"largest error in the balance of {what}", f"{error:.1e}")
        for what, error in errors.items()
        if error is not None
    ]


def seconds(results: Results) -> list[tuple[str, float, float]]:
    """Return phases with their time [s] and share [%]."""
    table = dict(results.json("run.json").get("seconds", {}))
    total = table.pop("total", None) or sum(table.values()) or 1.0
    found = [(name, value, 100 * value / total) for name, value in table.items() if value > 0]
    return [*sorted(found, key=lambda row: -row[1]), ("total", total, 100.0)] if found else []
