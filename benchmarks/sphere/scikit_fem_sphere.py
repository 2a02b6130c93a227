"""The sphere in scikit-fem: P1, backward Euler, one factorisation by SciPy's SuperLU kept.

As its example 19 (heat equation) does. Usage: ``python scikit_fem_sphere.py UNKNOWNS``.
"""

import json
import sys
import time

import numpy as np
import skfem as fem
from problem import END, STEPS, error
from scipy.sparse.linalg import splu
from skfem.helpers import dot, grad


@fem.BilinearForm
def storage(c, q, w):
    """Mass with the circle's length."""
    return w.x[0] * c * q


@fem.BilinearForm
def transport(c, q, w):
    """Diffusion with the circle's length."""
    return w.x[0] * dot(grad(c), grad(q))


@fem.LinearForm
def inflow(q, w):
    """Unit flux."""
    return w.x[0] * q


def main(unknowns: float) -> None:
    """Run the time loop and print the results."""
    began = time.process_time()
    ticks = np.linspace(0, 1, round(unknowns**0.5))
    square = fem.MeshTri.init_tensor(ticks, ticks)
    x, y = square.p
    disc = np.array([x * np.sqrt(1 - y**2 / 2), y * np.sqrt(1 - x**2 / 2)])
    mesh = fem.MeshTri(disc, square.t)
    meshing = time.process_time() - began
    begin = time.process_time()
    basis = fem.Basis(mesh, fem.ElementTriP1())
    edges = mesh.facets_satisfying(
        lambda p: np.hypot(*p) > 1 - 1.2 / unknowns, boundaries_only=True
    )
    surface = fem.FacetBasis(mesh, fem.ElementTriP1(), facets=edges)
    dt = END / STEPS
    mass, stiffness = storage.assemble(basis), transport.assemble(basis)
    source = dt * inflow.assemble(surface)
    start = time.process_time()
    factors = splu((mass + dt * stiffness).tocsc())
    factor = time.process_time() - start
    found = np.zeros(basis.N)
    for _ in range(STEPS):
        found = factors.solve(mass @ found + source)
    seconds = time.process_time() - begin
    results = {"unknowns": int(basis.N), "iterations": STEPS, "seconds": seconds}
    results |= {"factor": factor, "mesh": meshing}
    print(json.dumps({**results, "error": error(np.hypot(*mesh.p), found)}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
