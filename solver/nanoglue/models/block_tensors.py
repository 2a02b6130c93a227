"""Closed forms for symmetric 3 x 3 tensors with a 2 x 2 block and a hoop entry.

The logarithm and the exponential of the block are written in its invariants, with a series where
the two eigenvalues meet, so that equal stretches differentiate: ``ln A = ln(det A)/2 I + f(z^2)/m
(A - m I)`` and ``exp A = exp(m) (cosh s I + g(s^2) (A - m I))`` with the mean ``m`` of the
eigenvalues, half their difference ``s``, ``z = s/m``, ``f = artanh(z)/z`` and ``g = sinh(s)/s``.
"""

from typing import Any

import ufl

from nanoglue.models.expressions import TINY, Expr

Tensor = Any  # a UFL tensor of shape (3, 3)
SERIES_BELOW = 1e-4  # of z^2 and s^2; five terms of either series are then exact to rounding


def _block(a: Expr, b: Expr, d: Expr, hoop: Expr) -> Tensor:
    return ufl.as_matrix([[a, b, 0], [b, d, 0], [0, 0, hoop]])


def _mean_and_half_difference_squared(tensor: Tensor) -> tuple[Any, Any]:
    mean = (tensor[0, 0] + tensor[1, 1]) / 2
    return mean, ((tensor[0, 0] - tensor[1, 1]) / 2) ** 2 + tensor[0, 1] ** 2


def _series(variable: Expr, coefficients: tuple[float, ...]) -> Any:
    value: Any = coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        value = coefficient + variable * value
    return value


def logarithm(tensor: Tensor) -> Tensor:
    """Logarithm of a symmetric positive definite tensor."""
    mean, square = _mean_and_half_difference_squared(tensor)
    ratio = square / mean**2
    z = ufl.sqrt(ufl.max_value(ratio, SERIES_BELOW))
    slope = ufl.conditional(
        ufl.lt(ratio, SERIES_BELOW),
        _series(ratio, (1.0, 1 / 3, 1 / 5, 1 / 7, 1 / 9)),
        ufl.ln((1 + z) / (1 - z)) / (2 * z),
    )
    centre = ufl.ln(mean**2 - square) / 2
    factor = slope / mean
    return _block(
        centre + factor * (tensor[0, 0] - mean),
        factor * tensor[0, 1],
        centre + factor * (tensor[1, 1] - mean),
        ufl.ln(tensor[2, 2]),
    )


def exponential(tensor: Tensor) -> Tensor:
    """Exponential of a symmetric tensor."""
    mean, square = _mean_and_half_difference_squared(tensor)
    s = ufl.sqrt(ufl.max_value(square, SERIES_BELOW))
    small = ufl.lt(square, SERIES_BELOW)
    cosh = ufl.conditional(
        small, _series(square, (1.0, 1 / 2, 1 / 24, 1 / 720)), (ufl.exp(s) + ufl.exp(-s)) / 2
    )
    sinh_over_s = ufl.conditional(
        small,
        _series(square, (1.0, 1 / 6, 1 / 120, 1 / 5040)),
        (ufl.exp(s) - ufl.exp(-s)) / (2 * s),
    )
    scale = ufl.exp(mean)
    return _block(
        scale * (cosh + sinh_over_s * (tensor[0, 0] - mean)),
        scale * sinh_over_s * tensor[0, 1],
        scale * (cosh + sinh_over_s * (tensor[1, 1] - mean)),
        ufl.exp(tensor[2, 2]),
    )


def determinant(tensor: Tensor) -> Any:
    """Determinant of a block tensor, symmetric or not."""
    return (tensor[0, 0] * tensor[1, 1] - tensor[0, 1] * tensor[1, 0]) * tensor[2, 2]


def inverse(tensor: Tensor) -> Tensor:
    """Inverse of a block tensor, symmetric or not."""
    det = tensor[0, 0] * tensor[1, 1] - tensor[0, 1] * tensor[1, 0]
    return ufl.as_matrix(
        [
            [tensor[1, 1] / det, -tensor[0, 1] / det, 0],
            [-tensor[1, 0] / det, tensor[0, 0] / det, 0],
            [0, 0, 1 / tensor[2, 2]],
        ]
    )


def deviator(tensor: Tensor) -> Tensor:
    """Deviatoric part."""
    mean = (tensor[0, 0] + tensor[1, 1] + tensor[2, 2]) / 3
    return _block(tensor[0, 0] - mean, tensor[0, 1], tensor[1, 1] - mean, tensor[2, 2] - mean)


def norm(tensor: Tensor) -> Any:
    """Frobenius norm of a symmetric block tensor, with derivative 0 at the origin."""
    square = tensor[0, 0] ** 2 + tensor[1, 1] ** 2 + tensor[2, 2] ** 2 + 2 * tensor[0, 1] ** 2
    return ufl.sqrt(ufl.max_value(square, TINY))


def largest_eigenvalue(tensor: Tensor) -> Any:
    """Largest eigenvalue of a symmetric block tensor, to look at and not to differentiate."""
    mean, square = _mean_and_half_difference_squared(tensor)
    return ufl.max_value(mean + ufl.sqrt(square), tensor[2, 2])


def components(tensor: Tensor) -> Any:
    """The four independent entries (11, 22, 12, 33) of a symmetric block tensor as a vector."""
    return ufl.as_vector([tensor[0, 0], tensor[1, 1], tensor[0, 1], tensor[2, 2]])


def symmetric(entries: Expr) -> Tensor:
    """The symmetric block tensor of its four entries (11, 22, 12, 33)."""
    return _block(entries[0], entries[2], entries[1], entries[3])
