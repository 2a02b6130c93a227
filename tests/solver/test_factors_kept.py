"""Factors serve again while they shrink increments fast, and change nothing."""

import numpy as np
import pytest

COARSE = (
    "geometry.interface_size=14 nm",
    "geometry.bulk_size=40 nm",
    "geometry.axis_size=7 nm",
    "geometry.far_size=120 nm",
)


@pytest.fixture
def factorisations(monkeypatch):
    from nanoglue.system import BlockSystem

    made = []
    factor = BlockSystem.factor
    monkeypatch.setattr(BlockSystem, "factor", lambda system: made.append(1) or factor(system))
    return made


def test_a_linear_transient_is_factored_once(march_case, factorisations, monkeypatch):
    case = ("verification/slab_diffusion", "time.end=1 s", "stepping.fixed=0.05 s")
    kept = march_case(*case)
    assert len(kept.steps) == 20
    assert len(factorisations) <= 3
    monkeypatch.setattr("nanoglue.system.BlockSystem.keeps_factors", lambda _: False)
    fresh = march_case(*case)
    assert len(factorisations) >= 20
    for name, value in fresh.last.items():
        assert kept.last[name] == pytest.approx(value, rel=1e-9, abs=1e-12), name


def test_factors_serve_on_within_a_step_and_the_result_is_the_same(march_case, factorisations):
    case = ("nanoglue/bare", *COARSE, "time.end=30 s")
    kept = march_case(*case)
    few = len(factorisations)
    fresh = march_case(*case, "solver.reuse=0")
    assert len(factorisations) - few > 1.3 * few
    for name, value in fresh.last.items():
        assert kept.last[name] == pytest.approx(value, rel=1e-7, abs=1e-9), name


@pytest.mark.parametrize(
    "case", [("nanoglue/bare", *COARSE, "time.end=20 s"), ("conductance",), ("slab_diffusion",)]
)
def test_potentials_leave_the_system_and_the_result_is_the_same(march_case, case):
    condensed = march_case(*case)
    asked = march_case(*case, "solver.petsc.ksp_type=preonly")  # a case's own solver has them all
    for name, value in asked.last.items():
        assert condensed.last[name] == pytest.approx(value, rel=1e-8, abs=1e-10), name


def problem_of(name):
    from mpi4py import MPI

    from nanoglue import stack  # noqa: F401
    from nanoglue.case import find, read
    from nanoglue.domain import Domain
    from nanoglue.problem import Problem
    from nanoglue.stopwatch import Stopwatch

    case = read(find(name))
    return Problem(case, Domain.from_case(case, MPI.COMM_WORLD), Stopwatch())


def test_what_remains_is_solved_exactly_with_its_pattern_kept():
    problem = problem_of("conductance")
    system = problem.systems[0]
    assert len(system.pointwise) == 2
    for dt in (0.1, 0.3):
        problem.dt.value = dt
        system.assemble_tangent()
        system.vector.array[:] = np.random.default_rng(3).uniform(-1, 1, system.vector.local_size)
        assert system.solve_increment()
        left = system.matrix * system.increment + system.vector
        assert left.norm() < 1e-12 * system.vector.norm()
