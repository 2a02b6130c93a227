"""Factors in single precision: refined solutions, and double precision where they do not serve."""

from itertools import count

import numpy as np
import pytest

pytest.importorskip("dolfinx")

from nanoglue.case.schema.settings import Solver
from nanoglue.runtime.fenics import PETSc
from nanoglue.runtime.timers import Timers
from nanoglue.solvers.factorisation import Factorisation
from nanoglue.solvers.linear_solver import DIRECT
from nanoglue.solvers.single_precision import is_available

NUMBERS = count()
"""Of the solvers: each has options of its own, also where one takes the place of another."""

pytestmark = pytest.mark.skipif(not is_available(), reason="MUMPS without single precision")


def chain(support, size=60):
    """Stiffness matrix of springs in a row, the first of which is a support of its own stiffness.

    With a weak one all can move together, for which the stiffness of the others cancels.
    """
    springs = np.append(support, np.ones(size - 1))
    matrix = PETSc.Mat().createAIJ((size, size), nnz=3, comm=PETSc.COMM_SELF)
    for end, spring in enumerate(springs):
        for row, column, sign in ((0, 0, 1), (0, -1, -1), (-1, 0, -1), (-1, -1, 1)):
            at = end + row, end + column
            if min(at) >= 0:
                matrix.setValue(*at, sign * spring, addv=PETSc.InsertMode.ADD_VALUES)
    matrix.assemble()
    return matrix


@pytest.fixture
def factors_of(monkeypatch):
    """Factors of a matrix that changes, as those of mechanics with many unknowns."""
    monkeypatch.setattr("nanoglue.solvers.factorisation.SYMMETRIC_FROM", 1)

    def build(matrix, nonlinear=True, tolerance=1e-4, prefix=None):
        def create(options):
            solver = PETSc.KSP().create(matrix.comm)
            solver.setOperators(matrix)
            solver.setOptionsPrefix(prefix or f"single_{next(NUMBERS)}_")
            database = PETSc.Options(solver.getOptionsPrefix())
            for name, value in (DIRECT | dict(options)).items():
                database[name] = value
            solver.setFromOptions()
            precisions.append(options.get("pc_precision", "double"))
            return solver

        precisions = []
        factors = Factorisation(create, Solver(tolerance=tolerance), Timers(), True, nonlinear)
        return factors, precisions

    return build


def error_of(factors, matrix):
    """Error of the solution [-] for a random one that is known."""
    known, rhs, found = (matrix.createVecLeft() for _ in range(3))
    known.array_w = np.random.default_rng(1).uniform(-1, 1, known.getLocalSize())
    matrix.mult(known, rhs)
    assert factors.compute()
    assert factors.solve(rhs, found)
    return float(np.abs(found.array_r - known.array_r).max())


def test_a_refined_solution_has_the_accuracy_of_double_precision(factors_of):
    matrix = chain(1.0)
    factors, precisions = factors_of(matrix)
    assert error_of(factors, matrix) < 1e-9
    assert precisions[-1] == "single"
    alone = matrix.createVecLeft()
    rhs = matrix.createVecLeft()
    rhs.set(1.0)
    factors.apply(rhs, alone)
    exact = np.cumsum(np.arange(60, 0, -1.0))
    apart = np.abs(alone.array_r / exact - 1).max()
    assert 1e-9 < apart < 1e-3  # what the factors alone leave


def test_a_matrix_that_single_precision_cannot_resolve_is_factorised_in_double(factors_of):
    matrix = chain(1e-9)
    factors, precisions = factors_of(matrix)
    error_of(factors, matrix)
    assert precisions[-2:] == ["double", "double"]
    assert factors.count == 2
    error_of(factors, matrix)
    assert factors.count == 3


@pytest.mark.parametrize("again", [False, True])
def test_factors_of_a_matrix_that_is_not_symmetric_keep_double_precision(factors_of, again):
    """Both solvers have one prefix in PETSc's database, which is read when they factorise first."""
    matrix = chain(1.0)
    factors, precisions = factors_of(matrix, prefix="nanoglue_precision_")
    if again:
        matrix.setValue(0, 1, -0.9)
        matrix.assemble()
        error_of(factors, matrix)
        matrix.setValue(0, 1, -1.0)
        matrix.assemble()
    error_of(factors, matrix)
    assert precisions[-1] == "single"
    assert factors.solver.getPC().getType() == "cholesky"
    matrix.setValue(0, 1, -0.9)
    matrix.assemble()
    assert error_of(factors, matrix) < 1e-11
    assert factors.solver.getPC().getType() == "lu"


@pytest.mark.parametrize("settings", [{"nonlinear": False}, {"tolerance": 1e-6}])
def test_where_one_solution_must_be_exact_factors_are_in_double_precision(factors_of, settings):
    matrix = chain(1.0)
    factors, precisions = factors_of(matrix, **settings)
    assert error_of(factors, matrix) < 1e-12
    assert set(precisions) == {"double"}


@pytest.mark.parallel([1, 2])
def test_a_run_takes_the_same_steps(march_case, monkeypatch):
    from nanoglue.runtime.fenics import MPI

    monkeypatch.setattr("nanoglue.solvers.factorisation.SYMMETRIC_FROM", 1)
    case = "verification/dcb", "time.end=0.02 s", "solver.tolerance=1e-5"
    single = march_case(*case, comm=MPI.COMM_WORLD)
    assert single.problem.systems[-1].factors._are_single
    monkeypatch.setattr("nanoglue.solvers.factorisation.is_available", lambda: False)
    double = march_case(*case, comm=MPI.COMM_WORLD)
    assert len(single.steps) == len(double.steps)
    for name, value in double.last.items():
        if "error" not in name:
            assert single.last[name] == pytest.approx(value, rel=1e-5, abs=1e-5), name


def test_solutions_along_the_arc_length_are_refined(march_case, monkeypatch):
    """Near a limit point, which is where it is used, tangents are nearly singular."""
    from nanoglue.solvers import factorisation
    from nanoglue.stepping.arc_length import ArcLength

    monkeypatch.setattr(factorisation, "SYMMETRIC_FROM", 1)
    refined, per_correction = [], []
    refine, correct = factorisation.refine, ArcLength._correct

    def counted(*given):
        refined.append(refine(*given))
        return refined[-1]

    def observed(self, *given):
        before = len(refined)
        found = correct(self, *given)
        if self.system.factors._are_single:
            per_correction.append(len(refined) - before)
        return found

    monkeypatch.setattr(factorisation, "refine", counted)
    monkeypatch.setattr(ArcLength, "_correct", observed)
    march_case("verification/snap_back", "geometry.elements_across=9", "solver.tolerance=1e-5")
    assert per_correction
    assert set(per_correction) == {2}
