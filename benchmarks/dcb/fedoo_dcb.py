"""The double cantilever in fedoo: six-node triangles, its bilinear ``CohesiveLaw``, Pardiso.

fedoo's interface elements have two nodes a side; ``Jump`` and ``Middle`` make one of three, as its
own are made, for a bond along x. Its steps and its Newton's iteration, with the consistent tangent
of the law.
Usage: ``python fedoo_dcb.py FACETS STEPS [DONE]``.
"""

import contextlib
import io
import json
import re
import sys
import time

import fedoo as fd
import numpy as np
from fedoo.lib_elements.element_list import CombinedElement
from fedoo.lib_elements.line import Lin3
from problem import (
    ARM,
    CRACK,
    HALVES,
    ITERATIONS,
    LENGTH,
    OPENING,
    SMALLEST,
    STIFFNESS,
    STRENGTH,
    TOLERANCE,
    TOUGHNESS,
    UP,
    YOUNG,
    error,
    stations,
)


class Jump(Lin3):
    """Upper less lower displacement: the three nodes of the lower face before the upper ones."""

    name, n_nodes = "lin3jump", 6

    def shape_function(self, xi):
        face = super().shape_function(xi)
        return np.hstack([-face, face])

    def shape_function_derivative(self, xi):
        return [np.hstack([-slope, slope]) for slope in super().shape_function_derivative(xi)]


class Middle(Lin3):
    """The line between the faces, which carries the integral."""

    name, n_nodes = "lin3middle", 6

    def __init__(self, n_elm_gp=3, **_):
        super().__init__(n_elm_gp)
        self.xi_nd = np.vstack([self.xi_nd, self.xi_nd])

    def shape_function(self, xi):
        face = super().shape_function(xi)
        return np.hstack([face, face]) / 2

    def shape_function_derivative(self, xi):
        return [np.hstack([slope, slope]) / 2 for slope in super().shape_function_derivative(xi)]


def grid(facets: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Nodes, triangles of both arms, the lower one first, and what bonds them beyond the crack."""
    ends = stations(facets)
    x = np.sort(np.concatenate([ends, (ends[1:] + ends[:-1]) / 2]))
    y = np.linspace(0, ARM, 2 * UP + 1)
    lower = np.arange(x.size * y.size).reshape(x.size, y.size)
    upper = lower + lower.size
    arms = [np.meshgrid(x, side * y, indexing="ij") for side in (-1, 1)]
    nodes = np.vstack([np.stack([a.ravel() for a in arm], axis=1) for arm in arms])
    i, j = (a.ravel() for a in np.mgrid[: x.size - 1 : 2, : 2 * UP : 2])
    triangles = []
    for number, turned in ((lower, [0, 2, 1, 5, 4, 3]), (upper, list(range(6)))):
        for half in HALVES:
            found = np.stack([number[i + a, j + b] for a, b in half], axis=1)
            triangles.append(found[:, turned])
    first = np.flatnonzero(x[:-1:2] > CRACK - 1e-9) * 2
    face = np.stack([first, first + 2, first + 1], axis=1)
    return nodes, np.vstack(triangles), np.hstack([lower[face, 0], upper[face, 0]])


def main(facets: int, steps: int, done: int = 0) -> None:
    """Run the time loop and print the results."""
    fd.ModelingSpace("2Dplane")
    CombinedElement("lin3interface", Jump, default_n_gp=3).geometry_elm = Middle
    begin = time.process_time()
    nodes, triangles, faces = grid(facets)
    meshing = time.process_time() - begin
    arms = fd.Mesh(nodes, triangles, "tri6")
    bond = fd.Mesh(nodes, faces, "lin3interface")
    metal = fd.weakform.StressEquilibrium(fd.constitutivelaw.ElasticIsotrop(YOUNG, 0))
    of_a_mode = TOUGHNESS, STRENGTH, STIFFNESS
    law = fd.constitutivelaw.CohesiveLaw(*of_a_mode, *of_a_mode, axis=1, tangent_mode="consistent")
    glue = fd.weakform.InterfaceForce(law)
    problem = fd.problem.NonLinear(fd.Assembly.create(metal, arms) + fd.Assembly.create(glue, bond))
    above = np.arange(len(nodes)) >= len(nodes) // 2
    near, far = nodes[:, 0] < 1e-9, nodes[:, 0] > LENGTH - 1e-9
    share = (done or steps) / steps
    for end, moved in ((near & above, OPENING / 2), (near & ~above, -OPENING / 2)):
        problem.bc.add("Dirichlet", np.flatnonzero(end), "DispY", share * moved)
    problem.bc.add("Dirichlet", np.flatnonzero(far), "DispX", 0)
    # fedoo's measure: the last increment over that of the step and a hundredth of all
    problem.set_nr_criterion("Displacement", tol=100 * TOLERANCE, max_subiter=ITERATIONS)
    longest = 1 / steps
    begin = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()) as report:
        problem.nlsolve(
            longest, tmax=share, dt_max=longest, dt_min=SMALLEST, save_at_exact_time=False
        )
    seconds = time.process_time() - begin
    taken = re.findall(r"(Iter|Failed).* NR iter: (\d+)", report.getvalue())
    force = problem.get_ext_forces("DispY")[near & above].sum()
    found = {
        "steps": sum(kind == "Iter" for kind, _ in taken),
        "cuts": sum(kind != "Iter" for kind, _ in taken),
        "iterations": sum(int(count) for _, count in taken),
        "unknowns": nodes.size,
        "seconds": seconds,
        "mesh": meshing,
    }
    print(json.dumps({**found, "error": error(force)}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
