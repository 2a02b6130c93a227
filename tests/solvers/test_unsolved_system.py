"""A system that is never solved costs no matrix, and one that is solved later has the same one."""

import numpy as np
import pytest

COARSE = ("geometry.surface_size=100 nm", "geometry.centre_size=100 nm")
STORED = {"tangent", "vector", "unknown", "increment", "factors"}


def filling_sphere(comm):
    """Return a sphere at a constant flux, whose uptake does not depend on its stress."""
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.timers import Timers
    from nanoglue.stepping.problem import Problem

    case = read(find("verification/sphere_diffusion"), COARSE)
    problem = Problem(case, Domain.from_case(case, comm), Timers())
    problem.begin(1e-3, 1e-3)
    return problem


def solved(problem, system):
    from nanoglue.solvers.newton import newton

    floors = np.array([problem.floors[field.name] for field in system.fields])
    return newton(system, system.settings, floors)


@pytest.mark.parallel([1, 2])
def test_uptake_alone_is_solved_without_vectors_and_a_matrix_of_mechanics():
    from nanoglue.runtime.fenics import MPI

    problem = filling_sphere(MPI.COMM_WORLD)
    uptake, mechanics = problem.systems
    unknowns = mechanics.fields[0].function_space.dofmap.index_map.size_global * 2
    assert mechanics.size == unknowns
    assert solved(problem, uptake).converged
    assert vars(uptake).keys() >= STORED
    assert vars(mechanics).keys().isdisjoint(STORED)
    assert "tangent" not in vars(mechanics.forms)  # no compiled form is taken from its library


@pytest.mark.parallel([1, 2])
def test_mechanics_that_is_first_solved_in_a_later_step_has_the_same_solution():
    from nanoglue.runtime.fenics import MPI

    found = []
    for late in (False, True):
        problem = filling_sphere(MPI.COMM_WORLD)
        uptake, mechanics = problem.systems
        order = (uptake, uptake, mechanics) if late else (mechanics, uptake, mechanics)
        for system in order:
            assert solved(problem, system).converged
        found.append(mechanics.fields[0].x.array.copy())
    assert np.abs(found[0]).max(initial=0.0) > 0
    assert found[1] == pytest.approx(found[0], rel=1e-9, abs=1e-12)
