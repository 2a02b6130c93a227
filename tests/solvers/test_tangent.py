"""The tangent is the derivative of the residual, and Newton's method shows it."""

import numpy as np
import pytest

COARSE = (
    "geometry.interface_size=30 nm",
    "geometry.axis_size=30 nm",
    "geometry.bulk_size=40 nm",
    "geometry.far_size=200 nm",
    "stepping.fixed=20 s",
)


def problem_of(case, overrides):
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.fenics import MPI
    from nanoglue.runtime.timers import Timers
    from nanoglue.stepping.problem import Problem

    read_case = read(find(case), overrides)
    return Problem(read_case, Domain.from_case(read_case, MPI.COMM_SELF), Timers())


def disturb(problem, rng):
    """A state in which the particle swells and flows and the interface opens and slides."""
    sizes = {
        "displacement": 2e-3,
        "mean_stress": 500.0,
        "stoichiometry": 0.2,
        "chemical_potential": 1e-3,
    }
    for field in problem.fields:
        noise = rng.uniform(-1, 1, field.x.array.shape)
        field.x.array[:] += sizes[field.name] * noise + 0.3 * (field.name == "stoichiometry")
    for history in problem.remembered:
        if history.name == "damage":
            history.x.array[:] = rng.uniform(0, 0.5, history.x.array.shape)


@pytest.mark.parametrize("friction", ["0", "0.3"])
@pytest.mark.parametrize(
    ("law", "yield_on"), [("hencky", "cauchy"), ("neo_hookean", "kirchhoff_with_swelling")]
)
def test_tangent_is_the_derivative_of_the_residual(tangent_error, law, yield_on, friction):
    problem = problem_of(
        "nanoglue/bare",
        (
            *COARSE,
            "solver.coupling=monolithic",
            "bodies.particle.species.stress_coupling=true",
            f"bodies.particle.elasticity.model={law}",
            f"bodies.particle.plasticity.yield_on={yield_on}",
            f"interfaces.particle_fibre.friction={friction}",
            "bodies.particle.species.potential.voltage=[0.56 V, 0.55 V, 0.2 V]",
        ),
    )
    rng = np.random.default_rng(3)
    problem.dt.value = 1.0
    disturb(problem, rng)
    (system,) = problem.systems
    assert tangent_error(system, rng) < 1e-6


@pytest.mark.parametrize("reaction", ["true", "false"])
def test_tangent_holds_where_stress_acts_on_a_deposit(tangent_error, reaction):
    problem = problem_of(
        "dendrite/film_4nm",
        (
            "geometry.surface_size=2 nm",
            "geometry.bulk_size=4 nm",
            f"bodies.cell.phase_field.deposition.stress_coupling={reaction}",
        ),
    )
    rng = np.random.default_rng(5)
    problem.dt.value = 0.01
    sizes = {"displacement": 1e-6, "order_parameter": 0.1, "ion_fraction": 0.3}
    for field in problem.fields:
        noise = rng.uniform(-1, 1, field.x.array.shape)
        field.x.array[:] += sizes.get(field.name, 0.01) * noise
    (system,) = problem.systems
    assert tangent_error(system, rng) < 1e-6


def test_newton_converges_quadratically_with_a_fresh_tangent_each_time():
    problem = problem_of("nanoglue/bare", (*COARSE, "solver.factor_reuse=0"))
    for number in range(1, 4):
        outcome = problem.advance(20.0 * number, 20.0)
        assert outcome.converged
        problem.commit()
    first, second, third = outcome.sizes[-3:]
    # e_(k+1) = C e_k^2, as long as rounding is not reached
    assert third < 10 * max(second, 1e-12) ** 1.5
    assert second < first


def test_unknown_to_the_linear_solver_is_what_the_case_asks_for():
    problem = problem_of("nanoglue/bare", (*COARSE, "solver.petsc.mat_mumps_icntl_14=50"))
    from nanoglue.runtime.fenics import PETSc
    from nanoglue.solvers.linear_solver import factoring

    assert PETSc.Options()["nanoglue_0_mat_mumps_icntl_14"] == "50"
    for system in problem.systems:
        assert factoring(system.solver).getFactorSolverType() == "mumps"
