"""The bare particle at three sizes on one and two ranks, relative to its lower bound.

``python -m benchmarks.particle.run [--quick] [--tables] [--large]``; the runs go into
``results.json``, the tables into this folder's README. ``--large`` adds 400,000 unknowns and a
factorisation of 1,300,000.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.comparison import IMAGES
from benchmarks.measured import Run
from benchmarks.nanoglue_run import command
from benchmarks.particle import tables
from benchmarks.particle.levels import (
    FACTORED,
    FRESH,
    ITERATIVE,
    LARGE_FACTORED,
    LARGE_LEVELS,
    LEVELS,
    QUICK,
    THREADED,
    WAYS,
    WHOLE,
    nanoglue,
    settings,
)
from benchmarks.particle.limit import bandwidth

from benchmarks import measured

HERE = Path(__file__).resolve().parent
STORED = HERE / "results.json"


def costs(levels: dict[int, tuple[int, int]], *more: str, most: int = 2) -> Iterator[Run]:
    """Yield every size on one rank and, unless ``most`` is 1, on two."""
    for unknowns, (repetitions, steps) in levels.items():
        for ranks in range(1, most + 1):
            print(f"  particle, {unknowns} unknowns on {ranks} rank(s)", flush=True)
            found = measured.median(nanoglue(unknowns, steps, ranks, *more), repetitions)
            if found is not None:
                yield found


def factorisations(sizes: tuple[int, ...]) -> Iterator[Run]:
    """Yield one factorisation at each size."""
    for size in sizes:
        print(f"  one factorisation, {size} unknowns", flush=True)
        run = [sys.executable, "-m", "benchmarks.particle.factorisation", *settings(size)]
        found = measured.median(run, 1)
        if found is not None:
            yield found


def threads(sizes: dict[int, int]) -> Iterator[Run]:
    """Yield the first steps on one core, on one rank of two threads and on two ranks."""
    for unknowns, steps in sizes.items():
        for ranks, each in WAYS:
            print(f"  {unknowns} unknowns, {ranks} rank(s) of {each} thread(s)", flush=True)
            run = ["env", f"OMP_NUM_THREADS={each}", f"OPENBLAS_NUM_THREADS={each}"]
            found = measured.median([*run, *nanoglue(unknowns, steps, ranks)], 1)
            if found is not None:
                yield {"threads": each, **found}


def iterative(unknowns: int, steps: int) -> Iterator[Run]:
    """Yield iterative solvers beside the direct one."""
    for name, chosen in ITERATIVE.items():
        print(f"  {name}, {unknowns} unknowns", flush=True)
        found = measured.median(nanoglue(unknowns, steps, 1, chosen), 1, limit=240)
        if found is not None:
            yield {"name": name, **found}


def whole(sizes: tuple[int, ...]) -> Iterator[Run]:
    """Yield runs until the particle detaches, with and without reuse of factorisations."""
    for unknowns in sizes:
        for way, more in (("reused", ()), ("new each time", (FRESH,))):
            print(f"  a whole run of {unknowns} unknowns, factors {way}", flush=True)
            found = measured.median(command("nanoglue/bare", *settings(unknowns), *more), 1)
            if found is not None:
                yield {"factors": way, **found}


def start() -> dict[str, Run]:
    """Return the program to the end of its first step with an empty cache, and afterwards."""
    print("  an empty cache of forms", flush=True)
    with tempfile.TemporaryDirectory() as place:
        run = ["env", f"NANOGLUE_CACHE={place}", *nanoglue(6000, 1, 1)]
        return {name: measured.median(run, n) or {} for name, n in (("empty", 1), ("then", 3))}


def measure(large: bool) -> Run:
    """Return all runs."""
    levels = LEVELS | (LARGE_LEVELS if large else {})
    factored = FACTORED + (LARGE_FACTORED if large else ())
    return {
        "bandwidth": bandwidth(),
        "whole": list(whole(WHOLE)),
        "start": start(),
        "costs": list(costs(levels)),
        "fresh": list(costs({100_000: LEVELS[100_000]}, FRESH, most=1)),
        "factorisations": list(factorisations(factored)),
        "threads": list(threads(THREADED)),
        "iterative": list(iterative(100_000, 1)),
    }


def main() -> None:
    """Run all; rewrite the tables unless quick."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small, once, nothing rewritten")
    parser.add_argument("--tables", action="store_true", help="from stored runs, nothing is run")
    parser.add_argument("--large", action="store_true", help="larger sizes as well")
    given = parser.parse_args()
    if given.quick:
        rows, single = list(costs(QUICK)), list(factorisations((1000,)))
        print(tables.costs(rows, bandwidth()), tables.factorisations(single), sep="\n\n")
        return
    if not given.tables:
        STORED.write_text(json.dumps(measure(given.large), indent=1) + "\n")
    tables.write(
        json.loads(STORED.read_text()), HERE / "README.md", IMAGES / "benchmark_particle.png"
    )


if __name__ == "__main__":
    main()
