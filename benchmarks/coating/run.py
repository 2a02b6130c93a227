"""Effect of a coating on debonding, and the stresses in the coating.

``python -m benchmarks.coating.run [-o DIR] [--only NAME ...] [--settings PATH=VALUE ...]`` runs
``nanoglue/coated`` and ``nanoglue/thickness`` in each way and writes the tables into this folder's
README. Completed runs are read and not repeated; missing runs that are not requested are omitted.
"""

import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import lines, rewrite

from nanoglue.case import find, read

HERE = Path(__file__).parent
PUBLISHED = 0.39
"""Chemical volume expansion [-] at which debonding from the fibre starts (Han et al. 2014)."""

SIZES = {"interface": 4.0, "bulk": 12.0, "far": 60.0, "coating": 6.0}
THICKNESSES = (5.0, 10.0, 40.0)
DEPTHS = (0.1, 0.5, 0.9)
"""Places through the coating at the equator, from the particle outwards [-]."""


def mesh(factor: float) -> list[str]:
    """All element sizes times a factor."""
    return [f"geometry.{name}_size={size * factor:g} nm" for name, size in SIZES.items()]


def equator(case: str, thickness: float | None = None) -> list[str]:
    """Return probes through a coating, of the thickness of its case or another [nm]."""
    shape = read(find(case)).geometry.parameters
    thickness = thickness or shape.coating_thickness * 1e3
    settings = ["output.maxima=[coating]"]
    for depth in DEPTHS:
        r, z = shape.radius * 1e3 + depth * thickness, shape.height * 1e3
        at = f"[{r:.4f} nm, {z:.4f} nm]"
        settings.append(f"output.probes.at_{depth * 100:.0f}={{body: coating, at: {at}}}")
    return settings


THICK = [f"{thickness:g} nm" for thickness in THICKNESSES]
AS_SHIPPED = "to 80 %"
CONVERGENCE = {
    "sizes x 3/2": mesh(1.5),
    "sizes x 3/4": mesh(0.75),
    "steps x 1/2": [
        "stepping.error=2.5e-2",
        "stepping.expansion=7.5e-3",
        "stepping.damage=0.25",
    ],
}
"""Settings against which the mesh and the steps of the case are compared."""


def ways() -> dict[str, dict[str, list[str]]]:
    """Return the settings of every variant, by case and name."""
    coated, thickness = "nanoglue/coated", "nanoglue/thickness"
    thick = {
        name: [f"geometry.coating_thickness={name}", *equator(thickness, value)]
        for name, value in zip(THICK, THICKNESSES, strict=True)
    }
    return {coated: {AS_SHIPPED: equator(coated)} | CONVERGENCE, thickness: thick}


@dataclass(frozen=True, slots=True)
class Run:
    """Completed run: rows, events with both volume expansions [-], and cost."""

    rows: Sequence[Mapping[str, float]]
    events: Mapping[tuple[str, str], tuple[float, float]]
    card: Mapping[str, dict[str, float]]

    @classmethod
    def read(cls, place: Path) -> "Run":
        """From a results folder."""
        with (place / "history.csv").open() as file:
            rows = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
        with (place / "events.csv").open() as file:
            events = {
                (row["event"], row["where"]): (
                    float(row["volume_expansion_chemical [-]"]),
                    float(row["volume_expansion_deformed [-]"]),
                )
                for row in csv.DictReader(file)
            }
        return cls(rows, events, json.loads((place / "run.json").read_text()))

    def at(self, event: str, where: str = "particle_fibre") -> str:
        """Both expansions [%] at an event."""
        found = self.events.get((event, where))
        return "-" if found is None else " / ".join(f"{100 * value:.1f}" for value in found)

    @property
    def end(self) -> Mapping[str, float]:
        """The last row."""
        return self.rows[-1]

    @property
    def cost(self) -> tuple[str, str, str]:
        """Unknowns, steps and seconds."""
        unknowns = sum(self.card["unknowns"].values())
        return str(unknowns), str(len(self.rows) - 1), f"{self.card['seconds']['total']:.0f}"


def compute(case: str, name: str, settings: Sequence[str], folder: Path) -> None:
    """Compute a variant, unless its results exist."""
    place = where(folder, name)
    if (place / "summary.json").exists():
        return
    sets = ["output.fields=none", "output.pictures=false", *settings]
    flags = [part for setting in sets for part in ("--set", setting)]
    command = [sys.executable, "-m", "nanoglue", "run", case, "-o", str(place), "--force", *flags]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def where(folder: Path, name: str) -> Path:
    """Return the results folder of a variant."""
    return folder / "".join(c if c.isalnum() else "_" for c in name)


def verdict(bonded: float) -> str:
    """Return how much of the contact has debonded."""
    return "none" if bonded > 1 - 1e-9 else "full" if bonded < 1e-9 else "partial"


def thickness_row(name: str, run: Run) -> list[str]:
    """Return the debonded area at the end and the stress in the coating."""
    end = run.end
    bonded = {
        place: end[f"bonded_fraction:{place} [-]"]
        for place in ("particle_fibre", "particle_coating", "coating_fibre")
    }
    through = [end[f"von_mises:at_{depth * 100:.0f} [MPa]"] / 1e3 for depth in DEPTHS]
    middle = f"at_{DEPTHS[1] * 100:.0f}"
    return [
        name,
        run.at("onset"),
        verdict(bonded["particle_fibre"]),
        *(f"{100 * value:.0f}" for value in bonded.values()),
        *(f"{value:.1f}" for value in through),
        f"{end[f'stress_tt:{middle} [MPa]'] / 1e3:.1f}",
        f"{end[f'largest_stretch:{middle} [-]']:.3f}",
        f"{end['largest_stretch:coating [-]']:.2f}",
        f"{end['von_mises_p90:coating [MPa]'] / 1e3:.1f}",
    ]


def coated_rows(run: Run) -> Iterator[list[str]]:
    """Return the events of the coated particle with published values."""
    for event, published in (
        ("onset", "39"),
        ("bonded_50pct", "-"),
        ("bonded_10pct", "-"),
        ("detached", "67"),
    ):
        yield [event, run.at(event), published]
    held = run.end["bonded_fraction:coating_fibre [-]"]
    yield ["coating still on its fibre [% of area]", f"{100 * held:.0f}", "it holds"]
    left = run.end["bonded_fraction:particle_fibre [-]"]
    yield ["particle still on its fibre [% of area]", f"{100 * left:.0f}", "0"]


def tables(runs: Mapping[str, Run]) -> Iterator[tuple[str, str]]:
    """Return every table for which runs exist."""
    if AS_SHIPPED in runs:
        head = ["", "expansion [%], chemical / deformed", "published [%]"]
        yield "coated", lines(head, list(coated_rows(runs[AS_SHIPPED])))
    thick = [thickness_row(name, runs[name]) for name in THICK if name in runs]
    if thick:
        head = ["coating", "onset [%]", "debonded", "particle-fibre", "particle-coating"]
        head += ["coating-fibre", *(f"at {100 * d:.0f} % [GPa]" for d in DEPTHS), "hoop [GPa]"]
        head += ["stretch", "largest stretch", "tenth above [GPa]"]
        yield "thickness", lines(head, thick)
    found = [name for name in (AS_SHIPPED, *CONVERGENCE) if name in runs]
    if len(found) > 1:
        report = "onset", "bonded_50pct", "bonded_10pct", "detached"
        left = {name: runs[name].end["bonded_fraction:particle_fibre [-]"] for name in found}
        rows = [
            [
                "as shipped" if name == AS_SHIPPED else name,
                *map(runs[name].at, report),
                f"{100 * left[name]:.1f}",
                *runs[name].cost,
            ]
            for name in found
        ]
        head = ["", "onset [%]", "half [%]", "tenth [%]", "complete [%]", "left at 80 % [%]"]
        yield "convergence", lines([*head, "unknowns", "steps", "seconds"], rows)


def main() -> None:
    """Run the requested variants and rewrite the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/coating"))
    parser.add_argument("--only", nargs="*", help="ways to run; the rest is read if it is there")
    parser.add_argument("--settings", nargs="*", default=[], help="path=value for every run")
    given = parser.parse_args()
    runs = {}
    for case, named in ways().items():
        for name, settings in named.items():
            if given.only is None or name in given.only:
                compute(case, name, [*settings, *given.settings], given.output)
            place = where(given.output, name)
            if (place / "summary.json").exists():
                runs[name] = Run.read(place)
    for name, text in tables(runs):
        print(text, flush=True)
        rewrite(HERE / "README.md", name, text)


if __name__ == "__main__":
    main()
