"""All benchmarks one after the other, what they take, and the tables of the documentation.

``python -m benchmarks.run [--tables] [NAME ...]``; without names all of them. Other codes are
installed first, which is not counted.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measured import Run
from benchmarks.particle import tables

from benchmarks import environments, table

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
STORED = HERE / "budget.json"
PARTICLE = HERE / "particle" / "results.json"
COMPARED = ("shell", "dcb", "octant", "sphere")
BUDGET = 30.0
"""Longest time [min] of all benchmarks on one core, without the installation."""


def timed(name: str, options: list[str]) -> dict[str, float]:
    """Run a benchmark and return its wall and user time [s] and the load before."""
    print(name, flush=True)
    begin, load = time.perf_counter(), os.getloadavg()[0]
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}.run", *options], check=True)
    return {
        "wall": time.perf_counter() - begin,
        "user": resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used,
        "load": load,
    }


def budget(found: dict[str, dict[str, float]]) -> str:
    """Return the table of what the benchmarks take.

    >>> print(budget({"shell": {"wall": 60.0, "user": 30.0, "load": 1.0}}).splitlines()[2])
    | shell | 1.0 | 0.5 | 1.0 |
    """
    rows = [
        [name, f"{each['wall'] / 60:.1f}", f"{each['user'] / 60:.1f}", f"{each['load']:.1f}"]
        for name, each in found.items()
    ]
    sums = (sum(each[part] for each in found.values()) / 60 for part in ("wall", "user"))
    rows.append(["all", *(f"{whole:.1f}" for whole in sums), ""])
    return table.lines(("benchmark", "wall [min]", "user [min]", "load before"), rows)


def overview() -> str:
    """Return the table of all codes with their times and the ratios to nanoglue's."""
    from importlib import import_module

    from benchmarks.comparison import NAMES, medians, relative

    rows, n = [], table.number
    for name in COMPARED:
        comparison = import_module(f"benchmarks.{name}.run").COMPARISON
        if not comparison.stored.exists():
            continue
        stored: list[Run] = json.loads(comparison.stored.read_text())
        found = [each for each in (medians(row, comparison.derive) for row in stored) if each]
        for each in found:
            title = f"{comparison.title}, {each['size']:,} {comparison.size_name.split()[0]}"
            code = NAMES.get(each["code"], each["code"])
            times = [n(each[part]) for part in ("wall", "user")]
            ratios = [n(ratio, 2) for ratio in relative(each, found)]
            rows.append([title, code, *times, *ratios])
    return table.lines(("problem", "code", "wall [s]", "user [s]", "with meshing", "without"), rows)


def main() -> None:
    """Run all and write the tables of the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", action="store_true", help="from stored runs, nothing is run")
    parser.add_argument("names", nargs="*", default=[*COMPARED, "particle"])
    given = parser.parse_args()
    options = ["--tables"] if given.tables else []
    if not options:
        for wanted in sorted(environments.HERE.glob("*.txt")):
            environments.python_of(wanted.stem)
    stored = json.loads(STORED.read_text()) if STORED.exists() else {}
    for name in given.names:
        found = timed(name, options)
        if not options:
            stored[name] = found
            STORED.write_text(json.dumps(stored, indent=1) + "\n")
    table.rewrite(PAGE, "budget", budget(stored))
    table.rewrite(PAGE, "comparison", overview())
    if PARTICLE.exists():
        table.rewrite(PAGE, "particle", tables.summary(json.loads(PARTICLE.read_text())))
    minutes = sum(each["wall"] for each in stored.values()) / 60
    print(f"{minutes:.1f} minutes; at most {BUDGET:.0f} are meant")


if __name__ == "__main__":
    main()
