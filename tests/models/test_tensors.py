"""Tensor functions, with a block and full, against SciPy and against each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm, logm

from nanoglue.models import block_tensors, full_tensors, tensors

logarithms = st.tuples(*[st.floats(-2.0, 2.0)] * 3)
angles = st.tuples(*[st.floats(-3.0, 3.0)] * 3)


def rotation(angles):
    """Rotation by three angles, shape (3, 3)."""
    found = np.eye(3)
    for (i, j), angle in zip(((0, 1), (0, 2), (1, 2)), angles, strict=True):
        turn = np.eye(3)
        turn[i, i] = turn[j, j] = np.cos(angle)
        turn[i, j], turn[j, i] = -np.sin(angle), np.sin(angle)
        found = found @ turn
    return found


def turned(values, angles):
    """Symmetric tensor of given eigenvalues, shape (3, 3)."""
    q = rotation(angles)
    return q @ np.diag(values) @ q.T


def polynomial(coefficients, tensor):
    constant, linear, square = coefficients
    return constant * np.eye(3) + linear * tensor + square * tensor @ tensor


def full_logarithm(tensor):
    beyond = tensor - np.eye(3)
    found = full_tensors.logarithm_coefficients(*full_tensors.invariants(beyond))
    return polynomial(found, beyond)


def full_exponential(tensor):
    mean = np.trace(tensor) / 3
    part = tensor - mean * np.eye(3)
    found = full_tensors.exponential_coefficients(*full_tensors.invariants(part)[1:])
    return np.exp(mean) * polynomial(found, part)


@settings(deadline=None)
@given(logarithms, angles)
def test_full_logarithm_is_accurate_up_to_two(values, angles):
    found = full_logarithm(turned(np.exp(values), angles))
    assert np.abs(found - turned(values, angles)).max() < 1e-12


@settings(deadline=None)
@given(logarithms, angles)
def test_full_exponential_is_accurate_up_to_two(values, angles):
    found = full_exponential(turned(values, angles))
    assert np.abs(found - turned(np.exp(values), angles)).max() < 1e-12 * np.exp(2)


@pytest.mark.parametrize("values", [(0, 0, 0), (1, 1, 1), (2, 2, -2), (1e-9, 0, -1e-9), (2, 1, 1)])
def test_full_functions_agree_with_scipy_at_equal_stretches(values):
    tensor = turned(np.array(values, dtype=float), (0.3, -0.7, 1.1))
    assert full_exponential(tensor) == pytest.approx(expm(tensor), rel=1e-12, abs=1e-12)
    stretched = expm(tensor)
    assert full_logarithm(stretched) == pytest.approx(np.real(logm(stretched)), abs=1e-11)


@settings(deadline=None)
@given(st.floats(-1e-7, 1e-7), angles)
def test_full_logarithm_keeps_the_digits_of_a_small_strain(size, angles):
    strain = turned((size, -size / 2, size / 3), angles)
    exact = strain - strain @ strain / 2 + strain @ strain @ strain / 3
    # 1 + strain is itself rounded to 1.1e-16.
    assert np.abs(full_logarithm(np.eye(3) + strain) - exact).max() < 5e-16


def number(tensor, shape=(3, 3)):
    """Value of a UFL expression of numbers."""
    return np.array([[tensor[i, j](()) for j in range(shape[1])] for i in range(shape[0])])


def ufl_tensor(values):
    import ufl

    return ufl.as_matrix(np.asarray(values, dtype=float).tolist())


BLOCK = st.tuples(st.floats(-1.0, 1.0), st.floats(-1.0, 1.0), st.floats(-1.0, 1.0))


@settings(deadline=None)
@given(BLOCK, st.floats(-3.0, 3.0))
def test_block_functions_agree_with_scipy(values, angle):
    tensor = turned(values, (angle, 0.0, 0.0))
    assert number(tensors.exponential(ufl_tensor(tensor))) == pytest.approx(
        expm(tensor), rel=1e-12, abs=1e-12
    )
    assert number(tensors.logarithm(ufl_tensor(expm(tensor)))) == pytest.approx(tensor, abs=1e-12)


@pytest.mark.parametrize("factor", [0.9, 0.999999, 1.0, 1.000001, 1.1])
def test_block_functions_are_continuous_across_the_switch_to_the_series(factor):
    # The exponential switches at s^2 and the logarithm at z^2 = tanh(s)^2.
    half = np.sqrt(factor * block_tensors.SERIES_BELOW)
    for s in (half, np.arctanh(half)):
        tensor = turned((0.2 + s, 0.2 - s, 0.1), (0.4, 0.0, 0.0))
        stretched = expm(tensor)
        assert number(tensors.exponential(ufl_tensor(tensor))) == pytest.approx(
            stretched, rel=1e-14
        )
        assert number(tensors.logarithm(ufl_tensor(stretched))) == pytest.approx(tensor, abs=1e-14)


@pytest.mark.parametrize(
    "values",
    [
        (2, 2, 0.7),
        (2, 2 - 1e-9, 0.7),
        (2, 0.7, 0.7),
        (3, 2, 1),
        (-5, -5, -700),
        (1, 1, 1),
        (0, 0, 0),
    ],
)
def test_the_largest_eigenvalue_is_accurate_where_two_are_equal(values):
    tensor = turned(values, (0.4, -1.1, 0.7))
    found = float(full_tensors.largest_eigenvalue(ufl_tensor(tensor))(()))
    assert found == pytest.approx(max(values), rel=0, abs=4e-15 * np.linalg.norm(values))


def test_full_forms_equal_block_forms_and_differentiate_at_equal_stretches():
    """Values and slopes of the compiled expressions, on one cell."""
    ufl = pytest.importorskip("ufl")
    from nanoglue.runtime import fenics

    fenics.load()
    from dolfinx.mesh import create_unit_cube

    from nanoglue.runtime.fenics import MPI, fem

    mesh = create_unit_cube(MPI.COMM_SELF, 1, 1, 1)
    given, change = (fem.Constant(mesh, np.eye(3)) for _ in range(2))
    variable = ufl.variable(given)
    full = [full_tensors.logarithm(variable), full_tensors.exponential(variable)]
    block = [tensors.logarithm(given), tensors.exponential(given)]
    slopes = []
    for function in full:
        slope, (i, j, k, m) = ufl.diff(function, variable), ufl.indices(4)
        slopes.append(ufl.as_tensor(slope[i, j, k, m] * change[k, m], (i, j)))
    entries = [each[i, j] for each in (*full, *block, *slopes) for i in range(3) for j in range(3)]
    extra = [full_tensors.largest_eigenvalue(given), full_tensors.norm(given)]
    expression = fem.Expression(ufl.as_vector([*entries, *extra]), np.array([[0.1, 0.1, 0.1]]))

    def evaluated(tensor, direction):
        given.value[:], change.value[:] = tensor, direction
        values = expression.eval(mesh, np.array([0], dtype=np.int32)).ravel()
        return values[:-2].reshape(6, 3, 3), values[-2:]

    rng = np.random.default_rng(2)
    direction = rng.uniform(-1, 1, (3, 3))
    direction += direction.T
    for values, angles in (
        ((1.3, 1.3, 1.3), (0.0, 0.0, 0.0)),
        ((2.0, 0.7, 0.7), (0.4, 0.0, 0.0)),
        ((2.0, 0.7, 1.2), (0.4, 0.0, 0.0)),
    ):
        tensor, step = turned(values, angles), 1e-5
        found, (largest, size) = evaluated(tensor, direction)
        assert found[0] == pytest.approx(found[2], abs=1e-12)
        assert found[1] == pytest.approx(found[3], rel=1e-12, abs=1e-12)
        assert largest == pytest.approx(max(values), rel=1e-14)
        assert size == pytest.approx(np.linalg.norm(values), rel=1e-12)
        ahead, behind = (evaluated(tensor + s * direction, direction)[0] for s in (step, -step))
        for slope, function in ((4, 0), (5, 1)):
            difference = (ahead[function] - behind[function]) / (2 * step)
            assert found[slope] == pytest.approx(difference, abs=1e-8)
