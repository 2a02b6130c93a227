"""Multigrid of quadratic over linear displacements in space."""

import numpy as np
import pytest

FINER = ("geometry.elements_across=3", "geometry.elements_up=2", "geometry.elements_deep=3")
RANKS = [pytest.param(count, marks=pytest.mark.parallel(count)) for count in (2, 4)]
LONG_ON_FOUR = (
    pytest.param(2, marks=pytest.mark.parallel(2)),
    pytest.param(4, marks=[pytest.mark.parallel(4), pytest.mark.slow]),
)


def same_rows(direct, multigrid):
    """Compare the last rows of two runs."""
    for name, value in direct.last.items():
        if "error" not in name:
            assert multigrid.last[name] == pytest.approx(value, rel=1e-6, abs=1e-9), name


def cycle_of(computed):
    """Return the context of the preconditioner of displacements."""
    preconditioner = computed.problem.systems[-1].solver.getPC()
    if preconditioner.getType() == "fieldsplit":
        preconditioner = preconditioner.getFieldSplitSubKSP()[0].getPC()
    return preconditioner.getPythonContext()


MULTIGRID = "solver.linear=multigrid"


def test_takes_the_steps_of_the_direct_solver(direct_blocks, blocks_by):
    """Of displacements and mean stresses."""
    from nanoglue.solvers.order_multigrid import OrderMultigrid

    multigrid = blocks_by(MULTIGRID)
    assert isinstance(cycle_of(multigrid), OrderMultigrid)
    same_rows(direct_blocks(False), multigrid)


@pytest.mark.parametrize("ranks", LONG_ON_FOUR)
def test_takes_the_steps_of_the_direct_solver_on_ranks(direct_blocks, blocks_by, ranks):
    from nanoglue.runtime.fenics import MPI

    assert ranks == MPI.COMM_WORLD.size
    same_rows(direct_blocks(True), blocks_by(MULTIGRID, on_ranks=True))


def test_takes_the_steps_of_the_direct_solver_with_displacements_alone(march_case, blocks_in_space):
    direct, multigrid = (
        march_case(blocks_in_space, f"solver.linear={way}") for way in ("direct", "multigrid")
    )
    assert multigrid.problem.systems[-1].solver.getPC().getType() == "python"
    same_rows(direct, multigrid)


def prolonged(comm):
    """Interpolated and true values of a linear field on the quadratic nodes of two bodies."""
    from nanoglue.runtime.fenics import fem, mesh
    from nanoglue.solvers.order_multigrid import OrderMultigrid

    bodies = [mesh.create_unit_cube(comm, n, n, n) for n in (2, 3)]
    fields = [fem.Function(fem.functionspace(body, ("Lagrange", 2, (3,)))) for body in bodies]
    found = OrderMultigrid(fields, "test_")
    low, high = found.prolongation.createVecs()
    for vector, functions in ((low, found.linear), (high, fields)):
        values = []
        for function in functions:
            function.interpolate(lambda x: (x[0] - 2 * x[1], 3 * x[2] + 1, x[1] + x[2]))
            size = function.function_space.dofmap.index_map.size_local * 3
            values.append(function.x.array[:size])
        vector.array[:] = np.concatenate(values)
    image = high.duplicate()
    found.prolongation.mult(low, image)
    image.axpy(-1.0, high)
    return image.norm() / high.norm()


def test_interpolates_linear_fields_exactly():
    from nanoglue.runtime.fenics import MPI

    assert prolonged(MPI.COMM_SELF) < 1e-14


@pytest.mark.parametrize("ranks", RANKS)
def test_interpolates_linear_fields_exactly_on_ranks(ranks):
    from nanoglue.runtime.fenics import MPI

    assert ranks == MPI.COMM_WORLD.size
    assert prolonged(MPI.COMM_WORLD) < 1e-14


def test_needs_fewer_iterations_than_aggregation_of_quadratic_displacements(
    march_case, swelling_blocks_in_space
):
    """At an accuracy of 1e-8, in the first increment."""
    text, counts = swelling_blocks_in_space.read_text(), []
    inner = "nanoglue_1_fieldsplit_displacement_"
    for own in ({}, {f"{inner}pc_type": "gamg"}):
        options = {"nanoglue_1_ksp_rtol": 1e-8, **own}
        settings = *FINER, "solver.linear=multigrid", f"solver.petsc={options}", "time.end=0.1 s"
        computed = march_case(text, *settings, most=1)
        counts.append(computed.problem.systems[-1].solver.getIterationNumber())
    assert 0 < counts[0] < counts[1]
