"""Resident memory of each rank on the particle on a fibre in three dimensions.

``mpiexec -n 2 python -m benchmarks.space.memory [PATH=VALUE ...]`` computes two steps of
``nanoglue/bare_3d``, writes fields and a checkpoint, and prints for each phase what every rank
holds [MB] and by how much its peak has grown in it, in a table.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.space.run import COMMON, resident

from benchmarks import table

PHASES = ("after set-up", "after two steps", "fields written", "checkpoint written")


def peak() -> float:
    """Return the largest memory [MB] of this process since ``reset``."""
    line = next(one for one in status() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def status() -> list[str]:
    """Return what Linux states of this process."""
    return Path("/proc/self/status").read_text().splitlines()


def reset() -> None:
    """Let the peak begin at the present memory."""
    Path("/proc/self/clear_refs").write_text("5")


def measure(settings: list[str]) -> list[tuple[float, float]]:
    """Return memory and peak [MB] of this rank in each phase; collective."""
    from nanoglue.api import Simulation
    from nanoglue.case import find, read
    from nanoglue.output.checkpoint import Checkpoints
    from nanoglue.output.fields import Fields
    from nanoglue.runtime.fenics import MPI

    comm, found = MPI.COMM_WORLD, []
    case = read(find("nanoglue/bare_3d"), [*COMMON, "time.end=2 s", *settings])
    simulation = Simulation(case, comm)
    problem = simulation.problem
    found.append((resident(), peak()))
    reset()
    steps = [simulation.step(), simulation.step()]
    found.append((resident(), peak()))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(comm.bcast(folder))
        for writer in (Fields(place, problem), Checkpoints(place, problem, simulation.observables)):
            reset()
            writer.write(steps[-1])
            found.append((resident(), peak()))
        comm.barrier()
    return found


def main() -> None:
    """Measure on all ranks and print the table on rank 0."""
    from nanoglue.runtime.fenics import MPI

    found = MPI.COMM_WORLD.gather(measure(sys.argv[1:]))
    if found is None:
        return
    head = [
        "",
        *(f"rank {rank}, {what}" for rank in range(len(found)) for what in ("held", "peak")),
    ]
    rows = [
        [phase, *(table.number(value) for each in found for value in each[index])]
        for index, phase in enumerate(PHASES)
    ]
    print(table.lines(head, rows), flush=True)


if __name__ == "__main__":
    main()
