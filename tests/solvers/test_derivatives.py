"""Which derivatives of a residual vanish, and what the others contain, is noted once."""

import numpy as np
import pytest
import ufl

from nanoglue.runtime.fenics import MPI, fem, jit, mesh
from nanoglue.solvers import derivatives
from nanoglue.solvers.derivatives import Derivatives


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache of forms."""
    monkeypatch.setitem(jit.DOLFINX_DEFAULT_JIT_OPTIONS, "cache_dir", (str(tmp_path), "of a test"))
    return tmp_path


def problem(power, spare=0):
    """Return the blocks, the fields, a constant and a given function of two equations."""
    domain = mesh.create_unit_square(MPI.COMM_SELF, 1, 1)
    space = fem.functionspace(domain, ("Lagrange", 1))
    for _ in range(spare):  # which shift all numbers of UFL
        fem.Function(space)
        fem.Constant(domain, 1.0)
    load, stiffness = fem.Constant(domain, 2.0), fem.Constant(domain, 3.0)
    given, x, y = (fem.Function(space) for _ in range(3))
    q, w = ufl.TestFunction(space), ufl.TestFunction(space)
    blocks = [
        stiffness * ufl.inner(ufl.grad(x), ufl.grad(q)) * ufl.dx + load * q * ufl.dx,
        (given * y - x**power) * w * ufl.dx + ufl.conditional(ufl.gt(x, y), 0.0, load) * w * ufl.dx,
    ]
    return blocks, [x, y], stiffness, given


def checked(power, spare=0):
    blocks, (x, y), stiffness, given = problem(power, spare)
    found = Derivatives(blocks, [x, y])
    assert found.coupled == [[True, False], [True, True]]
    assert found.linear == (power == 1)
    assert found.constants == [stiffness]
    assert found.given == [given]
    return found


@pytest.mark.parametrize("power", [1, 2])
def test_what_occurs_is_found_out_and_then_known(cache, monkeypatch, power):
    checked(power)
    monkeypatch.setattr(derivatives, "apply_derivatives", None)
    checked(power)
    checked(power, spare=3)


def test_another_residual_of_the_same_fields_is_not_taken_for_it(cache):
    checked(1)
    checked(2)
    checked(1)


@pytest.mark.parametrize("case", ["verification/mode_I", "verification/sphere_diffusion"])
def test_a_run_knows_of_its_systems_what_their_expanded_tangents_contain(case):
    from nanoglue.api import Simulation
    from nanoglue.case import find, read

    problem = Simulation(read(find(case)), MPI.COMM_SELF).problem
    for system in problem.systems:
        entries = [
            derivatives.apply_derivatives(derivatives._derivative(block, field))
            for block in map(derivatives.apply_algebra_lowering, system.residual)
            for field in system.fields
        ]
        assert list(np.ravel(system.coupled)) == [not entry.empty() for entry in entries]
        varying = {each for entry in entries for each in entry.coefficients()}
        assert system.forms.derivatives.linear == varying.isdisjoint(system.fields)
        assert set(system.given) == varying - set(system.fields)
        assert set(system.constants) == {each for entry in entries for each in entry.constants()}
