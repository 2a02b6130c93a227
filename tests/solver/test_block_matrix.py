"""The matrix of a system is the one that DOLFINx inserts into PETSc element by element."""

import numpy as np
import pytest


def problem_of(name, *overrides):
    from mpi4py import MPI

    from nanoglue import stack  # noqa: F401
    from nanoglue.case import find, read
    from nanoglue.domain import Domain
    from nanoglue.problem import Problem
    from nanoglue.stopwatch import Stopwatch

    case = read(find(name), overrides)
    return Problem(case, Domain.from_case(case, MPI.COMM_SELF), Stopwatch())


@pytest.fixture(scope="module")
def system():
    """All fields of a coarse bare particle in one system, disturbed.

    Displacements and scalars, two bodies and their interface; where the bottom meets the axis a
    displacement is prescribed twice.
    """
    coarse = [f"geometry.{place}_size=40 nm" for place in ("interface", "axis", "bulk")]
    coupled = "solver.coupling=monolithic", "bodies.particle.species.stress_coupling=true"
    problem = problem_of("nanoglue/bare", *coarse, "geometry.far_size=200 nm", *coupled)
    rng = np.random.default_rng(5)
    for field in problem.fields:
        field.x.array[:] += 1e-3 * rng.uniform(size=field.x.array.shape)
    problem.dt.value = 2.0
    return problem.systems[0]


def inserted(system):
    """The same matrix by way of PETSc."""
    from dolfinx.fem import petsc as fp

    matrix = fp.assemble_matrix(system.tangent_form, bcs=system.bcs, kind="mpi")
    matrix.assemble()
    return matrix


def test_values_are_those_that_dolfinx_inserts(system):
    for _ in range(2):  # the second time over old values
        system.assemble_tangent()
    reference = inserted(system)
    assert system.matrix.getInfo()["nz_used"] == reference.getInfo()["nz_used"]
    apart = reference.copy()
    apart.axpy(-1.0, system.matrix)
    assert apart.norm() < 1e-13 * reference.norm()


def test_a_value_prescribed_twice_is_one_on_the_diagonal(system):
    system.assemble_tangent()
    held = np.concatenate(system._held())
    diagonal = system.matrix.getDiagonal().array_r
    assert len(held) == len(diagonal)
    assert np.all(diagonal[held > 0] == 1.0)


def test_a_matrix_that_widens_is_the_same():
    from nanoglue.block_matrix import BlockMatrix

    problem = problem_of("friction")
    system = problem.systems[0]
    system.assemble_tangent()
    widening = BlockMatrix(system.tangent_form, system.spaces, system.bcs, widens=True)
    widening.assemble()
    apart = widening.matrix.copy()
    apart.axpy(-1.0, system.matrix)
    assert apart.norm() < 1e-13 * system.matrix.norm()
