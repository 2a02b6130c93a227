"""Fields go into a vector and come back as DOLFINx lays them out, ghosts included."""

import numpy as np
import pytest


def moved(comm):
    """Largest differences: gathered from DOLFINx's vector, scattered from the fields, of the sizes.

    Of a vector field and a scalar on a square.
    """
    from nanoglue.runtime.fenics import MPI, fem, mesh, petsc
    from nanoglue.solvers.block_vector import Blocks

    square = mesh.create_unit_square(comm, 5, 4)
    spaces = [fem.functionspace(square, kind) for kind in (("P", 2, (2,)), ("P", 1))]
    fields = [fem.Function(space) for space in spaces]
    rng = np.random.default_rng(3)
    for field in fields:
        field.x.array[:] = rng.uniform(-2, 1, field.x.array.shape)
        field.x.scatter_forward()
    blocks, vectors = Blocks(fields), [petsc.create_vector(spaces, kind="mpi") for _ in range(2)]
    blocks.gather(vectors[0])
    petsc.assign(fields, vectors[1])
    with vectors[0].localForm() as ours, vectors[1].localForm() as theirs:
        gathered = float(np.abs(ours.array_r - theirs.array_r).max())
    kept = [field.x.array.copy() for field in fields]
    sizes = [comm.allreduce(np.abs(one).max(), MPI.MAX) for one in kept]
    for field in fields:
        field.x.array[:] = 0.0
    blocks.scatter(vectors[1])
    scattered = max(float(np.abs(f.x.array - k).max()) for f, k in zip(fields, kept, strict=True))
    return gathered, scattered, float(np.abs(blocks.largest(vectors[0]) - sizes).max())


def test_values_go_there_and_back():
    from nanoglue.runtime.fenics import MPI

    assert moved(MPI.COMM_SELF) == (0.0, 0.0, 0.0)


@pytest.mark.parallel(2)
def test_values_of_two_ranks_too():
    from nanoglue.runtime.fenics import MPI

    assert moved(MPI.COMM_WORLD) == (0.0, 0.0, 0.0)
