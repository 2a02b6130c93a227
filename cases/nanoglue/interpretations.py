"""Computes what each interpretation of the paper gives for the coated and the bare particle.

``python cases/nanoglue/interpretations.py [-o DIR] [-j JOBS] [--thickness] [NAME ...]`` runs
``nanoglue/coated`` and ``nanoglue/bare_immersed`` for the rows of ``interpretation_choices.py``, or
for names built from its choices, on a mesh of 6 nm at the interface, and ``nanoglue/bare`` on one
of 4 nm. It prints a table of volume expansions in per cent of Jc - 1, and one of the cost and the
balances of each run. With ``--thickness`` it prints the comparison of coatings at 56 % instead. A
run that is finished is read and not run again. A particle without a coating that a choice does not
concern is run once.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import polars as pl
from interpretation_choices import CHOICES, ROWS, SET_C, mesh, settings

GIVEN = (*mesh(6)[0], "output.fields=none", "output.pictures=false")
"""Sizes 1.5 times those of the cases; the steps are those of the cases."""
THICKNESSES = (5, 10, 40)
"""Coatings [nm] compared at an expansion."""
COMPARED_AT = 0.56
"""Chemical volume expansion [-] at which they are compared (Han et al. 2014)."""
COMPARED = ("set_A", "entry_coating", "tin_viscous_1e4", SET_C)
"""Interpretations for which they are compared, unless others are named."""
EXPANSION = "volume_expansion_chemical [-]"
BONDED = "bonded_fraction:particle_fibre [-]"
BEARING = "load_bearing:particle_fibre [-]"
FOOT = "bonded_fraction:coating_fibre [-]"

type Row = Mapping[str, object]


@dataclass(frozen=True)
class Run:
    """Results folder of a finished run."""

    folder: Path

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The history."""
        return pl.read_csv(self.folder / "history.csv", infer_schema=False).cast(pl.Float64)

    @property
    def end(self) -> float:
        """Chemical volume expansion [-] at the end."""
        return float(self.rows[EXPANSION][-1])

    def event(self, name: str) -> float | None:
        """Return the chemical volume expansion [%] at an event of the bond, or None."""
        rows = pl.read_csv(self.folder / "events.csv", infer_schema_length=None).filter(
            (pl.col("event") == name) & (pl.col("where") == "particle_fibre")
        )
        return None if rows.is_empty() else 100 * float(rows[EXPANSION][0])

    def last(self, column: str) -> float:
        """Return a column [%] at the end."""
        return 100 * float(self.rows[column][-1])

    def at(self, column: str, expansion: float) -> float | str:
        """Return a column [%] at an expansion, between steps linearly; nothing past the end."""
        if self.end < expansion - 1e-6:
            return ""
        return 100 * float(np.interp(expansion, self.rows[EXPANSION], self.rows[column]))

    def largest(self, column: str) -> str:
        """Return the largest absolute value of a column, marked if a value is not a number."""
        values = np.abs(self.rows[column].to_numpy())
        return f"{np.nanmax(values):.1e}" + "*" * bool(np.isnan(values).any())

    @property
    def cost(self) -> Row:
        """Seconds on one core, steps, exit code and largest errors of the balances [-]."""
        card = json.loads((self.folder / "run.json").read_text())
        return {
            "time [s]": f"{card['seconds']['total']:.0f}",
            "steps": card["steps"],
            "exit code": card["exit"],
            "energy": self.largest("energy_error [-]"),
            "sodium": self.largest("species_balance_error:particle [-]"),
        }


def finished(folder: Path) -> bool:
    """Return whether a run has ended by itself: done (0) or without convergence (3)."""
    record = folder / "run.json"
    return record.exists() and json.loads(record.read_text()).get("exit") in (0, 3)


def run(case: str, folder: Path, changed: list[str]) -> Run:
    """Run a case, unless its folder holds a finished run."""
    if not finished(folder):
        flags = [part for setting in (*GIVEN, *changed) for part in ("--set", setting)]
        command = [sys.executable, "-m", "nanoglue", "run", case, "-o", str(folder), "--force"]
        subprocess.run([*command, *flags], check=False, stderr=subprocess.DEVNULL)
    return Run(folder)


def coated(out: Path, name: str) -> Run:
    """Return the coated particle of an interpretation."""
    return run("nanoglue/coated", out / name / "coated", settings(name)[0])


def bare_name(name: str) -> str:
    """Return the name of what an interpretation changes of the immersed particle."""
    choices = [] if name == "set_A" else name.split("+")
    return "+".join(choice for choice in choices if CHOICES[choice][1]) or "set_A"


def immersed(out: Path, name: str) -> Run:
    """Return the immersed particle of a name of its own."""
    return run("nanoglue/bare_immersed", out / name / "immersed", settings(name)[1])


def tin_name(name: str) -> str:
    """Return the name of what an interpretation changes of the particle in contact alone."""
    choices = bare_name(name).split("+")
    return "+".join(choice for choice in choices if not choice.startswith("entry")) or "set_A"


def in_contact(out: Path, name: str) -> Run:
    """Return the bare particle that sodium enters from the fibre, on the mesh of its case."""
    return run("nanoglue/bare", out / name / "bare", [*settings(name)[1], *mesh(4)[1]])


def events(name: str, particle: Run, bare: Run, contact: Run) -> Row:
    """Return the row of an interpretation in the table of events."""
    return {
        "interpretation": ROWS.get(name, name),
        "onset": particle.event("onset"),
        "half": particle.event("bonded_50pct"),
        "tenth": particle.event("bonded_10pct"),
        "bears 1 %": particle.event("load_bearing_1pct"),
        "complete": particle.event("detached"),
        "bonded at 56": particle.at(BONDED, 0.56),
        "bonded at 67": particle.at(BONDED, 0.67),
        "bears at 67": particle.at(BEARING, 0.67),
        "end": 100 * particle.end,
        "coating on fibre": particle.last(FOOT),
        "immersed off": bare.event("detached"),
        "bare onset": contact.event("onset"),
        "bare at axis": contact.event("front_at_axis"),
    }


def cost(name: str, particle: Run, bare: Run, contact: Run) -> Row:
    """Return the costs of the coated, the immersed and the bare particle of an interpretation."""
    costs = [one.cost for one in (particle, bare, contact)]
    joined = {key: " / ".join(str(each[key]) for each in costs) for key in particle.cost}
    return {"interpretation": ROWS.get(name, name), **joined}


def thicknesses(out: Path, name: str) -> Iterator[Row]:
    """Compare coatings of an interpretation, each run to the same expansion."""
    for value in THICKNESSES:
        set_to = [
            f"geometry.coating_thickness={value} nm",
            f"protocol.1.until.volume_expansion={COMPARED_AT}",
        ]
        one = run("nanoglue/coated", out / name / f"coating_{value}nm", settings(name)[0] + set_to)
        yield {
            "set": ROWS.get(name, name),
            "coating [nm]": value,
            "onset": one.event("onset"),
            "complete": one.event("detached"),
            "bonded at 56": one.at(BONDED, COMPARED_AT),
            "bears at 56": one.at(BEARING, COMPARED_AT),
            "coating on fibre": one.last(FOOT),
            **one.cost,
        }


def _cell(value: object) -> str:
    return "-" if value is None else f"{value:z.1f}" if isinstance(value, float) else str(value)


def table(rows: list[Row]) -> str:
    """Return rows as a Markdown table; what never came is a dash."""
    shown = [[_cell(value) for value in row.values()] for row in rows]
    head = list(rows[0])
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *shown))


def main() -> None:
    """Run what is missing and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/interpretations"))
    parser.add_argument("-j", "--jobs", type=int, default=2, help="runs at a time")
    parser.add_argument("--thickness", action="store_true", help="compare 5, 10 and 40 nm at 56 %%")
    parser.add_argument("names", nargs="*", help="interpretations; those of the table if none")
    given = parser.parse_args()
    out = given.output

    def each[T](compute: Callable[[Path, str], T], names: list[str]) -> dict[str, T]:
        with ThreadPoolExecutor(given.jobs) as pool:
            return dict(zip(names, pool.map(partial(compute, out), names), strict=True))

    if given.thickness:
        compared = each(lambda out, name: [*thicknesses(out, name)], given.names or list(COMPARED))
        print(table([row for rows in compared.values() for row in rows]))
        return
    names = given.names or list(ROWS)
    particles = each(coated, names)
    bare = each(immersed, list(dict.fromkeys(map(bare_name, names))))
    contact = each(in_contact, list(dict.fromkeys(map(tin_name, names))))
    for row in (events, cost):
        rows = [
            row(name, particles[name], bare[bare_name(name)], contact[tin_name(name)])
            for name in names
        ]
        print(table(rows), "\n")


if __name__ == "__main__":
    main()
