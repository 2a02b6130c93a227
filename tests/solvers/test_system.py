"""What a system takes for granted of its fields and of their spaces."""

import numpy as np
import pytest


def opened_beam(comm):
    """Mechanics of a coarse double cantilever, whose ends have yet to be opened."""
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.timers import Timers
    from nanoglue.stepping.problem import Problem

    coarse = (
        "geometry.process_zone=2 mm",
        "geometry.process_zone_size=1 mm",
        "geometry.bulk_size=5 mm",
    )
    case = read(find("verification/dcb"), coarse)
    problem = Problem(case, Domain.from_case(case, comm), Timers())
    problem.dt.value = 0.1
    problem.move(0.1)
    return problem


def lifted_or_not(system):
    """Largest entry of the residual, and by how much it changes if values are said to be met."""
    residuals = []
    for met in (False, True):
        system.assemble_residual(met)
        residuals.append(system.vector.array_r.copy())
    return np.abs(residuals[0]).max(), np.abs(residuals[0] - residuals[1]).max()


def test_prescribed_values_are_met_after_one_exact_increment():
    from nanoglue.runtime.fenics import MPI

    (system,) = opened_beam(MPI.COMM_SELF).systems
    system.gather()
    size, error = lifted_or_not(system)
    assert error > 0.1 * size  # the ends are to be opened by 160 um each
    system.assemble_residual()
    system.assemble_tangent()
    assert system.direct
    assert system.solve_increment()
    system.unknown.axpy(1.0, system.increment)
    system.scatter()
    size, error = lifted_or_not(system)
    assert size > 1e-3  # the bond has softened: equilibrium is not there yet
    assert error < 1e-9 * size


@pytest.mark.parallel(2)
def test_points_of_an_interface_are_numbered_alike_however_many_values_they_hold():
    from nanoglue.mesh.quadrature_state import quadrature_space
    from nanoglue.runtime.fenics import MPI

    (cohesion,) = opened_beam(MPI.COMM_WORLD).cohesion.values()
    mesh, degree, scheme = cohesion.interface.mesh, cohesion.quadrature, cohesion.scheme
    for size in (2, 5):
        several = quadrature_space(mesh, degree, size, scheme)
        assert np.array_equal(several.dofmap.list, cohesion.space.dofmap.list)
