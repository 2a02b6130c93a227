"""A case run by nanoglue in a process of its own, its cost and last row as one line of JSON.

``python -m benchmarks.nanoglue_run [--steps N] [--expansion X] [--mesh-anew] CASE
[PATH=VALUE ...]``; under mpiexec every rank calls it and rank 0 prints it.
"""

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.measured import Run
from benchmarks.mesh_cache import without_meshes


def command(
    case: Path | str,
    *settings: str,
    steps: int = 0,
    expansion: float = 0.0,
    mesh_anew: bool = False,
) -> list[str]:
    """The command line of a run."""
    limits = [f"--steps={steps}"] if steps else []
    limits += [f"--expansion={expansion:g}"] if expansion else []
    limits += ["--mesh-anew"] if mesh_anew else []
    return [sys.executable, "-m", "benchmarks.nanoglue_run", *limits, str(case), *settings]


def march_case(name: str, settings: list[str], steps: int, expansion: float) -> Run:
    """Run a case without writing anything and return its cost, equal on all ranks."""
    from nanoglue.api import Simulation
    from nanoglue.case import find, read
    from nanoglue.output.tables import row
    from nanoglue.runtime.fenics import MPI

    comm = MPI.COMM_WORLD
    simulation = Simulation(read(find(name), settings), comm)
    watch, problem = simulation.timers, simulation.problem
    first, before = watch.total(), dict(watch.seconds)
    count = {"steps": 0, "iterations": 0}

    def enough(_: Simulation, step: Any) -> bool:
        """Count a step; True where it is enough."""
        count["steps"] += 1
        count["iterations"] += step.outcome.iterations
        most = count["steps"] >= (steps or 10**9)
        return most or step.observed.chemical >= (expansion or 1e9)

    begin = time.process_time()
    simulation.run(enough)
    cpu, seconds = time.process_time() - begin, watch.total() - first
    phases = {
        phase: watch.seconds.get(phase, 0.0) - before.get(phase, 0.0)
        for phase in ("assemble", "factor", "solve")
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "unknowns": sum(system.size for system in problem.systems),
        "entries": sum(system.matrix.getInfo()["nz_used"] for system in problem.systems),
        "steps": count["steps"],
        "cuts": simulation.recorder.cuts,
        "iterations": count["iterations"] + simulation.recorder.failed_iterations,
        "factorisations": sum(system.factors.count for system in problem.systems),
        "compile": before.get("compile", 0.0),
        "seconds": seconds,
        "cpu": cpu,
        **phases,
        "rest": seconds - sum(phases.values()),
        "memory_all_ranks": comm.allreduce(peak),
        "ranks": comm.size,
        **row(simulation.last.observed),
    }


def main() -> None:
    """Run and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case")
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--expansion", type=float, default=0.0)
    parser.add_argument("--mesh-anew", action="store_true", help="without the cache of meshes")
    parser.add_argument("settings", nargs="*")
    given = parser.parse_args()
    with without_meshes(given.mesh_anew):
        found = march_case(given.case, given.settings, given.steps, given.expansion)
    from nanoglue.runtime.fenics import MPI

    if MPI.COMM_WORLD.rank == 0:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
