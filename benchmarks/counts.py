"""Counts of small problems, which do not depend on the machine.

``python -m benchmarks.counts`` prints them: a coarse bare particle up to 2.8 % of expansion with
both time integrations, a coarse plastic shell, and the start of a crack in a double cantilever. A
test fails when one grows by more than a tenth over ``counts.json``.

Allocations are the objects that PETSc creates, and the most memory that Python holds at a time in
the time loop beside that at its start, arrays of NumPy included. The first number is exact; the
second one depends on what the process has run before, to 1 % otherwise, so that all problems run in
one process in a fixed order.
"""

import gc
import json
import re
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
STORED = HERE / "counts.json"

PARTICLE = (
    "geometry.interface_size=20 nm",
    "geometry.axis_size=20 nm",
    "geometry.bulk_size=30 nm",
    "geometry.far_size=150 nm",
    "stepping.largest=20 s",
    "stepping.damage=0.5",
    "stepping.error=0.02",
    "stepping.expansion=0.015",
    "time.end=120 s",
    "output.fields=none",
)
PROBLEMS: Mapping[str, tuple[str, Sequence[str]]] = {
    "backward_euler": ("nanoglue/bare", (*PARTICLE, "stepping.method=backward_euler")),
    "bdf2": ("nanoglue/bare", (*PARTICLE, "stepping.method=bdf2")),
    "shell": (
        str(HERE / "shell" / "case.yaml"),
        ("geometry.elements_through=5", "geometry.elements_along=8"),
    ),
    "dcb": (
        "verification/dcb",
        ("geometry.bulk_size=3 mm", "stepping.largest=0.05 s", "time.end=0.6 s"),
    ),
}
"""Case and settings of each problem."""

OTHER = {"Viewer"}
"""Classes of PETSc that counting itself creates."""


@dataclass
class Memory:
    """The most memory [kB] of Python in a block beside that at its start."""

    peak: int = 0


@contextmanager
def traced() -> Iterator[Memory]:
    """Measure the memory of a block."""
    memory = Memory()
    gc.collect()
    tracemalloc.start()
    try:
        yield memory
        memory.peak = tracemalloc.get_traced_memory()[1] // 1000
    finally:
        tracemalloc.stop()


def created() -> int:
    """Return how many objects PETSc has created since its log began."""
    from nanoglue.runtime.fenics import PETSc

    with tempfile.NamedTemporaryFile(suffix=".txt") as file:
        viewer = PETSc.Viewer().createASCII(file.name, comm=PETSc.COMM_SELF)
        PETSc.Log.view(viewer)
        viewer.destroy()
        text = Path(file.name).read_text()
    table = text.partition("Object Type")[2].splitlines()
    rows = [re.match(r"\s*(\S.*?)\s+(\d+)\s+\d+\s*$", line) for line in table]
    return sum(int(row[2]) for row in rows if row and row[1] not in OTHER)


def counts(name: str) -> dict[str, int]:
    """Return steps, attempts, iterations, factorisations, forms and allocations of a problem."""
    from nanoglue.api import Simulation
    from nanoglue.case import find, read
    from nanoglue.output.silent import Silent
    from nanoglue.runtime.fenics import MPI

    case, settings = PROBLEMS[name]
    before = created()
    simulation = Simulation(read(find(case), settings), MPI.COMM_SELF)
    iterations: list[int] = []
    with traced() as memory:
        simulation.run(lambda _, step: iterations.append(step.outcome.iterations))
    recorder = simulation.recorder
    assert isinstance(recorder, Silent)
    return {
        "steps": len(iterations),
        "attempts": len(iterations) + recorder.cuts,
        "iterations": sum(iterations) + recorder.failed_iterations,
        "factorisations": sum(system.factors.count for system in simulation.problem.systems),
        "forms": sum(simulation.problem.domain.forms.batches),
        "compilations": len(simulation.problem.domain.forms.batches),
        "petsc_objects": created() - before,
        "peak_kB": memory.peak,
    }


def main() -> None:
    """Print the counts of all problems."""
    from nanoglue.runtime.fenics import PETSc

    PETSc.Log.begin()
    found = {name: counts(name) for name in PROBLEMS}
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
