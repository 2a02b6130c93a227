"""A sphere filled at a constant flux: nanoglue, NGSolve, scikit-fem and SfePy.

``python -m benchmarks.sphere.run [--quick]``; the table goes into this folder's README.
"""

import argparse
import sys
from pathlib import Path

from benchmarks import environments, measured, table

HERE = Path(__file__).resolve().parent
SIZE, QUICK = 50_000, 2_000
HEAD = (
    "",
    "unknowns",
    "wall [s]",
    "100 steps [s]",
    "solves",
    "µs / unknown and solve",
    "to nanoglue",
    "factors [s]",
    "memory [MB]",
    "error",
)


def main() -> None:
    """Run all; rewrite the table unless quick."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small, once, table not rewritten")
    quick = parser.parse_args().quick
    size = QUICK if quick else SIZE
    ours = [sys.executable, "-m", "benchmarks.sphere.nanoglue_sphere"]
    commands: dict[str, list[str | Path]] = {"nanoglue": [*ours, str(size)]}
    if quick:
        commands["nanoglue"].append("5")
    else:
        measured.median([*ours, str(QUICK), "5"], 1)  # compiles the forms
    for name in ("ngsolve", "scikit_fem", "sfepy"):
        python = environments.python_of(name, make=not quick)
        if python:
            commands[name] = [python, HERE / f"{name}_sphere.py", str(size)]
    rows, unit, n = [], None, table.number
    for name, command in commands.items():
        print(f"   {name}", flush=True)
        found = measured.median(command, 1 if quick else 3)
        if found is None:
            continue
        each = 1e6 * found["seconds"] / found["iterations"] / found["unknowns"]
        unit = unit or each
        counts = [f"{found['unknowns']:.0f}", n(found["wall"]), n(found["seconds"])]
        rates = [f"{found['iterations']:.0f}", n(each), n(each / unit), n(found["factor"])]
        rows.append([name, *counts, *rates, n(found["memory"]), f"{found['error']:.1e}"])
    text = table.lines(HEAD, rows)
    print(text)
    if not quick:
        table.rewrite(HERE / "README.md", "table", text)


if __name__ == "__main__":
    main()
