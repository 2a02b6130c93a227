"""Report of one run."""

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanoglue.case import columns
from nanoglue.post.figures.colours import named
from nanoglue.post.figures.events import file_names, percent, reached
from nanoglue.post.figures.results import Results
from nanoglue.post.report import tables
from nanoglue.post.report.cycles import cycles
from nanoglue.post.report.warnings import warnings

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Picture:
    """Embedded figure with its caption."""

    data: str
    caption: str


LARGEST_TABLE_BYTES = 4_000_000
"""Size up to which a report contains a table."""

CAPTIONS = {
    "bonding": "Bonded fraction and debonding front; marks are events, bands are published values.",
    "voltage": "Voltage over the charge of each half cycle; later ones are darker.",
    "outlines": "Undeformed (dashed) and deformed outlines at the events, not magnified.",
    "three_dimensional": "Three-dimensional view with a quarter cut out.",
    "movie": "The run at the times with written fields.",
    "balances": "Energies over the run, and the relative errors of the balances.",
    "steps": "Size and Newton iterations of every step.",
}


SECTION = {
    True: "Species content, deformed shape and interface",
    False: "Deformed shape, stress and interface",
}
FIELDS = {
    True: "Concentration, stresses and plastic strain",
    False: "Stresses and plastic strain",
}
"""Captions of figures at events, with and without a species."""


def of_run(results: Results, skipped: list[str]) -> str:
    """Return the report of a run with its figures."""
    figures = results.directory / "figures"
    first, rest = tables.headlines(results)
    single = {name: _picture(figures, name, caption) for name, caption in CAPTIONS.items()}
    takes_up = bool(results.columns(columns.STOICHIOMETRY))
    return template("run.html.j2").render(
        title=results.title,
        course="the volume expansion" if results.swells else "time",
        case=results.case,
        card=results.json("run.json"),
        warnings=warnings(results, skipped),
        headlines=first,
        compared=any(row.published for row in first),
        tables=list(_tables(results)),
        final=rest,
        events=list(_events(results)),
        pictures={name: picture for name, picture in single.items() if picture},
        sections=list(_per_event(results, "event", SECTION[takes_up])),
        fields=list(_per_event(results, "fields", FIELDS[takes_up])),
        contacts=[
            picture
            for name in results.interfaces
            for picture in _per_event(results, f"contact_{name}", f"Contact area of {name}")
        ],
        space_time=list(_space_time(results)),
        parameters=tables.parameters(results),
        cycles=list(cycles(results)),
        cost=tables.cost(results),
        seconds=tables.seconds(results),
    )


def template(name: str) -> Any:
    """Return a page template with automatic escaping."""
    from jinja2 import ChainableUndefined, Environment, PackageLoader

    pages = Environment(
        loader=PackageLoader("nanoglue.post.report", "pages"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template(name)


def embedded(file: Path) -> str:
    """Return the data URL of an image file."""
    kind = {".png": "image/png", ".gif": "image/gif"}[file.suffix]
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def embedded_figure(drawn: "Figure") -> str:
    """Return a Matplotlib figure as an address that contains it."""
    memory = io.BytesIO()
    drawn.savefig(memory, format="png")
    return f"data:image/png;base64,{base64.b64encode(memory.getvalue()).decode()}"


def _picture(figures: Path, name: str, caption: str) -> Picture | None:
    found = next((file for file in sorted(figures.glob(f"{name}.*"))), None)
    return Picture(embedded(found), caption) if found else None


def _events(results: Results) -> Iterator[tuple[str, str, str, str]]:
    for event in results.events:
        yield named(event.event), event.where, f"{event.time:.6g} s", percent(event.expansion)


def _tables(results: Results) -> Iterator[tuple[str, str]]:
    """Yield name and address of the tables that a reader can save from the page."""
    for name in ("history.csv", "events.csv"):
        file = results.directory / name
        if file.is_file() and file.stat().st_size < LARGEST_TABLE_BYTES:
            data = base64.b64encode(file.read_bytes()).decode()
            yield name, f"data:text/csv;base64,{data}"


def _per_event(results: Results, kind: str, title: str) -> Iterator[Picture]:
    """Yield the figures of the events in order, one for each time."""
    found = list(results.events_with_fields())
    names = file_names([event for event, _ in found], kind)
    drawn: set[float] = set()
    for (event, time), name in zip(found, names, strict=True):
        file = results.directory / "figures" / name
        if file.is_file() and time not in drawn:
            drawn.add(time)
            same = ", ".join(named(other.event) for other, at in found if at == time)
            yield Picture(embedded(file), f"{title}: {same}, at {reached(results, event)}.")


def _space_time(results: Results) -> Iterator[Picture]:
    for name in results.interfaces:
        what = "tractions" if name in results.perfect_bonds else "damage, opening and tractions"
        caption = f"{name}: {what} along the interface over the run."
        picture = _picture(results.directory / "figures", f"space_time_{name}", caption)
        if picture:
            yield picture
