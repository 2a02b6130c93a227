"""The shell in NGSolve: an incremental energy, differentiated and compiled by NGSolve.

Taylor-Hood triangles (P2 displacement, P1 mean stress), axisymmetric by hand as in its i-tutorials,
history in an ``IntegrationRuleSpace``, Newton with its sparse Cholesky (L D L^T) factorisation.
Usage: ``python ngsolve_shell.py UNKNOWNS``.
"""

import json
import math
import sys
import time

import ngsolve as ng
import numpy as np
from netgen.geom2d import SplineGeometry
from ngsolve.comp import IntegrationRuleSpace
from problem import BULK, INNER, OPENED, OUTER, SHEAR, STEPS, YIELD, error


def ring(unknowns: float) -> ng.Mesh:
    """The quarter ring in curved triangles, nine unknowns a vertex."""
    quarter, places = SplineGeometry(), {}
    for name, radius in (("inner", INNER), ("outer", OUTER)):
        corners = ((radius, 0), (radius, radius), (0, radius))
        places[name] = [quarter.AppendPoint(*corner) for corner in corners]
    inner, outer = places["inner"], places["outer"]
    quarter.Append(["line", inner[0], outer[0]], bc="equator")
    quarter.Append(["spline3", *outer], bc="outer")
    quarter.Append(["line", outer[2], inner[2]], bc="axis")
    quarter.Append(["spline3", *reversed(inner)], bc="inner")
    area = 0.25 * math.pi * (OUTER**2 - INNER**2)
    mesh = ng.Mesh(quarter.GenerateMesh(maxh=math.sqrt(9 * area / 0.85 / unknowns)))
    mesh.Curve(2)
    return mesh


def squared_difference(y: ng.CoefficientFunction) -> ng.CoefficientFunction:
    """atanh(sqrt y)^2 for the small y of a step."""
    return y * (1 + y * (2 / 3 + y * (23 / 45 + y * 44 / 105)))


def main(unknowns: float) -> None:
    """Open the shell and report."""
    begin = time.process_time()
    mesh = ring(unknowns)
    meshing = time.process_time() - begin
    displacement = ng.VectorH1(mesh, order=2, dirichletx="inner|axis", dirichlety="inner|equator")
    space = displacement * ng.H1(mesh, order=1)
    (u, p), solution = space.TrialFunction(), ng.GridFunction(space)
    rules = IntegrationRuleSpace(mesh, order=4)
    history, fresh_history = ng.GridFunction(rules**4), ng.GridFunction(rules**4)
    dx = ng.dx(intrules=rules.GetIntegrationRules())
    r = ng.x
    # (1, 1, 0, 1): rr, zz, rz, hoop of the inverse plastic metric
    history.components[0].Interpolate(ng.CF(1))
    history.components[1].Interpolate(ng.CF(1))
    history.components[3].Interpolate(ng.CF(1))
    metric = ng.CF(
        (
            history.components[0],
            history.components[2],
            history.components[2],
            history.components[1],
        ),
        dims=(2, 2),
    )

    def trial(u: ng.CF, grad: ng.CF) -> tuple[ng.CF, ...]:
        inplane = ng.Id(2) + grad
        hoop = 1 + u[0] / r
        be = inplane * metric * inplane.trans
        return inplane, hoop, be, hoop * hoop * history.components[3]

    def strains(be: ng.CF, hoop: ng.CF) -> tuple[ng.CF, ...]:
        half = 0.5 * ng.Trace(be)
        det = ng.Det(be)
        spread = 1 - det / (half * half)
        mean, outer = 0.25 * ng.log(det), 0.5 * ng.log(hoop)
        third = (2 * mean + outer) / 3
        square = 0.5 * squared_difference(spread)
        return 2 * (mean - third) ** 2 + (outer - third) ** 2 + square, mean, outer, third, spread

    inplane, hoop, be, be_hoop = trial(u, ng.Grad(u))
    square = strains(be, be_hoop)[0]
    limit = YIELD / (math.sqrt(6) * SHEAR)  # norm of the deviatoric strain at yield
    size = ng.sqrt(square + 1e-30)
    deviatoric = ng.IfPos(size - limit, SHEAR * (2 * limit * size - limit * limit), SHEAR * square)
    theta = ng.log(ng.Det(inplane) * hoop)
    energy = 2 * math.pi * r * (deviatoric + p * theta - p * p / (2 * BULK))
    form = ng.BilinearForm(space, symmetric=True)
    form += ng.Variation(energy.Compile() * dx)

    uh = solution.components[0]
    inplane_h, hoop_h, be_h, be_hoop_h = trial(uh, ng.Grad(uh))
    square_h, mean, outer, third, spread = strains(be_h, be_hoop_h)
    size_h = ng.sqrt(square_h + 1e-30)
    scale = ng.IfPos(size_h - limit, limit / size_h, 1.0)
    half = 0.5 * ng.Trace(be_h)
    slope = (1 + spread * (1 / 3 + spread * (1 / 5 + spread / 7))) / half
    direction = 0.5 * slope * (be_h - half * ng.Id(2))  # deviatoric, in the plane
    tensor = scale * direction
    magnitude = 0.5 * ng.InnerProduct(tensor, tensor)
    sinh = 1 + 4 * magnitude / 6 + 16 * magnitude**2 / 120
    cosh = 1 + 4 * magnitude / 2 + 16 * magnitude**2 / 24
    middle = ng.exp(2 * (third + scale * (mean - third)))
    relaxed = middle * (cosh * ng.Id(2) + 2 * sinh * tensor)
    back = ng.Inv(inplane_h)
    fresh = back * relaxed * back.trans
    fresh_hoop = ng.exp(2 * (third + scale * (outer - third))) / (hoop_h * hoop_h)
    updated_history = ng.CF((fresh[0, 0], fresh[1, 1], fresh[0, 1], fresh_hoop)).Compile()

    vector, increment = solution.vec.CreateVector(), solution.vec.CreateVector()
    step_size = (OPENED - INNER) / STEPS
    boundary = ng.GridFunction(space)
    boundary.components[0].Set(ng.CF((ng.x, ng.y)), definedon=mesh.Boundaries("inner"))
    begin, iterations = time.process_time(), 0
    before, pace = solution.vec.CreateVector(), solution.vec.CreateVector()
    pace.data = step_size * boundary.vec  # the first guess of a step: on at the same pace
    free = space.FreeDofs()
    inverse = None
    for _ in range(STEPS):
        before.data = solution.vec
        if iterations == 0:
            form.AssembleLinearization(solution.vec)
            inverse = form.mat.Inverse(free, inverse="sparsecholesky")
            vector.data = form.mat * pace
            pace.data -= inverse * vector
        solution.vec.data += pace
        for _ in range(20):
            form.Apply(solution.vec, vector)
            form.AssembleLinearization(solution.vec)
            inverse = form.mat.Inverse(free, inverse="sparsecholesky")
            increment.data = inverse * vector
            solution.vec.data -= increment
            iterations += 1
            size_now = np.abs(increment.FV().NumPy()).max()
            if size_now <= 1e-9 * np.abs(solution.vec.FV().NumPy()).max():
                break
        else:
            raise SystemExit("no convergence")
        form.Apply(solution.vec, vector)
        for number in range(4):
            fresh_history.components[number].Interpolate(updated_history[number])
        history.vec.data = fresh_history.vec
        pace.data = solution.vec - before
    seconds = time.process_time() - begin
    lifted = ng.GridFunction(space)
    lifted.components[0].Set(ng.CF((0, 1)), definedon=mesh.Boundaries("equator"))
    force = ng.InnerProduct(vector, lifted.vec)
    print(
        json.dumps(
            {
                "unknowns": space.ndof,
                "iterations": iterations,
                "seconds": seconds,
                "mesh": meshing,
                "error": error(force),
            }
        )
    )


if __name__ == "__main__":
    main(float(sys.argv[1]))
