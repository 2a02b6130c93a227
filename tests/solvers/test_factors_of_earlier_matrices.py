"""Factors of an earlier matrix as the preconditioner of a Krylov method."""

import pytest

RANKS = (
    pytest.param(2, marks=pytest.mark.parallel(2)),
    pytest.param(4, marks=[pytest.mark.parallel(4), pytest.mark.slow]),
)
"""On four ranks it takes a minute, as they share the cores."""


def diagonal(values, comm):
    from nanoglue.runtime.fenics import PETSc

    vector = PETSc.Vec().createWithArray(values, comm=comm)
    matrix = PETSc.Mat().createAIJ((len(values),) * 2, nnz=1, comm=comm)
    matrix.setUp()
    matrix.setDiagonal(vector)
    matrix.assemble()
    return matrix


class Stages:
    """A diagonal system whose entries change, with GMRES of few iterations over its factors."""

    def __init__(self, factor_reuse=0.05, most=3):
        import numpy as np

        from nanoglue.case.schema.settings import Solver
        from nanoglue.runtime.fenics import PETSc
        from nanoglue.runtime.timers import Timers
        from nanoglue.solvers.factorisation import Factorisation

        self.values = np.linspace(1.0, 2.0, 20)
        self.matrix = diagonal(self.values, PETSc.COMM_SELF)
        most_entries = {"ksp_max_it": most}

        def create(_):
            solver = PETSc.KSP().create(PETSc.COMM_SELF)
            solver.setOperators(self.matrix)
            solver.setType("gmres")
            solver.setTolerances(rtol=1e-10, max_it=most_entries["ksp_max_it"])
            solver.getPC().setType("lu")
            return solver

        self.factors = Factorisation(create, Solver(factor_reuse=factor_reuse), Timers())

    def solve(self, values):
        """Return whether the system with these entries was solved."""
        vector = self.matrix.createVecLeft()
        vector.array[:] = values
        self.matrix.setDiagonal(vector)
        self.matrix.assemble()
        rhs, solution = self.matrix.createVecs()
        rhs.set(1.0)
        assert self.factors.compute()
        solved = self.factors.solve(rhs, solution)
        assert solution.array == pytest.approx(1 / values, rel=1e-8)
        return solved


def test_serve_on_while_few_iterations_are_needed():
    stages = Stages()
    assert stages.solve(stages.values)
    assert stages.solve(2 * stages.values)
    assert stages.factors.count == 1


def test_are_replaced_where_the_krylov_method_fails_with_them():
    stages = Stages()
    assert stages.solve(stages.values)
    assert stages.solve(stages.values**5)
    assert stages.factors.count == 2


def test_are_replaced_where_many_iterations_were_needed(monkeypatch):
    from nanoglue.solvers import factorisation

    monkeypatch.setattr(factorisation, "EXCESS", 16)
    stages = Stages(most=100)
    changed = stages.values**6
    for values in (stages.values, changed, changed):
        assert stages.solve(values)
    assert stages.factors.count == 2


def test_are_made_each_time_without_reuse():
    stages = Stages(factor_reuse=0)
    for _ in range(3):
        assert stages.solve(stages.values)
    assert stages.factors.count == 3


def same_rows_with_few_factors(direct_blocks, blocks_by, monkeypatch, on_ranks):
    from nanoglue.solvers import linear_solver

    direct = direct_blocks(on_ranks)
    monkeypatch.setitem(linear_solver.PRECONDITIONING, 3, 0)
    computed = blocks_by(on_ranks=on_ranks)
    system = computed.problem.systems[-1]
    assert system.solver.getType() == "fgmres"
    assert system.factors.count < direct.problem.systems[-1].factors.count
    assert direct.last["damage_mean:top_bottom [-]"] > 0.1
    for name, value in direct.last.items():
        if "error" not in name:
            assert computed.last[name] == pytest.approx(value, rel=1e-6, abs=1e-9), name


def test_take_the_steps_of_the_direct_solver(direct_blocks, blocks_by, monkeypatch):
    same_rows_with_few_factors(direct_blocks, blocks_by, monkeypatch, on_ranks=False)


@pytest.mark.parametrize("ranks", RANKS)
def test_take_the_steps_of_the_direct_solver_on_ranks(direct_blocks, blocks_by, monkeypatch, ranks):
    from nanoglue.runtime.fenics import MPI

    assert ranks == MPI.COMM_WORLD.size
    same_rows_with_few_factors(direct_blocks, blocks_by, monkeypatch, on_ranks=True)
