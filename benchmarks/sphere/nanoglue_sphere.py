"""The sphere in nanoglue: the system of uptake alone, stoichiometry and potential (P1 each).

``python -m benchmarks.sphere.nanoglue_sphere UNKNOWNS [STEPS]``
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from benchmarks.sphere.problem import END, STEPS, error


def main(unknowns: float, steps: int) -> None:
    """Run the time loop and print the results."""
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.fenics import MPI
    from nanoglue.runtime.timers import Timers
    from nanoglue.solvers.newton import newton
    from nanoglue.stepping.problem import Problem

    size = f"{1e3 * (1.9 / unknowns) ** 0.5:.4g} nm"
    sizes = [f"geometry.{place}_size={size}" for place in ("surface", "centre")]
    case = read(find(str(Path(__file__).with_name("case.yaml"))), sizes)
    watch = Timers()
    problem = Problem(case, Domain.from_case(case, MPI.COMM_WORLD), watch)
    uptake, body = problem.systems[0], problem.diffusion["particle"]
    floors = np.array([problem.floors[field.name] for field in uptake.fields])
    dt, iterations, before = END / STEPS, 0, dict(watch.seconds)
    begin = time.perf_counter()
    for number in range(1, steps + 1):
        problem.dt.value = dt
        problem.move(number * dt)
        outcome = newton(uptake, case.solver, floors)
        iterations += outcome.iterations
        body.evolution.old.x.array[:] = body.x.x.array
    seconds = time.perf_counter() - begin
    points = body.x.function_space.tabulate_dof_coordinates()
    phases = {name: watch.seconds[name] - before.get(name, 0.0) for name in ("factor", "solve")}
    missed = error(np.hypot(points[:, 0], points[:, 1]), body.x.x.array)
    told = {"unknowns": uptake.size, "iterations": iterations, "seconds": seconds, **phases}
    print(json.dumps({**told, "error": missed}))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else STEPS)
