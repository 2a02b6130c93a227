"""Factors serve again while they shrink increments fast, and change nothing."""

from dataclasses import replace

import numpy as np
import pytest

from nanoglue.runtime.fenics import PETSc

COARSE = (
    "geometry.interface_size=14 nm",
    "geometry.bulk_size=40 nm",
    "geometry.axis_size=7 nm",
    "geometry.far_size=120 nm",
    "stepping.fixed=1 s",  # where events are met depends on rounding
)


@pytest.fixture
def factorisations(monkeypatch):
    from nanoglue.solvers.factorisation import Factorisation

    made = []
    compute = Factorisation._compute_anew
    monkeypatch.setattr(
        Factorisation, "_compute_anew", lambda factors: made.append(1) or compute(factors)
    )
    return made


def test_a_linear_transient_is_factored_once(march_case, factorisations, monkeypatch):
    case = ("verification/slab_diffusion", "time.end=1 s", "stepping.fixed=0.05 s")
    kept = march_case(*case)
    assert len(kept.steps) == 20
    assert len(factorisations) <= 3
    monkeypatch.setattr("nanoglue.solvers.block_system.BlockSystem.reuses_factors", lambda _: False)
    fresh = march_case(*case)
    assert len(factorisations) >= 20
    for name, value in fresh.last.items():
        assert kept.last[name] == pytest.approx(value, rel=1e-9, abs=1e-12), name


def test_factors_serve_on_within_a_step_and_the_result_is_the_same(march_case, factorisations):
    case = ("nanoglue/bare", *COARSE, "time.end=12 s")
    kept = march_case(*case)
    few = len(factorisations)
    fresh = march_case(*case, "solver.factor_reuse=0")
    assert len(factorisations) - few > 1.3 * few
    for name, value in fresh.last.items():
        assert kept.last[name] == pytest.approx(value, rel=1e-7, abs=1e-9), name


def test_older_factors_precondition_gmres_within_a_step_and_the_result_is_the_same(
    march_case, factorisations, monkeypatch
):
    longer = ("stepping.fixed=10 s", "time.end=120 s", "solver.tolerance=1e-8")
    case = ("nanoglue/bare", *COARSE, *longer)
    monkeypatch.setattr("nanoglue.solvers.factorisation.FROM", 1_000_000)
    exact = march_case(*case)
    many = len(factorisations)
    monkeypatch.setattr("nanoglue.solvers.factorisation.FROM", 100)
    few = march_case(*case)
    assert len(factorisations) - many < 0.9 * many
    for name, value in exact.last.items():
        assert few.last[name] == pytest.approx(value, rel=1e-6, abs=1e-8), name


@pytest.mark.parametrize(
    "case",
    [
        ("nanoglue/bare", *COARSE, "time.end=6 s"),
        ("conductance", "time.end=20 s"),
        ("slab_diffusion", "time.end=1 s"),
    ],
)
def test_potentials_leave_the_system_and_the_result_is_the_same(march_case, case, monkeypatch):
    condensed = march_case(*case)
    monkeypatch.setattr("nanoglue.stepping.block_systems.pointwise_potentials", lambda *_: ())
    whole = march_case(*case)
    for name, value in whole.last.items():
        assert condensed.last[name] == pytest.approx(value, rel=1e-8, abs=1e-10), name


@pytest.fixture
def uptake():
    """A system of uptake in two bodies, its tangent assembled, and its problem."""
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.fenics import MPI
    from nanoglue.runtime.timers import Timers
    from nanoglue.stepping.problem import Problem

    case = read(find("conductance"))
    problem = Problem(case, Domain.from_case(case, MPI.COMM_WORLD), Timers())
    system = problem.systems[0]
    assert len(system.roles.pointwise) == 2
    return system, problem


def test_what_remains_is_solved_exactly_with_its_pattern_kept(uptake):
    system, problem = uptake
    for dt in (0.1, 0.3):
        problem.dt.value = dt
        system.assemble_tangent()
        system.vector.array[:] = np.random.default_rng(3).uniform(-1, 1, system.vector.local_size)
        assert system.solve_increment()
        left = system.matrix * system.increment + system.vector
        assert left.norm() < 1e-12 * system.vector.norm()


def test_a_singular_system_of_uptake_is_noticed_and_the_next_is_solved(uptake):
    system, _ = uptake
    system.assemble_tangent()
    stays = system.solver.getPC().getPythonContext().retained
    system.matrix.setOption(PETSc.Mat.Option.KEEP_NONZERO_PATTERN, True)
    system.matrix.zeroRows(stays.indices, diag=0.0)
    assert not system.factor()
    assert system.factors.error < 0  # what MUMPS says
    system.assemble_tangent()
    assert system.factor()


def test_unknowns_that_stand_on_their_neighbours_cannot_leave(uptake):
    system, problem = uptake
    wrong_half = [body.x for body in problem.diffusion.values()]
    system.roles = replace(system.roles, pointwise=wrong_half)
    system.discard_factors()
    system.assemble_tangent()
    outer = system.solver.getPC()
    with pytest.raises(ValueError, match="diagonal potential block"):
        outer.getPythonContext().setUp(outer)
