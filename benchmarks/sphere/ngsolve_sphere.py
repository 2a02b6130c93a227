"""The sphere in NGSolve: P1 on Netgen's triangles, backward Euler, one factorisation kept.

As its i-tutorial on parabolic problems does. Usage: ``python ngsolve_sphere.py UNKNOWNS``.
"""

import json
import math
import sys
import time

import ngsolve as ng
import numpy as np
from netgen.geom2d import SplineGeometry
from problem import END, STEPS, error


def main(unknowns: float) -> None:
    """Run the time loop and print the results."""
    began = time.process_time()
    quarter = SplineGeometry()
    places = ((0, 0), (1, 0), (1, 1), (0, 1))
    centre, side, corner, top = [quarter.AppendPoint(*place) for place in places]
    quarter.Append(["line", centre, side], bc="equator")
    quarter.Append(["spline3", side, corner, top], bc="surface")
    quarter.Append(["line", top, centre], bc="axis")
    mesh = ng.Mesh(quarter.GenerateMesh(maxh=math.sqrt(0.95 / unknowns)))
    meshing = time.process_time() - began
    space = ng.H1(mesh, order=1)
    c, q = space.TnT()
    dt, weight = END / STEPS, ng.x
    begin = time.process_time()
    mass = ng.BilinearForm(weight * c * q * ng.dx).Assemble()
    whole = ng.BilinearForm(weight * (c * q + dt * ng.grad(c) * ng.grad(q)) * ng.dx).Assemble()
    inflow = ng.LinearForm(weight * q * ng.ds("surface")).Assemble()
    found = ng.GridFunction(space)
    start = time.process_time()
    inverse = whole.mat.Inverse(space.FreeDofs(), inverse="sparsecholesky")
    factor = time.process_time() - start
    right = found.vec.CreateVector()
    for _ in range(STEPS):
        right.data = mass.mat * found.vec + dt * inflow.vec
        found.vec.data = inverse * right
    seconds = time.process_time() - begin
    points = np.array([vertex.point for vertex in mesh.vertices])
    missed = error(np.hypot(*points.T), found.vec.FV().NumPy())
    report = {"unknowns": space.ndof, "iterations": STEPS, "seconds": seconds}
    report |= {"factor": factor, "mesh": meshing}
    print(json.dumps({**report, "error": missed}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
