"""Multigrid in place of the direct solver takes the same steps."""

import numpy as np
import pytest

SMALL = (
    "geometry.interface_size=20 nm",
    "geometry.axis_size=20 nm",
    "geometry.bulk_size=30 nm",
    "geometry.far_size=150 nm",
    "stepping.first=1 s",
    "stepping.largest=20 s",
    "stepping.damage=0.5",
    "time.end=8 s",
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


@pytest.mark.parametrize(("unknowns", "measured"), [(16_276, 8.33), (65_279, 16.2)])
def test_the_memory_of_factors_in_space_is_the_measured_one(unknowns, measured):
    """In kB per unknown, LU of the particle on a fibre with 10 and 4 nm at the interface."""
    from nanoglue.solvers.linear_solver import factor_memory

    assert factor_memory(unknowns, 3) / 1024 / unknowns == pytest.approx(measured, rel=0.05)


@pytest.mark.parametrize(
    ("name", "least", "kind"),
    [("dcb", 1, "cholesky"), ("friction", 1, "lu"), ("dcb", 50_000, "lu")],
)
def test_a_large_symmetric_tangent_is_factorised_as_one(march_case, monkeypatch, name, least, kind):
    monkeypatch.setattr("nanoglue.solvers.factorisation.SYMMETRIC_FROM", least)
    run = march_case(f"verification/{name}", *({"dcb": ["time.end=0.02 s"]}.get(name, [])))
    assert run.problem.systems[-1].solver.getPC().getType() == kind


@pytest.mark.parametrize("stiff", [1.0, 1e9])
@pytest.mark.parametrize("asymmetry", [0.0, 1e-9])
def test_symmetry_is_that_of_each_entry_in_relation_to_its_row(stiff, asymmetry):
    from nanoglue.runtime.fenics import PETSc
    from nanoglue.solvers.symmetry import Symmetry

    entries = np.diag(np.ones(50)) + 0.1 * np.diag(np.ones(49), 1) + 0.1 * np.diag(np.ones(49), -1)
    entries[30, 31] *= 1 + asymmetry
    entries[0, 0] = stiff
    matrix = PETSc.Mat().createAIJ((50, 50), nnz=3)
    for row, column in zip(*np.nonzero(entries), strict=True):
        matrix.setValue(int(row), int(column), entries[row, column])
    matrix.assemble()
    assert Symmetry()(matrix) == (asymmetry == 0)


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
def test_lu_factors_are_scaled_and_ordered_by_pord(march_case, monkeypatch, scaling):
    from nanoglue.runtime.fenics import MPI
    from nanoglue.solvers import linear_solver
    from nanoglue.solvers.linear_solver import PORD, factoring

    monkeypatch.setattr(linear_solver, "PORD_FROM", 0)
    comm = MPI.COMM_WORLD if scaling == 7 else MPI.COMM_SELF
    case = "nanoglue/bare", *SMALL, "solver.petsc={pc_type: lu}"
    for system in march_case(*case, comm=comm, most=1).problem.systems:
        factors = factoring(system.solver).getFactorMatrix()
        assert (factors.getMumpsInfog(33), factors.getMumpsInfog(7)) == (scaling, PORD)


def test_mumps_gets_more_workspace_where_its_estimate_is_too_low(march_case):
    too_low = "solver.petsc={mat_mumps_icntl_14: -95}"
    computed = march_case("verification/blister", too_low, "geometry.bulk_size=2 um", most=1)
    systems = computed.problem.systems
    assert any(system.factors.workspace > 0 for system in systems)
    assert all(system.factors.error == 0 for system in systems)


STIFF = """\
title: Two layers joined by a very stiff interface
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 10 mm, upper_height: 1 mm, lower_height: 1 mm,
  elements_across: 40, elements_up: 4}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 100 GPa, poissons_ratio: 0.3}}
  bottom: {elasticity: {model: linear, youngs_modulus: 100 GPa, poissons_ratio: 0.3}}
interfaces:
  top_bottom: INTERFACE
boundaries:
  left: {displacement: {x: 0 mm, y: 0 mm}}
  right: {displacement: {y: {expression: 0.01*t, unit: mm}}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false, forces: [right]}
"""


def test_a_very_stiff_interface_is_solved_in_one_step(march_case):
    """K h/E = 2.5e5; the force is nearly that of perfectly bonded layers."""
    forces = []
    for interface in ("{bond: perfect}", "{law: {model: elastic, stiffness: 1e15 Pa/m}}"):
        computed = march_case(STIFF.replace("INTERFACE", interface))
        assert len(computed.steps) == 1
        assert computed.steps[0].attempt == 1
        forces.append(computed.last["force_y:right [uN]"])
    assert forces[1] == pytest.approx(forces[0], rel=1e-2)
    assert forces[1] > 0
