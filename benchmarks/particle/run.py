"""The bare particle at four sizes on one and two ranks, relative to its lower bound.

``python -m benchmarks.particle.run [--quick]``; the tables go into this folder's README.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.nanoglue_run import command
from benchmarks.particle.limit import bandwidth, exponent, limit

from benchmarks import measured, table

HERE = Path(__file__).resolve().parent
SIZES = {"interface_size": 4.0, "bulk_size": 12.0, "axis_size": 1.5, "far_size": 60.0}  # [nm]
FACTORS = ((4_000, 3.0), (8_500, 1.0), (16_600, 0.5), (41_000, 0.25), (128_000, 0.125))
"""Unknowns with these sizes times a factor; beyond, they grow with its square."""

LEVELS = {6_000: (3, 0), 25_000: (1, 60), 100_000: (1, 20), 400_000: (1, 12)}
"""Unknowns: repetitions and most steps (0: to 10 % of expansion)."""

QUICK = {1_000: (1, 2)}
GENTLE = 100_000
"""Unknowns from which the first step of the case, 1 s, is too long for its sharp front."""
FRESH = "solver.factor_reuse=0"
"""New factors in each iteration."""

WHOLE = (5_000, 8_500)
"""Unknowns of whole runs, until the particle is off."""
THREADED = {25_000: 30, 100_000: 5}
"""Unknowns, and steps."""
WAYS = ((1, 1), (1, 2), (2, 1))
"""Ranks, and threads of each."""

FACTORED = (25_000, 100_000, 400_000, 1_300_000)
LOW_RANK = {
    "ksp_type": "gmres",
    "ksp_rtol": 1e-8,
    "ksp_max_it": 60,
    "mat_mumps_icntl_35": 2,
    "mat_mumps_cntl_7": 1e-6,
}
ITERATIVE = {
    "direct": "solver.linear=direct",
    "multigrid (`solver.linear: multigrid`)": "solver.linear=multigrid",
    "GMRES, MUMPS of low rank (1e-6)": f"solver.petsc={json.dumps(LOW_RANK)}",
}
PER = ("s / iteration", "assembly", "factors", "solves")
COSTS = (
    "unknowns",
    "ranks",
    "steps",
    "iterations",
    "factorisations",
    *PER,
    "rest",
    "kB / unknown",
    "total / limit",
    "efficiency",
    "s outside the march",
)
COUNTS = ("unknowns", "ranks", "steps", "iterations", "factorisations")
PHASES = ("assemble", "factor", "solve")
SHARED = (
    "unknowns",
    "ranks",
    "threads a rank",
    "iterations",
    *PER,
    "speed-up",
)
SINGLE = ("unknowns", "assembly [s]", "first factor [s]", "again [s]", "solve [s]", "kB / unknown")


def settings(unknowns: int) -> list[str]:
    """Element sizes that give about so many unknowns, and a first step their front can take."""
    known, factors = map(list, zip(*FACTORS, strict=True))
    if unknowns > known[-1]:
        factor = factors[-1] * (known[-1] / unknowns) ** 0.5
    else:
        factor = float(np.exp(np.interp(np.log(unknowns), np.log(known), np.log(factors))))
    sizes = [f"geometry.{name}={size * factor:.4g} nm" for name, size in SIZES.items()]
    return sizes if unknowns < GENTLE else [*sizes, "stepping.first=0.1 s"]


def nanoglue(unknowns: int, steps: int, ranks: int, *more: str) -> list[str]:
    """The command of a run to 10 % of expansion, or of its first steps."""
    base = command("nanoglue/bare", *settings(unknowns), *more, steps=steps, expansion=0.1)
    mpiexec = Path(sys.executable).with_name("mpiexec")
    return base if ranks == 1 else [str(mpiexec), "-n", str(ranks), *base]


def cost_row(found: dict[str, Any], alone: dict[str, Any] | None, speed: float) -> list[str]:
    """A line of the table of costs; ``alone`` is the same run on one rank."""
    n, count = table.number, found["iterations"]
    memory = 1024 * found["memory_all_ranks"] / found["unknowns"]
    efficiency = alone["seconds"] / found["seconds"] / found["ranks"] if alone else None
    return [
        *(f"{found[name]:.0f}" for name in COUNTS),
        *_each(found),
        n(found["rest"] / count),
        n(memory),
        n(found["seconds"] / limit(found, speed)),
        n(efficiency),
        n(found["wall"] - found["seconds"]),
    ]


def costs(levels: dict[int, tuple[int, int]], *more: str) -> str:
    """Every size on one rank and on two."""
    rows, speed = [], bandwidth()
    for unknowns, (repetitions, steps) in levels.items():
        alone = None
        for ranks in (1, 2):
            print(f"  particle, {unknowns} unknowns on {ranks} rank(s)", flush=True)
            found = measured.median(nanoglue(unknowns, steps, ranks, *more), repetitions)
            if found is not None:
                rows.append(cost_row(found, alone, speed))
            alone = found if ranks == 1 else None
    return table.lines(COSTS, rows)


def factorisations(sizes: tuple[int, ...]) -> str:
    """One factorisation at each size, and the exponents of its time and memory."""
    rows, done, n = [], [], table.number
    for size in sizes:
        print(f"  one factorisation, {size} unknowns", flush=True)
        run = [sys.executable, "-m", "benchmarks.particle.factorisation", *settings(size)]
        found = measured.median(run, 1)
        if found is None:
            rows.append([str(size), *["-"] * 5])
            continue
        told = [n(found[name]) for name in ("assemble", "analysis", "factor", "solve")]
        each = 1024 * found["memory"] / found["unknowns"]
        rows.append([f"{found['unknowns']:.0f}", *told, n(each)])
        done.append(found)
    slopes = ""
    if len(done) > 1:
        unknowns = [each["unknowns"] for each in done]
        time_, memory = (exponent(unknowns, [d[k] for d in done]) for k in ("factor", "memory"))
        slopes = f"\n\nExponents: time {time_:.2f}, memory {memory:.2f}."
    return table.lines(SINGLE, rows) + slopes


def threads(sizes: dict[int, int]) -> str:
    """The first steps on one core, on one rank of two threads and on two ranks."""
    rows, n = [], table.number
    for unknowns, steps in sizes.items():
        alone = None
        for ranks, each in WAYS:
            print(f"  {unknowns} unknowns, {ranks} rank(s) of {each} thread(s)", flush=True)
            run = ["env", f"OMP_NUM_THREADS={each}", f"OPENBLAS_NUM_THREADS={each}"]
            found = measured.median([*run, *nanoglue(unknowns, steps, ranks)], 1)
            if found is None:
                continue
            alone = alone or found["seconds"]
            size = [f"{found['unknowns']:.0f}", str(ranks), str(each)]
            count = f"{found['iterations']:.0f}"
            rows.append([*size, count, *_each(found), n(alone / found["seconds"])])
    return table.lines(SHARED, rows)


def iterative(unknowns: int, steps: int) -> str:
    """Iterative paths beside the direct solver."""
    rows = []
    for name, chosen in ITERATIVE.items():
        print(f"  {name}, {unknowns} unknowns", flush=True)
        found = measured.median(nanoglue(unknowns, steps, 1, chosen), 1, limit=240)
        if found is None:
            rows.append([name, "no convergence, or over 240 s", "-", "-"])
            continue
        told = [table.number(found[key]) for key in ("seconds", "iterations", "memory")]
        rows.append([name, *told])
    return table.lines(("", f"{steps} steps [s]", "iterations", "memory [MB]"), rows)


def whole(sizes: tuple[int, ...]) -> str:
    """Return runs until the particle detaches, with and without reuse of factorisations."""
    rows, n = [], table.number
    for unknowns in sizes:
        for way, more in (("reused", ()), ("new each time", (FRESH,))):
            print(f"  a whole run of {unknowns} unknowns, factors {way}", flush=True)
            found = measured.median(command("nanoglue/bare", *settings(unknowns), *more), 1)
            if found is None:
                rows.append([way, str(unknowns), *["-"] * 9])
                continue
            counts = [f"{found[name]:.0f}" for name in ("unknowns", *COUNTS[2:])]
            end = f"{100 * found['volume_expansion_chemical [-]']:.1f}"
            rows.append([way, *counts, n(found["seconds"]), *_each(found), end])
    return table.lines(("factors", "unknowns", *COUNTS[2:], "s", *PER, "off at [%]"), rows)


def _each(found: dict[str, Any]) -> list[str]:
    return [table.number(found[name] / found["iterations"]) for name in ("seconds", *PHASES)]


def empty_cache() -> str:
    """Seconds from the start of the program to the end of its first step.

    With nothing compiled and drawn yet, and again with all there.
    """
    print("  an empty cache of forms", flush=True)
    with tempfile.TemporaryDirectory() as place:
        run = ["env", f"NANOGLUE_CACHE={place}", *nanoglue(6000, 1, 1)]
        found = [measured.median(run, times) for times in (1, 3)]
    told = [each["wall"] for each in found if each]
    if len(told) < 2:
        return ""
    words = "From the start of the program to the end of its first step, 6,000 unknowns"
    return f"{words}: {told[0]:.1f} s with an empty cache, then {told[1]:.2f} s.\n\n"


def main() -> None:
    """Run all; rewrite the tables unless quick."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small, once, tables not rewritten")
    if parser.parse_args().quick:
        print(costs(QUICK), factorisations((1000,)), sep="\n\n")
        return
    told = {"whole": whole(WHOLE), "costs": empty_cache() + costs(LEVELS)}
    told["fresh"] = costs({100_000: LEVELS[100_000]}, FRESH)
    told["factorisations"] = factorisations(FACTORED)
    told["threads"] = threads(THREADED)
    told["iterative"] = iterative(100_000, 2)
    for name, each in told.items():
        print(each)
        table.rewrite(HERE / "README.md", name, each)


if __name__ == "__main__":
    main()
