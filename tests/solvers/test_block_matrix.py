"""The matrix of a system is the one that DOLFINx inserts into PETSc element by element."""

import numpy as np
import pytest
from tests.parallel.agreement import scattered

SMALL = (
    *(f"geometry.{place}_size=40 nm" for place in ("interface", "axis", "bulk")),
    "geometry.far_size=200 nm",
)
COUPLED = "solver.coupling=monolithic", "bodies.particle.species.stress_coupling=true"


def gathered(midpoints, ranks):
    """All cells go to the first rank, none to the others."""
    return np.zeros(len(midpoints), dtype=np.int32)


def system_of(comm, partitioner=None):
    """All fields of a coarse bare particle in one system, disturbed.

    Displacements and scalars, two bodies and their interface; where the bottom meets the axis a
    displacement is prescribed twice.
    """
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.timers import Timers
    from nanoglue.stepping.problem import Problem

    case = read(find("nanoglue/bare"), (*SMALL, *COUPLED))
    problem = Problem(case, Domain.from_case(case, comm, partitioner), Timers())
    rng = np.random.default_rng(5)
    for field in problem.fields:
        field.x.array[:] += 1e-3 * rng.uniform(size=field.x.array.shape)
        field.x.scatter_forward()
    problem.dt.value = 2.0
    return problem.systems[0]


def apart(system, matrix):
    """Largest difference of a matrix from what PETSc is given element by element, relative."""
    from nanoglue.runtime.fenics import petsc

    inserted = petsc.assemble_matrix(system.forms.tangent, bcs=system.bcs, kind="mpi")
    inserted.assemble()
    size = inserted.norm()
    inserted.axpy(-1.0, matrix)
    return inserted.norm() / size


def test_values_are_those_that_dolfinx_inserts():
    from nanoglue.runtime.fenics import MPI

    system = system_of(MPI.COMM_SELF)
    for _ in range(2):  # the second time over old values
        system.assemble_tangent()
    assert apart(system, system.matrix) < 1e-14
    held = np.concatenate(system.held())
    assert np.all(system.matrix.getDiagonal().array_r[held > 0] == 1.0)


@pytest.mark.parallel(2)
@pytest.mark.parametrize("partitioner", [scattered, gathered])
def test_values_of_two_ranks_too(partitioner):
    from nanoglue.runtime.fenics import MPI

    system = system_of(MPI.COMM_WORLD, partitioner)
    for _ in range(2):
        system.assemble_tangent()
    assert apart(system, system.matrix) < 1e-14


def test_a_matrix_that_may_widen_is_the_same():
    from nanoglue.runtime.fenics import MPI
    from nanoglue.solvers.block_matrix import BlockMatrix

    system = system_of(MPI.COMM_SELF)
    widening = BlockMatrix(system.forms.tangent, system.spaces, system.bcs, widens=True)
    widening.assemble()
    assert apart(system, widening.matrix) < 1e-14
