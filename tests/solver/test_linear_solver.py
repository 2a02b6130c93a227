"""Multigrid in place of the direct solver takes the same steps."""

import pytest

SMALL = (
    "geometry.interface_size=20 nm",
    "geometry.axis_size=20 nm",
    "geometry.bulk_size=30 nm",
    "geometry.far_size=150 nm",
    "stepping.first=1 s",
    "stepping.largest=20 s",
    "stepping.damage=0.5",
    "time.end=20 s",
)


def same_rows(march_case, case, *settings, comm=None, accuracy=1e-6):
    ways = [
        march_case(case, *settings, f"solver.linear={way}", comm=comm)
        for way in ("direct", "multigrid")
    ]
    direct, multigrid = (way.last for way in ways)
    for name, value in direct.items():
        if "error" not in name:
            assert multigrid[name] == pytest.approx(value, rel=accuracy, abs=1e-9), name
    assert ways[1].problem.systems[-1].solver.getPC().getType() in ("fieldsplit", "gamg")


def test_of_displacements_and_mean_stress(march_case):
    same_rows(march_case, "nanoglue/bare", *SMALL)


def test_of_displacements_alone(march_case):
    same_rows(march_case, "verification/misfit_core_shell")


@pytest.mark.parallel(2)
def test_on_two_ranks(march_case):
    from nanoglue.runtime.fenics import MPI

    same_rows(march_case, "nanoglue/bare", *SMALL, comm=MPI.COMM_WORLD)


def test_direct_factors_that_fit_are_made(march_case):
    solver = march_case("verification/dcb", "time.end=0.02 s").problem.systems[-1].solver
    assert solver.getPC().getType() == "lu"


def test_symmetric_factors_take_the_same_steps(march_case):
    lu, symmetric = (
        march_case("verification/dcb", "time.end=0.02 s", f"solver.petsc={{pc_type: {kind}}}")
        for kind in ("lu", "cholesky")
    )
    assert symmetric.problem.systems[-1].solver.getPC().getType() == "cholesky"
    for name, value in lu.last.items():
        if "error" not in name:
            assert symmetric.last[name] == pytest.approx(value, rel=1e-6, abs=1e-6), name


@pytest.mark.parametrize("scaling", [pytest.param(7, marks=pytest.mark.parallel(2)), 4])
def test_lu_factors_are_scaled(march_case, scaling):
    from nanoglue.runtime.fenics import MPI
    from nanoglue.solvers.linear_solver import factoring

    comm = MPI.COMM_WORLD if scaling == 7 else MPI.COMM_SELF
    for system in march_case("nanoglue/bare", *SMALL, comm=comm, most=1).problem.systems:
        assert factoring(system.solver).getFactorMatrix().getMumpsInfog(33) == scaling
