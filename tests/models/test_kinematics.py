"""Kinematics evaluated on numbers: swelling, plastic metric, stresses and volume ratios."""

import numpy as np
import pytest

ufl = pytest.importorskip("ufl")

from nanoglue.models.kinematics import FiniteStrain, SmallStrain  # noqa: E402

GRADIENT = np.array([[0.2, 0.05, 0.0], [-0.1, 0.1, 0.0], [0.0, 0.0, 0.3]])
SWELLING = 1.7
METRIC = np.diag([1.2, 0.9, 1 / (1.2 * 0.9)])
BOTH = pytest.mark.parametrize("kinematics", [FiniteStrain(), SmallStrain()])


def tensor(values):
    return ufl.as_tensor(np.asarray(values).tolist())


def number(expression) -> np.ndarray:
    """Evaluate an expression without coefficients; a tensor gives an array."""
    if not hasattr(expression, "ufl_shape") or expression.ufl_shape == ():
        return np.float64(expression if isinstance(expression, float) else expression((0.0,)))
    return np.array([[float(expression[i, j]((0.0,))) for j in range(3)] for i in range(3)])


@BOTH
def test_free_swelling_leaves_no_elastic_strain(kinematics):
    factor = {FiniteStrain: SWELLING ** (1 / 3) - 1, SmallStrain: (SWELLING - 1) / 3}
    gradient = tensor(factor[type(kinematics)] * np.eye(3))
    strain = kinematics.left_cauchy_green(gradient, SWELLING, tensor(np.eye(3)))
    np.testing.assert_allclose(number(strain), np.eye(3), atol=1e-14)
    assert number(kinematics.elastic_volume_ratio(gradient, SWELLING)) == pytest.approx(1.0)


@BOTH
def test_the_plastic_metric_is_recovered(kinematics):
    gradient = tensor(GRADIENT)
    elastic = kinematics.left_cauchy_green(gradient, SWELLING, tensor(METRIC))
    metric = kinematics.plastic_metric(gradient, SWELLING, elastic)
    np.testing.assert_allclose(number(metric), METRIC, rtol=0, atol=1e-13)


def test_a_rotation_turns_the_elastic_metric():
    turn = np.array([[0.6, -0.8, 0.0], [0.8, 0.6, 0.0], [0.0, 0.0, 1.0]])
    stretch = np.eye(3) + GRADIENT
    law, one = FiniteStrain(), tensor(np.eye(3))
    before = number(law.left_cauchy_green(tensor(GRADIENT), SWELLING, one))
    after = number(law.left_cauchy_green(tensor(turn @ stretch - np.eye(3)), SWELLING, one))
    np.testing.assert_allclose(after, turn @ before @ turn.T, atol=1e-13)


def test_nominal_and_cauchy_stress_give_the_same_force():
    kirchhoff = np.array([[3.0, 1.0, 0.0], [1.0, -2.0, 0.0], [0.0, 0.0, 5.0]])
    stretch = np.eye(3) + GRADIENT
    law = FiniteStrain()
    nominal = number(law.nominal_stress(tensor(kirchhoff), tensor(GRADIENT), SWELLING))
    ratio = np.linalg.det(stretch) / SWELLING
    assert number(law.elastic_volume_ratio(tensor(GRADIENT), SWELLING)) == pytest.approx(ratio)
    cauchy = number(law.cauchy(tensor(kirchhoff), ratio))
    piola = np.linalg.det(stretch) * cauchy @ np.linalg.inv(stretch).T
    np.testing.assert_allclose(nominal, piola, rtol=1e-12, atol=1e-12)


def test_both_agree_for_small_gradients():
    small = 1e-6 * GRADIENT
    one = tensor(np.eye(3))
    finite, linear = (
        number(law.left_cauchy_green(tensor(small), 1.0 + 1e-6, one)) - np.eye(3)
        for law in (FiniteStrain(), SmallStrain())
    )
    np.testing.assert_allclose(finite, linear, atol=1e-11)
