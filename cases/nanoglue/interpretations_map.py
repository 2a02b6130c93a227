"""Draws the table of interpretations against the published values.

``python cases/nanoglue/interpretations_map.py PICTURE.png`` reads the table of the page on
interpretations, which ``interpretations.py`` computes.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "interpretations.md"
HEAD = "| interpretation | onset |"
PUBLISHED = {"onset": 39.0, "complete": 67.0, "immersed off": 33.85}
"""Chemical volume expansions [%] (Han et al. 2014)."""
ASKED = {"onset": (36.0, 42.0), "complete": (56.0, 80.0)}
"""Ranges [%] within which a result counts as met."""
STYLES = {
    "immersed off": ("^", "C2"),
    "onset": ("o", "C0"),
    "tenth": ("|", "0.3"),
    "complete": ("s", "C3"),
}


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Events [%] of one row of the table, those that came, and the expansion [%] at its end."""

    name: str
    events: dict[str, float]
    end: float

    @property
    def meets(self) -> bool:
        """Whether onset and completion are both in their ranges."""
        return all(low <= self.events.get(name, 0) <= high for name, (low, high) in ASKED.items())


def interpretations(page: str) -> Iterator[Interpretation]:
    """Read the rows of the table on the page.

    Raises:
        ValueError: the page has no such table.
    """
    _, found, table = page.partition(HEAD)
    if not found:
        raise ValueError(f"no table that begins with {HEAD}")
    head, _, *rows = (HEAD + table).partition("\n\n")[0].splitlines()
    names = _cells(head)
    for row in rows:
        cells = dict(zip(names, _cells(row), strict=True))
        name = cells.pop("interpretation")
        if name != "published":
            values = {key: float(value) for key, value in cells.items() if value not in ("", "-")}
            yield Interpretation(
                name, {key: values[key] for key in STYLES if key in values}, values["end"]
            )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def draw(found: list[Interpretation], picture: Path) -> None:
    """Draw a line from onset to completion for every interpretation."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.2, 0.2 * len(found) + 1.2), layout="constrained")
    for low, high in ASKED.values():
        axes.axvspan(low, high, color="0.92", zorder=0)
    for name, value in PUBLISHED.items():
        axes.axvline(value, color=STYLES[name][1], lw=0.8, ls="--", zorder=1)
    for place, one in enumerate(found):
        complete = "complete" in one.events
        last = one.events.get("complete", one.end)
        axes.plot([one.events.get("onset", 0), last], [place, place], color="0.6", lw=1, zorder=2)
        if not complete:
            axes.plot(last, place, marker=">" if last >= 80 else "x", color="0.4", ms=4, zorder=3)
        for name, value in one.events.items():
            marker, colour = STYLES[name]
            axes.plot(value, place, marker, color=colour, ms=5, zorder=4)
    for name, label in {
        "immersed off": "immersed: detached",
        "onset": "coated: onset",
        "tenth": "a tenth bonded",
        "complete": "completely debonded",
    }.items():
        axes.plot([], [], STYLES[name][0], color=STYLES[name][1], label=label)
    axes.plot([], [], ">", color="0.4", label="bonded at 80 %")
    axes.plot([], [], "x", color="0.4", label="run stopped")
    axes.set_yticks(range(len(found)), [one.name for one in found], fontsize=6)
    axes.set(xlabel="chemical volume expansion [%]", xlim=(0, 84), ylim=(len(found) - 0.4, -0.6))
    figure.legend(fontsize=6, ncols=6, loc="outside lower center")
    figure.savefig(picture, dpi=200)


def main() -> None:
    """Draw the figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("picture", type=Path)
    draw(list(interpretations(PAGE.read_text(encoding="utf-8"))), parser.parse_args().picture)


if __name__ == "__main__":
    main()
