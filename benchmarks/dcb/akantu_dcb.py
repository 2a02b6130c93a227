"""The double cantilever in Akantu: six-node triangles, its intrinsic ``cohesive_bilinear``, MUMPS.

Set up as in its examples of cohesive elements, with two things beside them. The largest openings,
which Akantu keeps from one iterate to the next, are put back to those of the last accepted step
before each residual; without it Newton's iteration fails as soon as the crack grows. And contact is
ten times as stiff as the bond, which halves the iterations: the tangent of a closed point holds the
bond's slope besides that of contact.
Usage: ``python akantu_dcb.py FACETS STEPS [DONE]``.
"""

import json
import sys
import tempfile
import time

import akantu as aka
import numpy as np
from problem import (
    ARM,
    CRACK,
    FINAL,
    HALVES,
    ITERATIONS,
    LENGTH,
    ONSET,
    OPENING,
    STIFFNESS,
    STRENGTH,
    TOLERANCE,
    TOUGHNESS,
    UP,
    YOUNG,
    error,
    march,
    stations,
)

CONTACT = 10 * STIFFNESS
MATERIALS = f"""
model solid_mechanics_model_cohesive [
  cohesive_inserter [
    bounding_box = [[{CRACK}, {LENGTH}], [-1e-6, 1e-6]]
  ]
  material elastic [
    name = arm
    rho = 1
    E = {YOUNG}
    nu = 0
  ]
  material cohesive_bilinear [
    name = bond
    beta = 1
    G_c = {TOUGHNESS}
    sigma_c = {STRENGTH}
    delta_0 = {ONSET}
    penalty = {CONTACT}
  ]
]
"""


def grid(facets: int) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and triangles of both arms, which share nodes beyond the crack tip."""
    ends = stations(facets)
    x = np.sort(np.concatenate([ends, (ends[1:] + ends[:-1]) / 2]))
    number: dict[tuple[int, int, int], int] = {}
    nodes: list[tuple[float, float]] = []

    def node(i: int, j: int, side: int) -> int:
        shared = j == 0 and x[i] > CRACK - 1e-9
        place = (i, j, 0 if shared else side)
        if place not in number:
            number[place] = len(nodes)
            nodes.append((x[i], side * ARM * j / (2 * UP)))
        return number[place]

    triangles = []
    for side in (1, -1):
        turned = slice(None) if side > 0 else [0, 2, 1, 5, 4, 3]
        for i in range(0, len(x) - 1, 2):
            for j in range(0, 2 * UP, 2):
                for half in HALVES:
                    found = [node(i + a, j + b, side) for a, b in half]
                    triangles.append(np.array(found)[turned])
    return np.array(nodes), np.array(triangles)


def read(facets: int) -> aka.Mesh:
    """The mesh in Akantu."""
    nodes, triangles = grid(facets)
    mesh = aka.Mesh(2)
    access = aka.MeshAccessor(mesh)
    access.resizeNodes(len(nodes))
    mesh.getNodes()[:] = nodes
    mesh.addConnectivityType(aka._triangle_6)
    access.resizeConnectivity(len(triangles), aka._triangle_6)
    mesh.getConnectivity(aka._triangle_6)[:] = triangles
    access.makeReady()
    return mesh


class History(aka.InterceptSolverCallback):
    """Largest openings and damage at the last accepted step, restored before each residual."""

    def __init__(self, model: aka.SolidMechanicsModelCohesive) -> None:
        """Start with an undamaged interface."""
        super().__init__(model)
        bond = model.getMaterial("bond")
        names = ("delta max", "damage")
        self.fields = [bond.getInternalReal(name)(aka._cohesive_2d_6) for name in names]
        self.keep()

    def keep(self) -> None:
        """Accept; a broken point stays at the final opening, beyond which its slope is negative."""
        np.minimum(self.fields[0], FINAL, out=self.fields[0])
        self.kept = [field.copy() for field in self.fields]

    def put_back(self) -> None:
        """Return to the last accepted step."""
        for field, kept in zip(self.fields, self.kept, strict=True):
            field[:] = kept

    def assembleResidual(self) -> None:
        """Assemble with the history of the last accepted step; called by Akantu."""
        self.put_back()
        super().assembleResidual()


def main(facets: int, steps: int, done: int = 0) -> None:
    """Run the time loop and print the results."""
    with tempfile.NamedTemporaryFile("w", suffix=".dat") as file:
        file.write(MATERIALS)
        file.flush()
        aka.parseInput(file.name)
    begin = time.process_time()
    mesh = read(facets)
    meshing = time.process_time() - begin
    model = aka.SolidMechanicsModelCohesive(mesh)
    model.initFull(_analysis_method=aka._static, _is_extrinsic=False)
    x, triangles = mesh.getNodes(), mesh.getConnectivity(aka._triangle_6)
    above = np.zeros(len(x), dtype=bool)
    above[triangles[x[triangles, 1].mean(axis=1) > 0]] = True
    near, far = x[:, 0] < 1e-9, x[:, 0] > LENGTH - 1e-9
    upper, lower = near & above, near & ~above
    held, u = model.getBlockedDOFs(), model.getDisplacement()
    held[far, 0] = held[near, 1] = True
    solver, history = model.getNonLinearSolver(), History(model)
    solver.set("max_iterations", ITERATIONS)
    solver.set("threshold", TOLERANCE)
    solver.set("convergence_type", aka.SolveConvergenceCriteria.solution)

    def solve(u: np.ndarray, share: float) -> tuple[int, bool]:
        u[upper, 1], u[lower, 1] = share * OPENING / 2, -share * OPENING / 2
        try:
            model.solveStep(history)
        except aka.NLSNotConvergedException:
            history.put_back()
            return solver.getInt("nb_iterations"), False
        history.keep()
        return solver.getInt("nb_iterations"), True

    begin = time.process_time()
    report = march(solve, u, steps, done)
    seconds = time.process_time() - begin
    force = -model.getInternalForce()[upper, 1].sum()
    report |= {"unknowns": int(x.size), "seconds": seconds, "mesh": meshing}
    report |= {"error": error(force)}
    print(json.dumps(report))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
