"""Linear solvers on the particle on a fibre in three dimensions, at three sizes.

``python -m benchmarks.space.run [NAME ...] [--sizes SIZE ...]`` runs the first step of
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
    "GAMG": ("solver.linear=multigrid",),
}
SIZES = {
    "10 nm": (),
    "4 nm": ("geometry.interface_size=4 nm",),
    "2.5 nm": ("geometry.interface_size=2.5 nm", "geometry.bulk_size=20 nm"),
}
COMMON = ("solver.factor_reuse=0", "time.end=1 s", "output.fields=none", "output.pictures=false")
COMMON += ("solver.tolerance=1e-9", "stepping.method=backward_euler")
LIMIT = 3600.0
"""Longest time [s] of a run."""

HEAD = (
    "solver",
    "unknowns",
    "iterations",
    "s / iteration",
    "factors or hierarchy [s]",
    "solve [s]",
    "linear iterations",
    "memory before [MB]",
    "of the solver [kB / unknown]",
)


def resident() -> float:
    """Return the present memory [MB] of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def measure(settings: list[str]) -> dict[str, Any]:
    """Return the cost of the first step of the case with some settings."""
    from nanoglue.api import Simulation
    from nanoglue.case import find, read
    from nanoglue.runtime.fenics import MPI

    simulation = Simulation(read(find("nanoglue/bare_3d"), settings), MPI.COMM_SELF)
    system, seconds = simulation.problem.systems[-1], {"factor": 0.0, "increment": 0.0}
    linear: list[int] = []
    factor, solve = system.factor, system.solve_increment

    def timed(name: str, call: Callable[[], bool]) -> bool:
        """Call, and note the CPU time [s]."""
        begin = time.process_time()
        done = call()
        seconds[name] += time.process_time() - begin
        return done

    def counted(kept: bool = False) -> bool:
        """Solve, and note the iterations of the linear solver."""
        done = timed("increment", lambda: solve(kept))
        linear.append(system.solver.getIterationNumber())
        return done

    system.factor = lambda: timed("factor", factor)  # type: ignore[method-assign]
    system.solve_increment = counted  # type: ignore[method-assign]
    before, started = resident(), time.process_time()
    simulation.run(lambda *_: True)  # one step
    if not linear:
        raise RuntimeError("the step failed before the mechanics")
    total = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "unknowns": system.size,
        "iterations": len(linear),
        "seconds": total,
        "factor": seconds["factor"],
        "solve": seconds["increment"] - seconds["factor"],
        "linear": sum(linear) / max(len(linear), 1),
        "before": before,
        "solver": 1024 * (peak - before) / system.size,
        "damage": simulation.last.observed.damage_max,
    }


def row(name: str, found: dict[str, Any]) -> list[str]:
    """Return a line of the table."""
    number, count = table.number, found["iterations"]
    times = ("seconds", "factor", "solve")
    return [
        name,
        str(found["unknowns"]),
        str(count),
        *(number(found[phase] / count) for phase in times),
        number(found["linear"]),
        *(number(found[key]) for key in ("before", "solver")),
    ]


def main() -> None:
    """Run what is missing and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="solvers; default: all")
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--one", nargs="*", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(measure(given.one)), flush=True)
        os._exit(0)  # PETSc prints options that a system has not used at its end
    rows = json.loads(ROWS.read_text()) if ROWS.exists() else {}
    for size in given.sizes:
        for name in given.names or SOLVERS:
            key = f"{size}, {name}"
            if key not in rows:
                settings = [*SIZES[size], *SOLVERS[name], *COMMON]
                command = [sys.executable, "-m", "benchmarks.space.run", "--one", *settings]
                print(f"  {key}", flush=True)
                rows[key] = measured.run(command, LIMIT)
                ROWS.write_text(json.dumps(rows, indent=1) + "\n")
    lines = [row(key, found) for key, found in rows.items()]
    table.rewrite(HERE / "README.md", "table", table.lines(HEAD, lines))


if __name__ == "__main__":
    main()
