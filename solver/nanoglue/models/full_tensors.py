"""Closed forms for symmetric 3 x 3 tensors with all six entries, as in three dimensions.

The logarithm and the exponential are polynomials in the tensor (Cayley-Hamilton) whose coefficients
are smooth functions of its invariants, without eigenvalues and without a branch, so that equal
stretches differentiate.

Logarithm: with B = A - I, ``ln A = int_0^1 B (I + t B)^-1 dt`` by Gauss-Legendre points, which is a
diagonal Pade approximant (Dieci, Morini & Papini 1996, doi:10.1137/S0895479894273614). Twenty
points are exact to 1e-13 up to |ln a| = 2 for each eigenvalue a, and to rounding near the identity.

Exponential: the series of the deviatoric part, its powers by their recurrence; accurate to 1e-12
for eigenvalues up to 2 in size, so that it inverts the logarithm there.
"""

from itertools import combinations
from math import sqrt
from typing import Any

import numpy as np
import ufl

from nanoglue.models.expressions import TINY, Expr, Scalar

Tensor = Any  # a UFL tensor of shape (3, 3)
POINTS, WEIGHTS = (each.tolist() for each in np.polynomial.legendre.leggauss(20))
TERMS = 27
"""Terms of the exponential series: 2.7^27/27! < 1e-16, the largest deviatoric part of |a| <= 2."""


def invariants(tensor: Tensor) -> tuple[Scalar, Scalar, Scalar]:
    """Return the trace, the sum of the principal minors and the determinant."""
    a, b, c = tensor[0, 0], tensor[1, 1], tensor[2, 2]
    d, e, f = tensor[0, 1], tensor[0, 2], tensor[1, 2]
    second = a * b + b * c + c * a - d * d - e * e - f * f
    return a + b + c, second, a * (b * c - f * f) - d * (d * c - e * f) + e * (d * f - b * e)


def logarithm_coefficients(
    first: Scalar, second: Scalar, third: Scalar
) -> tuple[Scalar, Scalar, Scalar]:
    """Return c of ``ln(I + B) = c_0 I + c_1 B + c_2 B^2`` from the invariants of B."""
    sums: list[Scalar] = [0.0, 0.0, 0.0]
    for point, weight in zip(POINTS, WEIGHTS, strict=True):
        t = (1 + point) / 2
        share = weight / 2 / (1 + t * (first + t * (second + t * third)))
        sums = [total + t**power * share for power, total in enumerate(sums)]
    return third * sums[2], sums[0] + first * sums[1], -sums[1]


def exponential_coefficients(second: Scalar, third: Scalar) -> tuple[Scalar, Scalar, Scalar]:
    """Return c of ``exp(B) = c_0 I + c_1 B + c_2 B^2`` from the invariants of B with trace 0."""
    # B^3 = third I - second B, so that Horner's scheme stays within I, B and B^2.
    found: tuple[Scalar, Scalar, Scalar] = (1.0, 0.0, 0.0)
    for n in range(TERMS, 0, -1):
        zeroth, linear, square = found
        found = (
            1 + third * square / n,
            (zeroth - second * square) / n,
            linear / n,
        )
    return found


def _polynomial(coefficients: tuple[Scalar, Scalar, Scalar], tensor: Tensor) -> Tensor:
    constant, linear, square = coefficients
    identity = ufl.Identity(3)
    return constant * identity + linear * tensor + square * ufl.dot(tensor, tensor)


def logarithm(tensor: Tensor) -> Tensor:
    """Return the logarithm of a symmetric positive definite tensor, shape (3, 3)."""
    beyond = tensor - ufl.Identity(3)
    return _polynomial(logarithm_coefficients(*invariants(beyond)), beyond)


def exponential(tensor: Tensor) -> Tensor:
    """Return the exponential of a symmetric tensor, shape (3, 3)."""
    mean, part = ufl.tr(tensor) / 3, deviator(tensor)
    _, second, third = invariants(part)
    return ufl.exp(mean) * _polynomial(exponential_coefficients(second, third), part)


def determinant(tensor: Tensor) -> Scalar:
    """Return the determinant of a tensor, symmetric or not."""
    return ufl.det(tensor)


def inverse(tensor: Tensor) -> Tensor:
    """Return the inverse of a tensor, symmetric or not, shape (3, 3)."""
    return ufl.inv(tensor)


def deviator(tensor: Tensor) -> Tensor:
    """Return the deviatoric part, shape (3, 3)."""
    return tensor - ufl.tr(tensor) / 3 * ufl.Identity(3)


def norm(tensor: Tensor) -> Scalar:
    """Return the Frobenius norm of a symmetric tensor, with derivative 0 at the origin."""
    return ufl.sqrt(ufl.max_value(ufl.inner(tensor, tensor), TINY))


def largest_eigenvalue(tensor: Tensor) -> Scalar:
    """Return the largest eigenvalue of a symmetric tensor, for output and not to differentiate.

    With the deviatoric part S, it is ``tr A / 3 + 2 r cos(phi)``, where ``6 r^2 = |S|^2`` and
    ``tan(3 phi) = sqrt(D) / (sqrt(27) det S)``. The discriminant D is a sum of squares (of the
    minors of S and S^2 as vectors), so that equal eigenvalues do not cost digits, as they do in
    ``cos(3 phi)`` (Parlett 2002, doi:10.1016/S0024-3795(02)00335-X).
    """
    part = deviator(tensor)
    square = deviator(ufl.dot(part, part))
    pairs = list(zip(_mandel(part), _mandel(square), strict=True))
    minors = [a * d - b * c for (a, b), (c, d) in combinations(pairs, 2)]
    discriminant = 3 * sum(minor**2 for minor in minors)
    angle = ufl.atan2(ufl.sqrt(discriminant), sqrt(27) * invariants(part)[2])
    radius = ufl.sqrt(ufl.inner(part, part) / 6)
    return ufl.tr(tensor) / 3 + 2 * radius * ufl.cos(angle / 3)


def _mandel(tensor: Tensor) -> list[Scalar]:
    """Return the entries of a symmetric tensor as a vector of its norm."""
    weights = 3 * [1.0] + 3 * [sqrt(2)]
    return [weight * each for weight, each in zip(weights, components(tensor), strict=True)]


def components(tensor: Tensor) -> Any:
    """Return the entries (11, 22, 33, 12, 13, 23) of a symmetric tensor as a vector, shape (6,)."""
    pairs = ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))
    return ufl.as_vector([tensor[pair] for pair in pairs])


def symmetric(entries: Expr) -> Tensor:
    """Return the symmetric tensor of its entries (11, 22, 33, 12, 13, 23), shape (3, 3)."""
    a, b, c, d, e, f = (entries[i] for i in range(6))
    return ufl.as_matrix([[a, d, e], [d, b, f], [e, f, c]])
