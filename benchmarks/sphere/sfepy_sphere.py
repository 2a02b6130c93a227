"""The sphere in SfePy: P1, backward Euler, one factorisation kept.

As its example of the heat equation (``time_poisson_interactive.py``) does, with r as a coefficient
of every term. Usage: ``python sfepy_sphere.py UNKNOWNS``.
"""

import json
import sys
import time

import numpy as np
from problem import END, STEPS, error
from sfepy.base.base import output
from sfepy.discrete import (
    Equation,
    Equations,
    FieldVariable,
    Function,
    Integral,
    Material,
    Problem,
)
from sfepy.discrete.fem import FEDomain, Field, Mesh
from sfepy.discrete.problem import prepare_matrix
from sfepy.solvers.ls import ScipySuperLU
from sfepy.solvers.nls import Newton
from sfepy.solvers.ts_solvers import SimpleTimeSteppingSolver
from sfepy.terms import Term


def radius(_, points, mode=None, **__):
    """The distance from the axis at the quadrature points."""
    return {"r": np.ascontiguousarray(points[:, :1, None])} if mode == "qp" else None


def rim(points, **_):
    """Numbers of the vertices on the sphere."""
    return np.flatnonzero(np.hypot(*points.T) > 1 - 1e-9)


def disc(unknowns: float) -> Mesh:
    """A quarter of the disc: a square of triangles, blown up."""
    count = round(unknowns**0.5)
    x, y = (a.ravel() for a in np.meshgrid(*[np.linspace(0, 1, count)] * 2, indexing="ij"))
    places = np.stack([x * np.sqrt(1 - y**2 / 2), y * np.sqrt(1 - x**2 / 2)], axis=1)
    number = np.arange(count**2).reshape(count, count)
    low, high = number[:-1], number[1:]
    a, b, c, d = (n.ravel() for n in (low[:, :-1], high[:, :-1], high[:, 1:], low[:, 1:]))
    triangles = np.vstack([np.stack(each, axis=1) for each in ((a, b, c), (a, c, d))])
    groups = [np.zeros(len(triangles), dtype=int)]
    return Mesh.from_data("disc", places, None, [triangles], groups, ["2_3"])


def main(unknowns: float) -> None:
    """Run the time loop and print the results."""
    output.set_output(quiet=True)
    began = time.process_time()
    mesh = disc(unknowns)
    meshing = time.process_time() - began
    begin = time.process_time()
    domain = FEDomain("domain", mesh)
    body = domain.create_region("body", "all")
    on_rim = {"rim": Function("rim", rim)}
    surface = domain.create_region("surface", "vertices by rim", "facet", functions=on_rim)
    field = Field.from_args("field", np.float64, "scalar", body, approx_order=1)
    c = FieldVariable("c", "unknown", field, history=1)
    q = FieldVariable("q", "test", field, primary_var_name="c")
    axis = Material("axis", kind="stationary", function=Function("radius", radius))
    exact, given = Integral("i", order=3), {"axis": axis, "q": q}
    terms = [
        Term.new("dw_dot(axis.r, q, dc/dt)", exact, body, c=c, **given),
        Term.new("dw_laplace(axis.r, q, c)", exact, body, c=c, **given),
        Term.new("dw_integrate(axis.r, q)", exact, surface, **given),
    ]
    balance = Equation("balance", terms[0] + terms[1] - terms[2])
    problem = Problem("sphere", equations=Equations([balance]))
    linear = ScipySuperLU({"use_presolve": True, "use_mtx_digest": False})
    once = Newton({"is_linear": True, "i_max": 1, "eps_a": 1e-12}, lin_solver=linear)
    times = {"t0": 0.0, "t1": END, "n_step": STEPS + 1}
    time_solver = SimpleTimeSteppingSolver(times, nls=once, context=problem, verbose=False)
    problem.set_solver(time_solver)
    state = problem.get_initial_state()
    before, prestep, poststep = problem.get_tss_functions(
        update_bcs=False, update_materials=False, save_results=False
    )
    problem.time_update(time_solver.ts)
    problem.update_materials(time_solver.ts)
    matrix = prepare_matrix(problem, state)
    start = time.process_time()
    problem.try_presolve(matrix)
    factor = time.process_time() - start
    found = time_solver(
        state.get_state(), init_fun=before, prestep_fun=prestep, poststep_fun=poststep
    )
    seconds = time.process_time() - begin
    report = {"unknowns": len(found), "iterations": STEPS, "seconds": seconds}
    report |= {"factor": factor, "mesh": meshing}
    print(json.dumps({**report, "error": error(np.hypot(*mesh.coors.T), found)}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
