"""GMRES for a changed matrix with the exact factors of an earlier one, within an iteration."""

import numpy as np
import pytest

SIZE = 40


@pytest.fixture
def factored(monkeypatch):
    """A diagonal matrix with exact factors, and functions that change and solve it."""
    from nanoglue.case.schema.settings import Solver
    from nanoglue.runtime.fenics import PETSc
    from nanoglue.runtime.timers import Timers
    from nanoglue.solvers import factorisation
    from nanoglue.solvers.factorisation import Factorisation

    monkeypatch.setattr(factorisation, "FROM", SIZE)

    class Factored:
        def __init__(self, **settings):
            self.matrix = PETSc.Mat().createAIJ((SIZE, SIZE), nnz=1, comm=PETSc.COMM_SELF)
            self.matrix.setUp()
            self.change(np.ones(SIZE))
            self.factors = Factorisation(
                self.create, Solver(**settings), Timers(), elastic=True, nonlinear=True
            )

        def create(self, _):
            solver = PETSc.KSP().create(PETSc.COMM_SELF)
            solver.setOperators(self.matrix)
            solver.setType("preonly")
            solver.getPC().setType("lu")
            return solver

        def change(self, values):
            vector = self.matrix.createVecLeft()
            vector.array[:] = values
            self.matrix.setDiagonal(vector)
            self.matrix.assemble()

        def solve(self, values, anew=False):
            """Return the largest relative error with the matrix of these entries."""
            self.change(values)
            rhs, solution = self.matrix.createVecs()
            rhs.set(1.0)
            assert self.factors.compute(anew)
            assert self.factors.solve(rhs, solution)
            return float(np.abs(solution.array * values - 1).max())

    return Factored


def test_the_first_factors_are_exact_and_then_precondition_gmres(factored):
    system = factored()
    values = np.linspace(1, 2, SIZE)
    assert system.solve(values) < 1e-14
    few = np.where(np.arange(SIZE) < 3, 3.0, 1.0) * values
    assert system.solve(few) < 1e-12  # as many iterations as entries of different ratios
    assert 0 < system.solve(np.linspace(1, 1.2, SIZE) * values) < 4e-5
    assert system.factors.count == 1


def test_they_are_computed_anew_on_request(factored):
    system = factored()
    for number in (1, 2, 3):
        assert system.solve(number * np.linspace(1, 2, SIZE), anew=True) < 1e-14
        assert system.factors.count == number


def test_they_are_computed_anew_where_gmres_takes_too_many_iterations(factored):
    system = factored()
    system.solve(np.ones(SIZE))
    assert system.solve(10.0 ** np.linspace(-6, 6, SIZE)) < 1e-14
    assert system.factors.count == 2


def test_they_are_computed_anew_after_many_iterations_together(factored):
    system = factored()
    system.solve(np.ones(SIZE))
    for number in range(1, 8):
        system.solve(np.linspace(1, 1 + number, SIZE))
    assert 1 < system.factors.count < 7


@pytest.mark.parametrize(
    "settings", [{"factor_reuse": 0}, {"petsc": {"mat_mumps_icntl_14": 50}}], ids=["off", "options"]
)
def test_they_are_not_used_without_reuse_nor_with_stated_options(factored, settings):
    system = factored(**settings)
    for number in (1, 2, 3):
        assert system.solve(number * np.linspace(1, 2, SIZE)) < 1e-14
        assert system.factors.count == number


def test_the_earlier_matrix_is_solved_exactly_with_them(factored):
    system = factored()
    old, new = np.linspace(1, 2, SIZE), np.linspace(3, 5, SIZE)
    system.solve(old)
    system.solve(new)
    system.change(np.linspace(7, 9, SIZE))
    rhs, solution = system.matrix.createVecs()
    rhs.set(1.0)
    assert system.factors.apply(rhs, solution)
    assert np.abs(solution.array * old - 1).max() < 1e-14
    assert system.factors.count == 1


def test_the_solution_with_the_factors_alone_is_completed(factored):
    system = factored()
    old, new = np.linspace(1, 2, SIZE), np.linspace(1, 2.5, SIZE)
    system.solve(old)
    rhs, solution = system.matrix.createVecs()
    rhs.set(1.0)
    assert system.factors.apply(rhs, solution)
    system.change(new)
    assert np.abs(solution.array * new - 1).max() > 0.1
    assert system.factors.compute(anew=False)
    assert system.factors.solve(rhs, solution, applied=True)
    assert np.abs(solution.array * new - 1).max() < 2e-2
    assert system.factors.count == 1


def test_a_small_matrix_is_factorised_each_time(factored, monkeypatch):
    from nanoglue.solvers import factorisation

    monkeypatch.setattr(factorisation, "FROM", SIZE + 1)
    system = factored()
    for number in (1, 2):
        assert system.solve(number * np.linspace(1, 2, SIZE)) < 1e-14
        assert system.factors.count == number
