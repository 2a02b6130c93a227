"""The octant in FElupe: quadratic tetrahedra, Newton with Pardiso, on the mesh of Gmsh.

FElupe's neo-Hookean law with a volume part of our own, which its law has in another form.
Usage: ``python felupe_octant.py MESH``.
"""

import json
import sys
import time

import felupe as fem
import meshio
import numpy as np
import pypardiso
from felupe.math import det, dya, inv, transpose
from problem import BULK, INNER, OPENED, SHEAR, STEPS, TOLERANCE, error


class Law(fem.NeoHooke):
    """The isochoric law of FElupe, and K ((J^2 - 1)/2 - ln J)/2."""

    def function(self, x: list[np.ndarray]) -> list[np.ndarray]:
        """Return the energy."""
        (energy,) = super().function(x)
        ratio = det(x[0])
        return [energy + BULK / 2 * ((ratio**2 - 1) / 2 - np.log(ratio))]

    def _gradient(self, x: list[np.ndarray]) -> list[np.ndarray]:
        """Return the first Piola-Kirchhoff stress."""
        stress, history = super()._gradient(x)
        ratio = det(x[0])
        back = transpose(inv(x[0], ratio))
        stress += BULK / 2 * (ratio**2 - 1) * back
        return [stress, history]

    def _hessian(self, x: list[np.ndarray]) -> list[np.ndarray]:
        """Return its derivative by the deformation gradient."""
        (slope,) = super()._hessian(x)
        ratio = det(x[0])
        back = transpose(inv(x[0], ratio))
        both = dya(back, back)
        slope += BULK * ratio**2 * both
        slope -= BULK / 2 * (ratio**2 - 1) * np.transpose(both, [0, 3, 2, 1, 4, 5])
        return [slope]


def main(file: str) -> None:
    """Open the shell and report."""
    read = meshio.read(file, file_format="gmsh")
    begin = time.process_time()
    mesh = fem.Mesh(read.points, read.cells_dict["tetra10"], "tetra10")
    field = fem.FieldContainer([fem.Field(fem.RegionQuadraticTetra(mesh), dim=3)])
    solid = fem.SolidBody(Law(mu=SHEAR), field)
    points = mesh.points
    inner = np.flatnonzero(np.linalg.norm(points, axis=1) < INNER + 1e-9)
    planes = [np.flatnonzero(np.abs(points[:, k]) < 1e-9) for k in range(3)]
    held = np.unique(np.concatenate([3 * planes[k] + k for k in range(3)]))
    moved = (3 * inner[:, None] + np.arange(3)).ravel()
    fixed = np.union1d(held, moved)
    free = np.setdiff1d(np.arange(points.size), fixed)
    grown = np.zeros(points.size)
    grown[moved] = (OPENED / INNER - 1) * points.ravel()[moved]
    values = field[0].values
    before, pace, iterations = values.copy(), np.zeros_like(values), 0
    for step in range(1, STEPS + 1):
        values += pace  # first guess: on at the same pace
        for _ in range(20):
            # the prescribed values are a part of the first increment
            residual = solid.assemble.vector(field).toarray().ravel()
            tangent = solid.assemble.matrix(field).tocsr()
            given = step / STEPS * grown[fixed] - values.ravel()[fixed]
            right = -residual[free] - tangent[free][:, fixed] @ given
            change = np.zeros(points.size)
            change[free] = pypardiso.spsolve(tangent[free][:, free], right)
            change[fixed] = given
            values += change.reshape(-1, 3)
            iterations += 1
            if np.abs(change).max() <= TOLERANCE * np.abs(values).max():
                break
        else:
            raise SystemExit("no convergence")
        pace, before = values - before, values.copy()
    stored = solid.umat.function(field.extract())[0]
    seconds = time.process_time() - begin
    report = {"unknowns": points.size, "iterations": iterations, "seconds": seconds}
    print(json.dumps({**report, "error": error(float((stored * field.region.dV).sum()))}))


if __name__ == "__main__":
    main(sys.argv[1])
