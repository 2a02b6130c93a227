"""A double cantilever of two cohesive resolutions: nanoglue, scikit-fem, Akantu and fedoo.

``python -m benchmarks.dcb.run [--quick]``; the table goes into this folder's README.
"""

import argparse
from pathlib import Path
from typing import Any

from benchmarks.dcb.problem import PROCESS, STEPS, branch
from benchmarks.nanoglue_run import command

from benchmarks import environments, measured, table

HERE = Path(__file__).resolve().parent
RUNS = {
    500: {"nanoglue": 3, "scikit_fem": 1, "akantu": 1, "fedoo": 1},
    2000: {"nanoglue": 1, "scikit_fem": 1},
}
QUICK = {50: {"nanoglue": 1, "scikit_fem": 1, "akantu": 1, "fedoo": 1}}
"""Facets in the path of the crack; for each program, repetitions."""
COUNTS = ("steps", "cuts", "iterations", "factorisations")
HEAD = (
    "",
    "facets",
    "unknowns",
    "wall [s]",
    "user [s]",
    "steps",
    "cuts",
    "iterations",
    "factorisations",
    "s / iteration",
    "µs / unknown and iteration",
    "to nanoglue",
    "all to nanoglue's",
    "memory [MB]",
    "error of the force",
)


def nanoglue(facets: int, steps: int = 0) -> list[str]:
    """Return the command of a run with a number of facets, without viscosity."""
    fine = f"geometry.process_zone_size={PROCESS / facets:.6g} mm"
    long = f"geometry.process_zone={PROCESS:g} mm"
    sharp = "interfaces.upper_lower.viscosity=0 s"
    symmetric = "solver.petsc.pc_type=cholesky"  # in one mode the tangent is
    return command("verification/dcb", fine, long, sharp, symmetric, steps=steps)


def program(name: str, facets: int, quick: bool) -> list[Any] | None:
    """Return the command of a code if it is installed; two steps if quick."""
    if name == "nanoglue":
        return nanoglue(facets, 2 if quick else 0)
    python = environments.python_of(name, make=not quick)
    done = ["2"] if quick else []
    return [python, HERE / f"{name}_dcb.py", str(facets), str(STEPS), *done] if python else None


def figures(found: dict[str, Any]) -> dict[str, Any]:
    """Return time per iteration and per unknown; nanoglue reports a force for its error."""
    found = dict(found)
    force = next((v for name, v in found.items() if name.startswith("force_y:upper_end")), None)
    if force is not None:
        found["error"] = abs(abs(force) * 1e-3 / branch() - 1)  # uN/um to N/mm
    found.setdefault("factorisations", found["iterations"])  # the peers factor each time
    found["each"] = found["user"] / found["iterations"]
    found["unit"] = 1e6 * found["each"] / found["unknowns"]
    found["whole"] = found["user"] / found["unknowns"]
    return found


def row(name: str, facets: int, found: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    """Return a line of the table."""
    n = table.number
    size = [name, str(facets), f"{found['unknowns']:.0f}"]
    counts = [f"{found[count]:.0f}" for count in COUNTS]
    rates = [n(found[rate]) for rate in ("wall", "user")]
    each = [n(found["each"]), n(found["unit"])]
    ratios = [n(found[part] / ours[part] if ours else None) for part in ("unit", "whole")]
    return [*size, *rates, *counts, *each, *ratios, n(found["memory"]), f"{found['error']:.1e}"]


def main() -> None:
    """Run all; rewrite the table unless quick."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small, once, table not rewritten")
    quick = parser.parse_args().quick
    rows: list[list[str]] = []
    if not quick:
        measured.median(nanoglue(50, 2), 1)  # compiles the forms
    for facets, programs in (QUICK if quick else RUNS).items():
        ours: dict[str, Any] = {}
        print(f"  dcb, {facets} facets", flush=True)
        for name, repetitions in programs.items():
            wanted = program(name, facets, quick)
            if wanted is None:
                continue
            print(f"   {name}", flush=True)
            found = measured.median(wanted, repetitions)
            if found is None:
                rows.append([name, str(facets), *["-"] * (len(HEAD) - 2)])
                continue
            found = figures(found)
            ours = found if name == "nanoglue" else ours
            rows.append(row(name, facets, found, ours))
    text = table.lines(HEAD, rows)
    print(text)
    if not quick:
        table.rewrite(HERE / "README.md", "table", text)


if __name__ == "__main__":
    main()
