"""Times to assemble, factorise and solve one tangent of the bare particle, as JSON.

``python -m benchmarks.particle.factorisation [PATH=VALUE ...]``
"""

import json
import sys
import time
from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """Wall time of a call."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(settings: list[str]) -> None:
    """Build the problem, measure and print."""
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.fenics import MPI
    from nanoglue.runtime.timers import Timers
    from nanoglue.stepping.problem import Problem

    case = read(find("nanoglue/bare"), settings)
    problem = Problem(case, Domain.from_case(case, MPI.COMM_WORLD), Timers())
    problem.dt.value = 1.0
    problem.move(1.0)
    system = problem.systems[-1]
    system.gather()
    system.assemble_residual()
    system.assemble_tangent()
    analysis = seconds(system.factor)
    assemble = seconds(system.assemble_tangent)
    factor = seconds(system.factor)
    solve = seconds(lambda: system.solver.solve(system.vector, system.increment))
    report = {"assemble": assemble, "analysis": analysis, "factor": factor, "solve": solve}
    print(json.dumps({"unknowns": system.size, **report}))


if __name__ == "__main__":
    main(sys.argv[1:])
