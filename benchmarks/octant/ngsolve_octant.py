"""The octant in NGSolve: an energy, differentiated and compiled by NGSolve, on the mesh of Gmsh.

Quadratic displacement, Newton with its sparse Cholesky factorisation in each iteration.
Usage: ``python ngsolve_octant.py MESH [SOLVER]``.
"""

import contextlib
import io
import json
import sys
import time

import meshio
import ngsolve as ng
import numpy as np
from netgen.read_gmsh import ReadGmsh
from problem import BULK, INNER, OPENED, SHEAR, STEPS, TOLERANCE, error

MIDDLES = ((0, 1), (1, 2), (0, 2), (0, 3), (1, 3), (2, 3))
"""Corners beside the fifth and further nodes of a tetrahedron, in the order of meshio."""
PER_MIDDLE = -8.0
"""Coefficient of NGSolve's quadratic function of an edge that moves the middle by 1."""
FIXED = {axis: f"plane_{axis}|inner" for axis in "xyz"}


def curved(file: str) -> ng.Mesh:
    """Return the mesh of a file, its edges bent to the nodes in their middle.

    NGSolve reads the straight one, as it does not place the nodes of the second order of a file.
    """
    read = meshio.read(file, file_format="gmsh")
    with contextlib.redirect_stdout(io.StringIO()):
        mesh = ng.Mesh(ReadGmsh(file.removesuffix(".msh") + ".straight.msh"))
    points, cells = read.points, read.cells_dict["tetra10"]
    middle = {}
    for place, ends in enumerate(MIDDLES):
        pairs = np.sort(cells[:, ends], axis=1)
        middle |= zip(map(tuple, pairs), points[cells[:, 4 + place]], strict=True)
    # the straight file has the corners in the order of the numbers of the other one
    corners = np.unique(cells[:, :4])
    if not np.allclose([v.point for v in mesh.vertices], points[corners], atol=1e-12):
        raise SystemExit("the straight mesh has other corners")
    space = ng.VectorH1(mesh, order=2)
    bend, values = ng.GridFunction(space), np.zeros((3, space.components[0].ndof))
    for edge in mesh.edges:
        a, b = sorted(corners[v.nr] for v in edge.vertices)
        (dof,) = space.components[0].GetDofNrs(ng.NodeId(ng.EDGE, edge.nr))
        values[:, dof] = middle[a, b] - (points[a] + points[b]) / 2
    bend.vec.FV().NumPy()[:] = values.ravel() * PER_MIDDLE
    mesh.SetDeformation(bend)
    return mesh


def main(file: str, solver: str = "sparsecholesky") -> None:
    """Open the shell and report."""
    begin = time.process_time()
    mesh = curved(file)
    reading = time.process_time() - begin
    space = ng.VectorH1(mesh, order=2, **{f"dirichlet{axis}": on for axis, on in FIXED.items()})
    begin = time.process_time()
    u, solution = space.TrialFunction(), ng.GridFunction(space)
    gradient = ng.Id(3) + ng.Grad(u)
    ratio = ng.Det(gradient)
    trace = ng.InnerProduct(gradient, gradient)
    energy = SHEAR / 2 * (ratio ** (-2 / 3) * trace - 3)
    energy += BULK / 2 * ((ratio * ratio - 1) / 2 - ng.log(ratio))
    rule = ng.IntegrationRule(ng.ET.TET, 2)
    dx = ng.dx(intrules={ng.ET.TET: rule})
    form = ng.BilinearForm(space, symmetric=True)
    form += ng.Variation(energy.Compile() * dx)
    vector, increment = solution.vec.CreateVector(), solution.vec.CreateVector()
    pace, before = solution.vec.CreateVector(), solution.vec.CreateVector()
    boundary = ng.GridFunction(space)
    boundary.Set(ng.CF((ng.x, ng.y, ng.z)), definedon=mesh.Boundaries("inner"))
    pace.data = (OPENED - INNER) / STEPS * boundary.vec  # first guess: on at the same pace
    free, iterations = space.FreeDofs(), 0
    for step in range(STEPS):
        before.data = solution.vec
        if step == 0:
            form.AssembleLinearization(solution.vec)
            inverse = form.mat.Inverse(free, inverse=solver)
            vector.data = form.mat * pace
            pace.data -= inverse * vector
        solution.vec.data += pace
        for _ in range(20):
            form.Apply(solution.vec, vector)
            form.AssembleLinearization(solution.vec)
            inverse = form.mat.Inverse(free, inverse=solver)
            increment.data = inverse * vector
            solution.vec.data -= increment
            iterations += 1
            change = np.abs(increment.FV().NumPy()).max()
            if change <= TOLERANCE * np.abs(solution.vec.FV().NumPy()).max():
                break
        else:
            raise SystemExit("no convergence")
        pace.data = solution.vec - before
    stored = form.Energy(solution.vec)
    seconds = time.process_time() - begin
    report = {"unknowns": space.ndof, "iterations": iterations, "seconds": seconds, "mesh": reading}
    print(json.dumps({**report, "error": error(stored)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
