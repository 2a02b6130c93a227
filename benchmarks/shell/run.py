"""A thick plastic shell opened at finite strain: nanoglue, NGSolve, CalculiX and fedoo.

``python -m benchmarks.shell.run [--quick]``; the table goes into this folder's README.
"""

import argparse
from pathlib import Path
from typing import Any

from benchmarks.nanoglue_run import command
from benchmarks.shell.problem import error, spacing

from benchmarks import environments, measured, table

HERE = Path(__file__).resolve().parent
SIZES, QUICK = {20_000: 3, 100_000: 1}, {800: 1}
"""Unknowns, and repetitions."""
HEAD = (
    "",
    "unknowns",
    "wall [s]",
    "solving [s]",
    "iterations",
    "factorisations",
    "s / iteration",
    "µs / unknown and iteration",
    "to nanoglue",
    "all to nanoglue's",
    "memory [MB]",
    "error of p",
)


def nanoglue(unknowns: int) -> list[str]:
    """Return the command of nanoglue."""
    through, along = spacing(unknowns, 9.0)
    sizes = (f"geometry.elements_through={through}", f"geometry.elements_along={along}")
    return command(HERE / "case.yaml", *sizes)


def peers(unknowns: int, make: bool) -> dict[str, list[Any]]:
    """Return the command of each installed code."""
    found: dict[str, list[Any]] = {}
    for name in ("ngsolve", "calculix", "fedoo"):
        python = environments.python_of(name, make)
        if python and (name != "calculix" or environments.program("ccx")):
            found[name] = [python, HERE / f"{name}_shell.py", str(unknowns)]
    return found


def figures(found: dict[str, Any]) -> dict[str, Any]:
    """Return time per iteration and per unknown; nanoglue reports a force for its error."""
    found = dict(found)
    if "force_z:equator [uN]" in found:
        found["error"] = error(found["force_z:equator [uN]"])
    found.setdefault("factorisations", found["iterations"])  # the peers factor each time
    found["each"] = found["seconds"] / found["iterations"]
    found["unit"] = 1e6 * found["each"] / found["unknowns"]
    found["whole"] = found["seconds"] / found["unknowns"]
    return found


def row(name: str, found: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    """Return a line of the table."""
    n = table.number
    counts = [f"{found['unknowns']:.0f}", n(found["wall"]), n(found["seconds"])]
    made = [f"{found[count]:.0f}" for count in ("iterations", "factorisations")]
    rates = [n(found["each"]), n(found["unit"])]
    ratios = [n(found[part] / ours[part] if ours else None) for part in ("unit", "whole")]
    return [name, *counts, *made, *rates, *ratios, n(found["memory"]), f"{found['error']:.1e}"]


def main() -> None:
    """Run all at every size; rewrite the table unless quick."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small, once, table not rewritten")
    quick = parser.parse_args().quick
    rows = []
    if not quick:
        measured.median(nanoglue(800), 1)  # compiles the forms
    for size, repetitions in (QUICK if quick else SIZES).items():
        print(f"  shell, {size} unknowns", flush=True)
        commands: dict[str, list[Any]] = {"nanoglue": nanoglue(size)}
        commands |= peers(size, make=not quick)
        ours: dict[str, Any] = {}
        for name, each in commands.items():
            print(f"   {name}", flush=True)
            found = measured.median(each, repetitions)
            if found is None:
                continue
            found = figures(found)
            ours = found if name == "nanoglue" else ours
            rows.append(row(name, found, ours))
    text = table.lines(HEAD, rows)
    print(text)
    if not quick:
        table.rewrite(HERE / "README.md", "table", text)


if __name__ == "__main__":
    main()
