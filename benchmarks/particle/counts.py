"""Counts of a coarse bare particle up to 2.8 % of expansion, which do not depend on the machine.

``python -m benchmarks.particle.counts`` prints them for both time integrations. A test fails when
one grows by more than a tenth over ``counts.json``.
"""

import json
import sys
from pathlib import Path

STORED = Path(__file__).with_name("counts.json")

SETTINGS = (
    "geometry.interface_size=20 nm",
    "geometry.axis_size=20 nm",
    "geometry.bulk_size=30 nm",
    "geometry.far_size=150 nm",
    "stepping.largest=20 s",
    "stepping.damage=0.5",
    "time.end=120 s",
    "output.fields=none",
)


def counts(method: str) -> dict[str, int]:
    """Return the steps, attempts, iterations and factorisations of a run, and its forms.

    Args:
        method: ``stepping.method``.
    """
    from nanoglue.api import Simulation
    from nanoglue.case import find, read
    from nanoglue.output.silent import Silent
    from nanoglue.runtime.fenics import MPI

    case = read(find("nanoglue/bare"), (*SETTINGS, f"stepping.method={method}"))
    simulation = Simulation(case, MPI.COMM_SELF)
    iterations: list[int] = []
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
    }


if __name__ == "__main__":
    found = {method: counts(method) for method in ("backward_euler", "bdf2")}
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
