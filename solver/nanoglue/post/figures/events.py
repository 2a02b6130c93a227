"""A cross-section at every event of a run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nanoglue.post.figures.colours import named
from nanoglue.post.figures.finished import TIME, EventRecord, Finished
from nanoglue.post.figures.section import View, limits_of, view_of
from nanoglue.post.figures.sheet import figure, keys, scale, section

SODIUM, STRESS = "stoichiometry [-]", "von_mises [MPa]"


def draw_events(results: Finished, directory: Path) -> Iterator[Path]:
    """Draw ``event_NAME.png`` for each event at whose time fields were written."""
    found = list(results.events_with_fields())
    if not found:
        return
    times = [time for _, time in found]
    view = view_of(results, times)
    field, limits = SODIUM, limits_of(results, times, SODIUM)
    if limits is None:
        field, limits = STRESS, limits_of(results, times, STRESS)
    for (happening, time), name in zip(found, file_names([h for h, _ in found]), strict=True):
        drawn = sheet(results, happening, time, view, field, limits or (0.0, 1.0))
        drawn.savefig(directory / name)
        yield directory / name


def file_names(happenings: list[EventRecord], kind: str = "event") -> list[str]:
    """``KIND_NAME.png``, with the place where a name happens more than once."""
    names: list[str] = []
    for happening in happenings:
        name = f"{kind}_{happening.event}.png"
        if name in names:
            name = f"{kind}_{happening.event}_{happening.where or len(names)}.png"
        if name in names:
            name = f"{kind}_{happening.event}_{len(names)}.png"
        names.append(name)
    return names


def sheet(
    results: Finished,
    happening: EventRecord,
    time: float,
    view: View,
    field: str,
    limits: tuple[float, float],
) -> Any:
    """The picture of one event."""
    width, height = (7.0 * side / max(view.size) for side in view.size)
    drawn = figure(max(width, 4.5) + 1.2, height + 1.4)
    axes = drawn.add_subplot()
    mapped = section(axes, results, time, view, field, limits)
    scale(drawn, axes, mapped, field)
    axes.set_title(heading(results, happening), fontsize=13, loc="left", pad=36)
    told = axes.annotate(
        detail(results, happening),
        (0, 1),
        xytext=(0, 7),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=9,
        color="#555555",
    )
    told.set_in_layout(False)
    drawn.legend(
        handles=keys(results, field),
        loc="outside lower center",
        ncols=4 if width > 5.5 else 3,
        frameon=False,
        fontsize=9,
    )
    return drawn


def heading(results: Finished, happening: EventRecord) -> str:
    """The event and the volume expansion."""
    words = named(happening.event)
    measure = "volume expansion " if results.swells else "t = "
    return f"{words[0].upper()}{words[1:]}: {measure}{reached(results, happening)}"


def reached(results: Finished, happening: EventRecord) -> str:
    """How far the run was at an event."""
    return percent(happening.expansion) if results.swells else f"{happening.time:.4g} s"


def percent(share: float) -> str:
    """A share in per cent, with a decimal more where it is small.

    >>> percent(0.0154), percent(0.6216), percent(0.0005)
    ('1.54 %', '62.2 %', '0.050 %')
    """
    digits = 3 if abs(share) < 0.001 else 2 if abs(share) < 0.1 else 1
    return f"{100 * share:.{digits}f} %"


def detail(results: Finished, happening: EventRecord) -> str:
    """Where and when; on a second line how much is bonded."""
    told = f"{f'at {happening.where}, ' if happening.where else ''}t = {happening.time:.4g} s"
    shares = []
    for name, bonded in results.columns("bonded_fraction").items():
        share = float(bonded[abs(results.history[TIME] - happening.time).argmin()])
        shares.append(f"{name} {100 * share:.1f} %")
    return told + (f"\nbonded: {', '.join(shares)}" if shares else "")
