"""Elementary functions of a number, of an array or of a UFL expression alike.

Safe where a formula is not.

Models are written with these, so that a law is tested on floats in a millisecond and put into a
form unchanged. Nothing here imports UFL until it meets a UFL expression.
"""

import math
from typing import Any

import numpy as np

Scalar = Any  # a float, an array of them or a UFL expression of rank 0
Expr = (
    Any  # a UFL expression; UFL adds the operators of its classes where no type checker sees them
)
TINY = 1e-30


def _is_number(*values: Scalar) -> bool:
    return all(isinstance(value, int | float) for value in values)


def _is_array(*values: Scalar) -> bool:
    return any(isinstance(value, np.ndarray) for value in values)


def sqrt(value: Scalar) -> Scalar:
    """Square root."""
    if _is_number(value):
        return math.sqrt(value)
    if _is_array(value):
        return np.sqrt(value)
    import ufl

    return ufl.sqrt(value)


def exp(value: Scalar) -> Scalar:
    """Exponential."""
    if _is_number(value):
        return math.exp(value)
    if _is_array(value):
        return np.exp(value)
    import ufl

    return ufl.exp(value)


def ln(value: Scalar) -> Scalar:
    """Natural logarithm."""
    if _is_number(value):
        return math.log(value)
    if _is_array(value):
        return np.log(value)
    import ufl

    return ufl.ln(value)


def maximum(first: Scalar, second: Scalar) -> Scalar:
    """The larger of two."""
    if _is_number(first, second):
        return max(first, second)
    if _is_array(first, second):
        return np.maximum(first, second)
    import ufl

    return ufl.max_value(first, second)


def minimum(first: Scalar, second: Scalar) -> Scalar:
    """The smaller of two."""
    if _is_number(first, second):
        return min(first, second)
    if _is_array(first, second):
        return np.minimum(first, second)
    import ufl

    return ufl.min_value(first, second)


def where(left: Scalar, right: Scalar, then: Scalar, otherwise: Scalar) -> Scalar:
    """``then`` where left > right, else ``otherwise``."""
    if _is_number(left, right):
        return then if left > right else otherwise
    if _is_array(left, right):
        return np.where(left > right, then, otherwise)
    import ufl

    return ufl.conditional(ufl.gt(left, right), then, otherwise)


def positive(value: Scalar) -> Scalar:
    """Macaulay bracket <value> = max(value, 0)."""
    return maximum(value, 0.0)


def norm(*components: Scalar) -> Scalar:
    """Euclidean norm whose derivative at the origin is 0 and not infinite."""
    return sqrt(maximum(sum(component * component for component in components), TINY))


def power(base: Scalar, exponent: float) -> Scalar:
    """Power of a number >= 0, differentiable at 0 for exponents >= 1 (0**p is 0 there)."""
    return maximum(base, TINY) ** exponent


def sinh(value: Scalar) -> Scalar:
    """Hyperbolic sine."""
    if _is_number(value):
        return math.sinh(value)
    if _is_array(value):
        return np.sinh(value)
    import ufl

    return ufl.sinh(value)


def cosh(value: Scalar) -> Scalar:
    """Hyperbolic cosine."""
    if _is_number(value):
        return math.cosh(value)
    if _is_array(value):
        return np.cosh(value)
    import ufl

    return ufl.cosh(value)


def asinh(value: Scalar) -> Scalar:
    """Inverse hyperbolic sine, odd in its argument also in floating point."""
    if _is_number(value):
        return math.asinh(value)
    if _is_array(value):
        return np.arcsinh(value)
    import ufl

    size = abs(value)
    return ufl.sign(value) * ufl.ln(size + ufl.sqrt(size**2 + 1))
