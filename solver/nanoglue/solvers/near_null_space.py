"""Rigid-body motions of displacements, the near null space of multigrid."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from nanoglue.runtime.fenics import PETSc, fem


def rigid_motions(comm: PETSc.Comm, displacements: Sequence[fem.Function]) -> PETSc.NullSpace:
    """Return the translations and rotations of all displacements, orthonormal.

    In axisymmetry only the axial translation is strain-free; far from the axis all nearly are.
    """
    moved = [field.function_space for field in displacements]
    dim = moved[0].mesh.geometry.dim
    places = [
        space.tabulate_dof_coordinates()[: space.dofmap.index_map.size_local, :dim]
        for space in moved
    ]
    vectors: list[PETSc.Vec] = []
    for motion in rigid_fields(np.concatenate(places)):
        values: Any = motion.ravel()
        vector = PETSc.Vec().createWithArray(values, comm=comm)
        for earlier in vectors:
            vector.axpy(-vector.dot(earlier), earlier)
        vector.normalize()
        vectors.append(vector)
    motions = PETSc.NullSpace().create(vectors=vectors, comm=comm)
    for vector in vectors:
        vector.destroy()  # the null space keeps it
    return motions


def rigid_fields(points: np.ndarray) -> list[np.ndarray]:
    """Return the translations, then the rotations, at points (n, dim); each of their shape.

    >>> rigid_fields(np.array([[1.0, 2.0]]))[2].tolist()
    [[-2.0, 1.0]]
    """
    dim = points.shape[1]
    fields = [np.tile(axis, (len(points), 1)) for axis in np.eye(dim)]
    for i, j in combinations(range(dim), 2):
        turning = np.zeros_like(points)
        turning[:, i], turning[:, j] = -points[:, j], points[:, i]
        fields.append(turning)
    return fields
