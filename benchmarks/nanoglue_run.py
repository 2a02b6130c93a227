"""A case run by nanoglue in a process of its own, its cost and last row told as one line of JSON.

``python -m benchmarks.nanoglue_run [--steps N] [--expansion X] CASE [PATH=VALUE ...]``; under
mpiexec every rank calls it and rank 0 tells.
"""

import argparse
import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class Termination:
    """Follows a march to a number of steps, an expansion or an event."""

    def __init__(self, steps: int, expansion: float, stop_at: Sequence[str]) -> None:
        """Stop at whichever comes first."""
        self.steps, self.expansion, self.stop_at = steps, expansion, stop_at
        self.accepted_steps = self.cuts = self.iterations = 0

    def accepted(self, step: Any) -> bool:
        """Count; True where it is enough."""
        self.accepted_steps += 1
        self.iterations += step.outcome.iterations
        grown = step.observed.chemical
        met = any(event.event in self.stop_at for event in step.events)
        return met or self.accepted_steps >= self.steps or grown >= self.expansion

    def cut(self, step: Any, last: Any) -> None:  # noqa: ARG002  the march tells it
        """Count a step that is tried again."""
        self.cuts += 1
        self.iterations += step.outcome.iterations


def command(case: Path | str, *settings: str, steps: int = 0, expansion: float = 0.0) -> list[str]:
    """The command line of a run."""
    limits = [f"--steps={steps}"] if steps else []
    limits += [f"--expansion={expansion:g}"] if expansion else []
    return [sys.executable, "-m", "benchmarks.nanoglue_run", *limits, str(case), *settings]


def march_case(name: str, settings: list[str], steps: int, expansion: float) -> dict[str, Any]:
    """Build a case and march it without writing anything; what it cost, equal on all ranks."""
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.observables import Observables
    from nanoglue.output.tables import row
    from nanoglue.runtime.fenics import MPI
    from nanoglue.runtime.timers import Timers
    from nanoglue.stepping.events import event_detector
    from nanoglue.stepping.problem import Problem
    from nanoglue.stepping.time_loop import run_time_loop

    comm, watch = MPI.COMM_WORLD, Timers()
    case = read(find(name), settings)
    with watch.phase("mesh"):
        domain = Domain.from_case(case, comm)
    problem = Problem(case, domain, watch)
    observables = Observables(problem)
    start = problem.start(observables)
    first, before = watch.total(), dict(watch.seconds)
    until = Termination(steps or 10**9, expansion or 1e9, case.stop_at)
    last = run_time_loop(
        problem, observables, event_detector(domain), until, start, problem.breakpoints
    )
    seconds = watch.total() - first
    phases = {
        phase: watch.seconds.get(phase, 0.0) - before.get(phase, 0.0)
        for phase in ("assemble", "factor", "solve")
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "unknowns": sum(system.size for system in problem.systems),
        "entries": sum(system.matrix.getInfo()["nz_used"] for system in problem.systems),
        "steps": until.accepted_steps,
        "cuts": until.cuts,
        "iterations": until.iterations,
        "factorisations": sum(system.factorisations for system in problem.systems),
        "compile": before.get("compile", 0.0),
        "seconds": seconds,
        **phases,
        "rest": seconds - sum(phases.values()),
        "memory_all_ranks": comm.allreduce(peak),
        "ranks": comm.size,
        **row(last.observed),
    }


def main() -> None:
    """Run and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case")
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--expansion", type=float, default=0.0)
    parser.add_argument("settings", nargs="*")
    given = parser.parse_args()
    found = march_case(given.case, given.settings, given.steps, given.expansion)
    from nanoglue.runtime.fenics import MPI

    if MPI.COMM_WORLD.rank == 0:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
