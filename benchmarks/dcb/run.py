"""A double cantilever of two cohesive resolutions: nanoglue alone.

``python -m benchmarks.dcb.run [--quick]``; the table goes into this folder's README.
"""

import argparse
from pathlib import Path

from benchmarks.nanoglue_run import command

from benchmarks import measured, table

HERE = Path(__file__).resolve().parent
PROCESS = 25.0  # [mm]
FACETS, QUICK = {500: 3, 2000: 1}, {50: 1}
"""Facets in the path of the crack, and repetitions."""
HEAD = (
    "facets",
    "unknowns",
    "wall [s]",
    "solving [s]",
    "steps",
    "cuts",
    "iterations",
    "s / iteration",
    "µs / unknown and iteration",
    "memory [MB]",
    "error of the force",
)
LAST_OPENING = 3.2  # [mm], between the ends


def branch(opening: float) -> float:
    """Force [N/mm] on a crack that grows at G_Ic, at an opening [mm] between the ends.

    Beams lengthened beyond the crack by what gives there, to l: ``G = 12 P^2 l^2 / (E h^3)`` and
    ``opening = 8 P l^3 / (E h^3)``; l between the two.
    """
    young, arm, toughness = 135_300.0, 1.5, 0.28
    stiff = young * arm**3
    length = (12 * opening**2 * stiff / (64 * toughness)) ** 0.25
    return float((toughness * stiff / 12) ** 0.5 / length)


def nanoglue(facets: int, steps: int = 0) -> list[str]:
    """The command of a run with so many facets in the path of the crack."""
    fine = f"geometry.fine={PROCESS / facets:.6g} mm"
    long = f"geometry.process={PROCESS:g} mm"
    return command("verification/dcb", fine, long, steps=steps)


def main() -> None:
    """Run all; rewrite the table unless quick."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small, once, table not rewritten")
    quick = parser.parse_args().quick
    rows, n = [], table.number
    if not quick:
        measured.median(nanoglue(50, 2), 1)  # compiles the forms
    for facets, repetitions in (QUICK if quick else FACETS).items():
        print(f"  dcb, {facets} facets", flush=True)
        found = measured.median(nanoglue(facets, 2 if quick else 0), repetitions)
        if found is None:
            rows.append([str(facets), *["-"] * (len(HEAD) - 1)])
            continue
        each = found["seconds"] / found["iterations"]
        force = next(v for name, v in found.items() if name.startswith("force_y:upper_end"))
        missed = abs(abs(force) * 1e-3 / branch(LAST_OPENING) - 1)  # uN/um to N/mm
        counts = [f"{found[name]:.0f}" for name in ("steps", "cuts", "iterations")]
        times = [n(found["wall"]), n(found["seconds"])]
        rates = [n(each), n(1e6 * each / found["unknowns"]), n(found["memory"])]
        size = [str(facets), f"{found['unknowns']:.0f}"]
        rows.append([*size, *times, *counts, *rates, f"{missed:.1e}"])
    told = table.lines(HEAD, rows)
    print(told)
    if not quick:
        table.rewrite(HERE / "README.md", "table", told)


if __name__ == "__main__":
    main()
