"""Weak scaling of multigrid in three dimensions: as many unknowns on each rank of any number.

``mpiexec -n RANKS python -m benchmarks.space.weak [--per-rank UNKNOWNS] [-o FILE]`` computes the
first increments of the mechanics of ``nanoglue/bare_3d`` with multigrid on a mesh that grows with
the ranks, and adds a line to a JSON file. ``python -m benchmarks.space.weak --table FILE`` prints
the table of such a file. The mesh is generated on rank 0 before the time is taken.
"""

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path

import numpy as np
from benchmarks.space.run import COMMON, ELEMENTS, SIZES, SOLVERS, measure

from benchmarks import table

HEAD = (
    "ranks",
    "unknowns",
    "s / iteration, wall",
    "s / iteration, processor time of the slowest rank",
    "linear iterations",
    "us / unknown of a rank and linear iteration",
    "load",
)


def factor(unknowns: float) -> float:
    """Return the factor of all element sizes that gives about this many unknowns.

    >>> [round(factor(unknowns), 3) for unknowns in (10_000, 184_038, 947_791)]
    [1.273, 0.25, 0.117]
    """
    factors, counts = np.log(list(SIZES.values())).T
    slope = (factors[0] - factors[-1]) / (counts[0] - counts[-1])
    beyond = np.clip(log(unknowns), counts[0], counts[-1])
    inside = np.interp(beyond, counts, factors)
    return float(np.exp(inside + slope * (log(unknowns) - beyond)))


def line(found: Mapping[str, float]) -> list[str]:
    """Return a line of the table."""
    each = found["unknowns"] / found["ranks"] * found["linear"]
    numbers = (
        found["seconds_wall"],
        found["seconds"],
        found["linear"],
        1e6 * found["seconds"] / each,
    )
    whole = (str(int(found[name])) for name in ("ranks", "unknowns"))
    return [*whole, *map(table.number, numbers), table.number(found["load"])]


def slowest(most: int, settings: Sequence[str]) -> dict[str, float]:
    """Return the cost of the first increments on the slowest rank; collective."""
    from nanoglue.runtime.fenics import MPI

    comm = MPI.COMM_WORLD
    found = measure(most, list(settings))
    times = {name: comm.allreduce(found[name], MPI.MAX) for name in ("seconds_wall", "seconds")}
    return found | times | {"ranks": comm.size}


def main() -> None:
    """Measure on the ranks of this process, or print the table of earlier measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--per-rank", type=float, default=20_000, help="unknowns on each rank")
    parser.add_argument("--most", type=int, default=3, help="increments of the mechanics")
    parser.add_argument("-o", "--output", type=Path, default=Path("results/weak_scaling.json"))
    parser.add_argument("--table", type=Path, help="file whose table is printed")
    given = parser.parse_args()
    if given.table:
        rows = [line(json.loads(each)) for each in given.table.read_text().splitlines()]
        print(table.lines(HEAD, rows))
        return
    from nanoglue.runtime.fenics import MPI

    scale = factor(given.per_rank * MPI.COMM_WORLD.size)
    sizes = [f"geometry.{name}={scale * each:.4g} nm" for name, each in ELEMENTS.items()]
    found = slowest(given.most, [*sizes, *SOLVERS["multigrid"], *COMMON])
    if MPI.COMM_WORLD.rank == 0:
        given.output.parent.mkdir(parents=True, exist_ok=True)
        with given.output.open("a") as file:
            file.write(json.dumps(found) + "\n")
        print(table.lines(HEAD, [line(found)]), flush=True)
    MPI.COMM_WORLD.barrier()
    os._exit(0)  # PETSc prints options that a system has not used at its end


if __name__ == "__main__":
    main()
