"""The double cantilever in scikit-fem: P2 triangles, the bond assembled from its facet bases.

scikit-fem has no cohesive elements. Sliding and opening at the quadrature points of the bond are
sparse matrices on the displacements of both arms, from the bases' values there; tractions and
slopes between them make the residual and the tangent. Newton with SciPy's SuperLU.
Usage: ``python scikit_fem_dcb.py FACETS STEPS [DONE]``.
"""

import json
import sys
import time

import numpy as np
import skfem as fem
from problem import (
    ARM,
    CRACK,
    ITERATIONS,
    LENGTH,
    OPENING,
    TOLERANCE,
    UP,
    YOUNG,
    damage,
    error,
    march,
    stations,
    tractions,
)
from scipy.sparse import (
    block_array,
    block_diag,
    coo_matrix,
    csr_matrix,
    diags_array,
    hstack,
    vstack,
)
from scipy.sparse.linalg import splu
from skfem.helpers import ddot, sym_grad


@fem.BilinearForm
def elastic(u, v, _):
    """Plane strain; Poisson's ratio is 0."""
    return YOUNG * ddot(sym_grad(u), sym_grad(v))


def arm(x: np.ndarray, side: int) -> fem.MeshTri:
    """An arm above (1) or below (-1) the bond."""
    y = np.linspace(0, ARM, UP + 1)
    return fem.MeshTri.init_tensor(x, y if side > 0 else -y[::-1])


def traces(basis: fem.Basis) -> tuple[list[csr_matrix], np.ndarray]:
    """Return the operators of sliding and opening at the interface points, and weights."""
    mesh = basis.mesh
    bond = mesh.facets_satisfying(lambda p: (abs(p[1]) < 1e-9) & (p[0] > CRACK), True)
    bond = bond[np.argsort(mesh.p[0, mesh.facets[:, bond]].mean(axis=0))]
    facets = fem.FacetBasis(mesh, basis.elem, facets=bond, intorder=4)
    order = np.argsort(facets.global_coordinates().value[0], axis=1)  # from left to right
    count, points = order.shape
    rows = np.arange(count * points).reshape(count, points)
    found = []
    for k in (0, 1):
        blocks = []
        for i, dofs in enumerate(facets.element_dofs):
            values = np.take_along_axis(facets.basis[i][0].value[k], order, axis=1)
            columns = np.repeat(dofs, points)
            entries = (values.ravel(), (rows.ravel(), columns))
            blocks.append(coo_matrix(entries, shape=(count * points, basis.N)))
        found.append(sum(blocks[1:], blocks[0]).tocsr())
    return found, np.take_along_axis(facets.dx, order, axis=1).ravel()


class Beam:
    """Both arms, the bond between them and its damage."""

    def __init__(self, meshes: list[fem.MeshTri]) -> None:
        """Assemble what stays: the arms' stiffness and the jump."""
        arms = [fem.Basis(mesh, fem.ElementVector(fem.ElementTriP2())) for mesh in meshes]
        stiffness = block_diag([elastic.assemble(basis) for basis in arms]).tocsr()
        (upper, weights), (lower, _) = (traces(basis) for basis in arms)
        self.jump = vstack([hstack([a, -b]) for a, b in zip(upper, lower, strict=True)]).tocsr()
        self.stiffness, self.weights = stiffness, weights
        self.damage = np.zeros(len(weights))
        near = [basis.get_dofs(lambda p: p[0] < 1e-9).all("u^2") for basis in arms]
        far = [basis.get_dofs(lambda p: p[0] > LENGTH - 1e-9).all("u^1") for basis in arms]
        self.ends = near[0], near[1] + arms[0].N
        held = np.concatenate([*self.ends, far[0], far[1] + arms[0].N])
        self.size = stiffness.shape[0]
        self.free = np.setdiff1d(np.arange(self.size), held)

    def forces(self, u: np.ndarray) -> tuple[np.ndarray, csr_matrix]:
        """Inner forces and tangent."""
        jump = (self.jump @ u).reshape(2, -1)
        pulls, slopes = tractions(jump, self.damage)
        weighed = self.weights * slopes
        middle = block_array([[diags_array(entry) for entry in row] for row in weighed])
        forces = self.stiffness @ u + self.jump.T @ ((self.weights * pulls).ravel())
        return forces, (self.stiffness + self.jump.T @ middle @ self.jump).tocsr()

    def solve(self, u: np.ndarray, share: float) -> tuple[int, bool]:
        """Solve at a fraction of the opening; return iterations and convergence."""
        u[self.ends[0]], u[self.ends[1]] = share * OPENING / 2, -share * OPENING / 2
        for iteration in range(1, ITERATIONS + 1):
            forces, tangent = self.forces(u)
            factors = splu(
                tangent[self.free][:, self.free].tocsc(),
                permc_spec="MMD_AT_PLUS_A",
                options={"SymmetricMode": True},
            )
            change = factors.solve(forces[self.free])
            u[self.free] -= change
            if np.abs(change).max() <= TOLERANCE * np.abs(u).max():
                self.damage = damage((self.jump @ u).reshape(2, -1), self.damage)
                return iteration, True
        return ITERATIONS, False


def main(facets: int, steps: int, done: int = 0) -> None:
    """Run the time loop and print the results."""
    begin = time.process_time()
    meshes = [arm(stations(facets), side) for side in (1, -1)]
    meshing = time.process_time() - begin
    beam = Beam(meshes)
    u = np.zeros(beam.size)
    begin = time.process_time()
    report = march(beam.solve, u, steps, done)
    seconds = time.process_time() - begin
    force = beam.forces(u)[0][beam.ends[0]].sum()
    report |= {"unknowns": beam.size, "seconds": seconds, "mesh": meshing}
    report |= {"error": error(force), "force": abs(force)}
    print(json.dumps(report))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
