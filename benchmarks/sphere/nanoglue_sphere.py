"""The sphere in nanoglue: the system of uptake alone, stoichiometry and potential (P1 each).

``python -m benchmarks.sphere.nanoglue_sphere UNKNOWNS [STEPS] [--mesh-anew]``
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from benchmarks.mesh_cache import without_meshes
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
    begin, used = time.perf_counter(), time.process_time()
    for number in range(1, steps + 1):
        problem.dt.value = dt
        problem.move(number * dt)
        outcome = newton(uptake, case.solver, floors)
        iterations += outcome.iterations
        body.evolution.old.x.array[:] = body.x.x.array
    seconds, cpu = time.perf_counter() - begin, time.process_time() - used
    points = body.x.function_space.tabulate_dof_coordinates()
    phases = {name: watch.seconds[name] - before.get(name, 0.0) for name in ("factor", "solve")}
    missed = error(np.hypot(points[:, 0], points[:, 1]), body.x.x.array)
    report = {"unknowns": uptake.size, "iterations": iterations, "seconds": seconds, "cpu": cpu}
    print(json.dumps({**report, **phases, "error": missed}))


if __name__ == "__main__":
    numbers = [each for each in sys.argv[1:] if not each.startswith("--")]
    with without_meshes("--mesh-anew" in sys.argv):
        main(float(numbers[0]), int(numbers[1]) if len(numbers) > 1 else STEPS)
