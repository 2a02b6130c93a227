"""Parts of a form by test function, against those of UFL."""

import pytest
import ufl

from nanoglue.runtime.fenics import MPI, fem, mesh
from nanoglue.runtime.form_blocks import form_blocks


@pytest.fixture
def fields():
    domain = mesh.create_unit_square(MPI.COMM_SELF, 1, 1)
    shapes = (("Lagrange", 1), ("Lagrange", 1), ("Lagrange", 2, (2,)))
    return [fem.Function(fem.functionspace(domain, shape)) for shape in shapes]


def mixed_tests(fields):
    return ufl.TestFunctions(ufl.MixedFunctionSpace(*[each.function_space for each in fields]))


def form_of(fields, tests):
    """Integrals with one test function and with two of equal spaces, as at an interface."""
    x, mu, u = fields
    q, w, v = tests
    inside = x * q * ufl.dx + ufl.inner(ufl.grad(u), ufl.grad(v)) * ufl.dx + mu**2 * w * ufl.dx
    return inside + (x - mu)("+") * (q("+") - w("-")) * ufl.dS


def test_the_parts_are_those_of_ufl(fields):
    tests = mixed_tests(fields)
    form = form_of(fields, tests)
    wanted = [block.signature() for block in ufl.extract_blocks(form)]
    assert [block.signature() for block in form_blocks(form, tests)] == wanted


def test_an_integral_with_one_test_function_is_taken_as_it_is(fields):
    tests = mixed_tests(fields)
    form = form_of(fields, tests)
    *_, last = form_blocks(form, tests)
    (integral,) = last.integrals()
    assert any(integral is each for each in form.integrals())


def test_the_part_of_a_test_function_that_does_not_occur_is_empty(fields):
    tests = mixed_tests(fields)
    first, second, third = form_blocks(fields[1] * tests[1] * ufl.dx, tests)
    assert first.empty()
    assert not second.empty()
    assert third.empty()
