"""Linear solvers on the particle on a fibre in three dimensions, at five sizes.

``python -m benchmarks.space.run [NAME ...] [--sizes SIZE ...]`` runs the first increments of
``nanoglue/bare_3d`` with each solver, in a process of its own, and writes the table of this
folder's README. Times are CPU seconds. Finished rows are kept in ``rows.json`` and not run again;
names select solvers.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from math import log2
from pathlib import Path
from typing import Any

from benchmarks import measured, table

HERE = Path(__file__).resolve().parent
ROWS = HERE / "rows.json"

MECHANICS = "nanoglue_1_"
"""Prefix of the options of displacements and mean stresses, the system with a symmetric matrix."""

LOW_RANK = {
    "pc_type": "cholesky",
    "ksp_type": "gmres",
    "ksp_rtol": 1e-8,
    "ksp_max_it": 60,
    "mat_mumps_icntl_35": 2,
    "mat_mumps_cntl_7": 1e-6,
}


def direct(**options: object) -> tuple[str, ...]:
    """Return the settings of a direct solver with PETSc options for the mechanics."""
    own = {MECHANICS + name: value for name, value in options.items()}
    return "solver.linear=direct", f"solver.petsc={json.dumps(own)}"


SOLVERS = {
    "LU": direct(),
    "LDLT": direct(pc_type="cholesky"),
    "LDLT of low rank, GMRES": direct(**LOW_RANK),
    "multigrid": ("solver.linear=multigrid",),
}
MEMORY = {
    "LU": (16.6, 0.48),
    "LDLT": (10.0, 0.48),
    "LDLT of low rank, GMRES": (8.2, 0.3),
    "multigrid": (4.0, 0.0),
}
"""Expected memory [kB / unknown] at 65,279 unknowns, and the power with which it grows."""

SIZES = {
    "19k": (0.9, 19_373),
    "68k": (0.42, 68_049),
    "180k": (0.25, 184_038),
    "415k": (0.17, 413_689),
    "1M": (0.117, 947_791),
}
"""Factor of all element sizes of the case, and the unknowns of the mechanics."""

ELEMENTS = {"interface_size": 10, "bulk_size": 30, "far_size": 120}
"""Element sizes [nm] of the case."""

COMMON = ("solver.factor_reuse=0", "time.end=1 s", "output.fields=none", "output.pictures=false")
COMMON += ("solver.tolerance=1e-9", "stepping.method=backward_euler")
LIMIT = 3600.0
"""Longest time [s] of a run."""

LARGEST = 11.0
"""Memory [GB] of a run above which a solver is not tried."""

HEAD = (
    "size, solver",
    "unknowns",
    "s / iteration, wall",
    "s / iteration, user",
    "factors or hierarchy [s]",
    "solve [s]",
    "linear iterations",
    "memory before [MB]",
    "of the solver [kB / unknown]",
    "load",
)


class Enough(Exception):
    """The increments that are to be timed were computed."""


def mesh(size: str) -> list[str]:
    """Return the settings of a mesh."""
    factor = SIZES[size][0]
    return [f"geometry.{name}={factor * each:.4g} nm" for name, each in ELEMENTS.items()]


def expected(solver: str, unknowns: float) -> float:
    """Return the memory [GB] that a solver is expected to need.

    >>> round(expected("LU", 65_279), 2)
    1.08
    """
    kilobytes, power = MEMORY[solver]
    return kilobytes * (unknowns / 65_279) ** power * unknowns / 1e6


def resident() -> float:
    """Return the present memory [MB] of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def measure(most: int, settings: list[str]) -> dict[str, Any]:
    """Return the cost of the first increments of the mechanics of the case with some settings.

    The time of an iteration is that between the ends of the first and the last increment, if there
    are several.
    """
    from nanoglue.api import Simulation
    from nanoglue.case import find, read
    from nanoglue.runtime.fenics import MPI

    simulation = Simulation(read(find("nanoglue/bare_3d"), settings), MPI.COMM_WORLD)
    comm, system = MPI.COMM_WORLD, simulation.problem.systems[-1]
    seconds = {"factor": 0.0, "increment": 0.0}
    linear: list[int] = []
    ends = [clocks()]
    factor, solve = system.factor, system.solve_increment

    def timed(name: str, call: Callable[[], bool]) -> bool:
        """Call, and note the CPU time [s]."""
        begin = time.process_time()
        done = call()
        seconds[name] += time.process_time() - begin
        return done

    def counted(accuracy: float, anew: bool, tried: bool) -> bool:  # noqa: ARG001  exactly
        """Solve, and note the iterations of the linear solver."""
        done = timed("increment", lambda: solve(0.0, anew, tried))
        linear.append(system.solver.getIterationNumber())
        ends.append(clocks())
        if len(linear) == most:
            raise Enough
        return done

    system.factor = lambda anew: timed("factor", lambda: factor(anew))  # type: ignore[method-assign]
    system.solve_increment = counted  # type: ignore[method-assign]
    before = resident()
    with suppress(Enough):
        simulation.run(lambda *_: True)  # one step
    if not linear:
        raise RuntimeError("the step failed before the mechanics")
    first = min(1, len(linear) - 1)
    count = len(linear) - first
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    memory = [sum(comm.allgather(each)) for each in (before, peak)]
    return {
        "unknowns": system.size,
        "iterations": len(linear),
        "seconds_wall": (ends[-1][0] - ends[first][0]) / count,
        "seconds": (ends[-1][1] - ends[first][1]) / count,
        "factor": seconds["factor"] / len(linear),
        "solve": (seconds["increment"] - seconds["factor"]) / len(linear),
        "linear": sum(linear) / len(linear),
        "first": linear[0],
        "before": memory[0],
        "solver": 1024 * (memory[1] - memory[0]) / system.size,
        "load": os.getloadavg()[0],
    }


def clocks() -> tuple[float, float]:
    """Return the wall time and the CPU time of this process [s]."""
    return time.perf_counter(), time.process_time()


def row(name: str, found: dict[str, Any]) -> list[str]:
    """Return a line of the table."""
    number = table.number
    if "needs" in found:
        report = f"not possible: {found['needs']:.0f} GB expected"
        return [name, f"{found['unknowns']:.0f}", report, *[""] * (len(HEAD) - 3)]
    keys = ("seconds_wall", "seconds", "factor", "solve", "linear", "before", "solver", "load")
    return [name, str(found["unknowns"]), *(number(found[key]) for key in keys)]


def growth(rows: dict[str, Any], solver: str) -> float:
    """Return the mean factor of the linear iterations where the number of unknowns doubles.

    Of the first increment, which is the only one of the largest sizes and takes the most.
    """
    found = [rows[f"{size}, {solver}"] for size in SIZES if f"{size}, {solver}" in rows]
    low, high = (found[place] for place in (0, -1))
    doublings = log2(high["unknowns"] / low["unknowns"])
    return float((high["first"] / low["first"]) ** (1 / doublings))


def main() -> None:
    """Run what is missing and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="solvers; default: all")
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--most", type=int, default=3, help="increments of the mechanics")
    parser.add_argument("--one", nargs="*", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        limit = int(1.2 * LARGEST * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        found = measure(given.most, given.one)
        print(json.dumps(found), flush=True)
        os._exit(0)  # PETSc prints options that a system has not used at its end
    rows = json.loads(ROWS.read_text()) if ROWS.exists() else {}
    for size in given.sizes:
        for name in given.names or SOLVERS:
            key = f"{size}, {name}"
            if key not in rows:
                print(f"  {key}", flush=True)
                rows[key] = found_or_refused(size, name, given.most)
                ROWS.write_text(json.dumps(rows, indent=1) + "\n")
    keys = (f"{size}, {name}" for size in SIZES for name in SOLVERS)
    lines = [row(key, rows[key]) for key in keys if key in rows]
    table.rewrite(HERE / "README.md", "table", table.lines(HEAD, lines))
    print(f"multigrid: {growth(rows, 'multigrid'):.3f} times the iterations per doubling")


def found_or_refused(size: str, name: str, most: int) -> dict[str, Any]:
    """Return the measured row, or the memory that the solver would need."""
    unknowns = SIZES[size][1]
    needs = expected(name, unknowns)
    if needs > LARGEST:
        return {"unknowns": unknowns, "needs": needs}
    settings = [*mesh(size), *SOLVERS[name], *COMMON]
    command = [sys.executable, "-m", "benchmarks.space.run", "--most", str(most), "--one"]
    return measured.run([*command, *settings], LIMIT)


if __name__ == "__main__":
    main()
