"""Effect of finite sliding of the particle in its dent.

``python -m benchmarks.coating.sliding [-o DIR] [--only CASE ...]`` runs the bare, the coated and
the cycled particle with small and with finite sliding, unless that is done, and writes the table
into this folder's README.
"""

import argparse
import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.coating.cycle import turns
from benchmarks.coating.run import HERE, Run, compute, where
from benchmarks.table import lines, rewrite

DENT = ("interfaces.particle_fibre.sliding=finite",)
COATING = tuple(f"interfaces.{n}.sliding=finite" for n in ("particle_coating", "coating_fibre"))
WAYS = {"small": (), "finite": DENT, "finite, coating too": DENT + COATING}
STIFFER = {"cycle": ("interfaces.particle_coating.contact_stiffness=1e8 MPa/um",)}
"""Settings of a case whose bodies overlap too far for finite sliding, ten times as stiff."""
EVENTS = {
    "bare": ("onset", "bonded_50pct", "bonded_10pct", "front_at_axis", "detached"),
    "coated": ("onset", "bonded_50pct", "bonded_10pct"),
    "cycle": ("onset", "bonded_50pct", "bonded_10pct", "detached"),
}
HELD = {
    "particle still on its fibre [% of area]": ("bonded_fraction:particle_fibre [-]", 1e2, ".1f"),
    "coating still on its fibre [% of area]": ("bonded_fraction:coating_fibre [-]", 1e2, ".0f"),
}
PLACE = {
    "gap below [nm]": ("distance:gap_under_particle [um]", 1e3, ".2f"),
    "gap at equator [nm]": ("distance:gap_at_equator [um]", 1e3, ".2f"),
    "foot rises [nm]": ("displacement_z:foot [um]", 1e3, ".2f"),
}
SLID = {"mean sliding in the dent [nm]": ("sliding_mean:particle_fibre [um]", 1e3, ".2f")}
ENDS = {"bare": SLID, "coated": SLID | HELD, "cycle": SLID | HELD | PLACE}
TURNS = {"cycle": {"second desodiation": -2, "before the loss of support": -1}}


def read(place: Path) -> Run | None:
    """Return a completed run."""
    card = place / "run.json"
    ended = card.exists() and json.loads(card.read_text())["exit"] == 0
    return Run.read(place) if ended else None


def shown(case: str, run: Run) -> dict[str, str]:
    """Return the results of a run by quantity."""
    report = {f"{event} [%], chemical / deformed": run.at(event) for event in EVENTS[case]}
    for name, turn in TURNS.get(case, {"end": -1}).items():
        row = run.rows[turns(run)[turn]]
        report |= {
            f"{quantity}, {name}": f"{row[column] * scale:{form}}"
            for quantity, (column, scale, form) in ENDS[case].items()
        }
    return report | {"steps; cuts": f"{run.card['steps']}; {run.card['cuts']}"}


def rows(folder: Path) -> Iterator[list[str]]:
    """Return one line per case and quantity, one column per variant."""
    for case in EVENTS:
        runs = [read(where(folder, f"{case} {way}")) for way in WAYS]
        found = [shown(case, run) if run else {} for run in runs]
        for quantity in next((one for one in found if one), {}):
            yield [case, quantity, *(one.get(quantity, "-") for one in found)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Compute missing runs and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/coating"))
    parser.add_argument("--only", nargs="*", choices=list(EVENTS), default=list(EVENTS))
    asked = parser.parse_args(arguments)
    for case in asked.only:
        for way, settings in WAYS.items():
            if case != "bare" or way != "finite, coating too":
                with suppress(subprocess.CalledProcessError):  # no convergence: a dash
                    given = *STIFFER.get(case, ()), *settings
                    compute(f"nanoglue/{case}", f"{case} {way}", given, asked.output)
    text = lines(["case", "quantity", *WAYS], list(rows(asked.output)))
    print(text, flush=True)
    rewrite(HERE / "README.md", "sliding", text)


if __name__ == "__main__":
    main()
