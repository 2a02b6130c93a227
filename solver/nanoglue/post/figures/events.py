"""A cross-section at every event of a run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nanoglue.case import columns
from nanoglue.post.figures.colours import label, named
from nanoglue.post.figures.layout import figure, keys, scale, section
from nanoglue.post.figures.results import TIME, EventRecord, Results
from nanoglue.post.figures.section import View, limits_of, view_of

UPTAKE, STRESS = "stoichiometry [-]", "von_mises [MPa]"


def draw_events(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``event_NAME.png`` for each event at whose time fields were written."""
    found = list(results.events_with_fields())
    if not found:
        return
    times = [time for _, time in found]
    view = view_of(results, times)
    field, limits = UPTAKE, limits_of(results, times, UPTAKE)
    if limits is None:
        field, limits = STRESS, limits_of(results, times, STRESS)
    for (record, time), name in zip(found, file_names([h for h, _ in found]), strict=True):
        drawn = event_figure(results, record, time, view, field, limits or (0.0, 1.0))
        drawn.savefig(directory / name)
        yield directory / name


def file_names(records: list[EventRecord], kind: str = "event") -> list[str]:
    """Return ``KIND_NAME.png``, with the interface where a name occurs more than once."""
    names: list[str] = []
    for record in records:
        name = f"{kind}_{record.event}.png"
        if name in names:
            name = f"{kind}_{record.event}_{record.where or len(names)}.png"
        if name in names:
            name = f"{kind}_{record.event}_{len(names)}.png"
        names.append(name)
    return names


def event_figure(
    results: Results,
    record: EventRecord,
    time: float,
    view: View,
    field: str,
    limits: tuple[float, float],
) -> Any:
    """Return the figure of one event."""
    width, height = (7.0 * side / max(view.size) for side in view.size)
    drawn = figure(max(width, 4.5) + 1.2, height + 1.4)
    axes = drawn.add_subplot()
    mapped = section(axes, results, time, view, field, limits)
    scale(drawn, axes, mapped, label(field, results.species))
    axes.set_title(heading(results, record), fontsize=13, loc="left", pad=36)
    text = axes.annotate(
        detail(results, record),
        (0, 1),
        xytext=(0, 7),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=9,
        color="#555555",
    )
    text.set_in_layout(False)
    drawn.legend(
        handles=keys(results, field),
        loc="outside lower center",
        ncols=4 if width > 5.5 else 3,
        frameon=False,
        fontsize=9,
    )
    return drawn


def heading(results: Results, record: EventRecord) -> str:
    """Return the title: the event and the volume expansion."""
    words = named(record.event)
    measure = "volume expansion " if results.swells else "t = "
    return f"{words[0].upper()}{words[1:]}: {measure}{reached(results, record)}"


def progress(results: Results, time: float) -> str:
    """Return the volume expansion with its name, or else the time, at a time [s]."""
    name, _, unit = results.progress[1].partition(" [")
    text = f"{name} {results.progress_at(time):.2f} {unit.removesuffix(']')}"
    return text.removesuffix(" -")


def reached(results: Results, record: EventRecord) -> str:
    """Return the volume expansion, or else the time, at an event."""
    return percent(record.expansion) if results.swells else f"{record.time:.4g} s"


def percent(share: float) -> str:
    """Return a fraction in per cent, with more digits where it is small.

    >>> percent(0.0154), percent(0.6216), percent(0.0005)
    ('1.54 %', '62.2 %', '0.050 %')
    """
    digits = 3 if abs(share) < 0.001 else 2 if abs(share) < 0.1 else 1
    return f"{100 * share:.{digits}f} %"


def detail(results: Results, record: EventRecord) -> str:
    """Return interface and time, and on a second line the bonded fractions."""
    text = f"{f'at {record.where}, ' if record.where else ''}t = {record.time:.4g} s"
    shares = []
    for name, bonded in results.columns(columns.BONDED_FRACTION).items():
        share = float(bonded[abs(results.history[TIME] - record.time).argmin()])
        shares.append(f"{name} {100 * share:.1f} %")
    return text + (f"\nbonded: {', '.join(shares)}" if shares else "")
