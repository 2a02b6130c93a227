"""The shell in fedoo: J2 plasticity of simcoon (EPICP), updated Lagrangian, logarithmic strain.

Quadrilaterals of eight nodes with four points, as mean dilatation is not made for axisymmetry and
the mixed form converges linearly here; the algorithmic tangent, Newton with Pardiso.
Usage: ``python fedoo_shell.py UNKNOWNS``.
"""

import contextlib
import io
import json
import math
import re
import sys
import time

import fedoo as fd
import numpy as np
from problem import INNER, OPENED, OUTER, POISSON, STEPS, YIELD, YOUNG, error, spacing

ALGORITHMIC = 2
TOLERANCE = 1e-8
"""Last increment over that of the step and a hundredth of all: 1e-9 of the displacement, about."""


def ring(unknowns: float) -> fd.Mesh:
    """The quarter ring, six unknowns an element."""
    through, along = spacing(unknowns, 6.0)
    number = np.full((2 * through + 1, 2 * along + 1), -1)
    nodes = []
    for j in range(2 * along + 1):
        for i in range(0, 2 * through + 1, 1 + j % 2):  # eight nodes: none in the middle
            number[i, j] = len(nodes)
            radius = INNER + (OUTER - INNER) * i / (2 * through)
            angle = 0.5 * math.pi * j / (2 * along)
            r = 0.0 if j == 2 * along else radius * math.cos(angle)
            nodes.append((r, radius * math.sin(angle)))
    corners = [(0, 0), (2, 0), (2, 2), (0, 2), (1, 0), (2, 1), (1, 2), (0, 1)]
    i, j = (a.ravel() for a in np.mgrid[: 2 * through : 2, : 2 * along : 2])
    elements = np.stack([number[i + a, j + b] for a, b in corners], axis=1)
    return fd.Mesh(np.array(nodes), elements, "quad8")


def main(unknowns: float) -> None:
    """Open the shell and report."""
    fd.ModelingSpace("2Daxi")
    begin = time.process_time()
    mesh = ring(unknowns)
    meshing = time.process_time() - begin
    r, z = mesh.nodes.T
    properties = np.array([YOUNG, POISSON, 0, YIELD, 0, 1])  # no expansion, no hardening
    metal = fd.constitutivelaw.Simcoon("EPICP", properties, tangent_mode=ALGORITHMIC)
    form = fd.weakform.StressEquilibrium(metal)
    problem = fd.problem.NonLinear(fd.Assembly.create(form, mesh, n_elm_gp=4), nlgeom="UL")
    inner = np.hypot(r, z) < INNER + 1e-9
    equator, axis = z < 1e-9, r < 1e-9
    for name, place in (("DispX", r), ("DispY", z)):
        grown = (OPENED / INNER - 1) * place[inner]
        problem.bc.add("Dirichlet", np.flatnonzero(inner), name, grown)
    problem.bc.add("Dirichlet", np.flatnonzero(equator & ~inner), "DispY", 0)
    problem.bc.add("Dirichlet", np.flatnonzero(axis & ~inner), "DispX", 0)
    problem.set_nr_criterion("Displacement", tol=TOLERANCE, max_subiter=20)
    begin = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()) as output:
        problem.nlsolve(dt=1 / STEPS, update_dt=False)
    seconds = time.process_time() - begin
    iterations = sum(map(int, re.findall(r"NR iter: (\d+)", output.getvalue())))
    force = problem.get_ext_forces("DispY")[equator].sum()
    found = {"unknowns": mesh.nodes.size, "iterations": iterations, "seconds": seconds}
    print(json.dumps({**found, "mesh": meshing, "error": error(force)}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
