"""Solutions of the Butler-Volmer equation with any transfer coefficient, with and without a film.

With the anodic coefficient a, the dimensionless overpotential w = F eta/(R T) and d = a - 1/2,

    g(w) = exp(a w) - exp(-(1 - a) w) = 2 exp(d w) sinh(w/2) .
"""

from nanoglue.models.expressions import (
    TINY,
    Scalar,
    asinh,
    exp,
    ln,
    maximum,
    minimum,
    sinh,
    sqrt,
    where,
)

INVERSE_ITERATIONS = 5
"""Newton iterations for the overpotential of a current, which converge to rounding."""

FILM_ITERATIONS = 9
"""Newton iterations for the current through a film, which converge to rounding."""


def current_ratio(w: Scalar, a: Scalar) -> Scalar:
    """Return g(w) [-], the current over the exchange current."""
    return 2 * exp((a - 0.5) * w) * sinh(w / 2)


def overpotential_of(q: Scalar, a: Scalar) -> Scalar:
    """Return w [-] with g(w) = q.

    Newton's method for w - 2 asinh(z) = 0 with z = q exp(-d w)/2, whose slope 1 + 2 d z/sqrt(1 +
    z^2) lies between 1 - 2|d| and 1 + 2|d| and is monotone, so that it converges from anywhere.

    >>> round(overpotential_of(current_ratio(-3.0, 0.3), 0.3), 12)
    -3.0
    """
    d, w = a - 0.5, 2 * asinh(q / 2)
    for _ in range(INVERSE_ITERATIONS):
        z = q / 2 * exp(-d * w)
        w = w - (w - 2 * asinh(z)) / (1 + 2 * d * z / sqrt(1 + z * z))
    return w


def overpotential_behind_film(y: Scalar, r: Scalar, a: Scalar) -> Scalar:
    """Return w [-] with w + r g(w) = y for r >= 0.

    Newton's method from the smaller of the bounds y and ln(1 + |y|/r)/a, or /(1 - a) for a negative
    y. Where g is convex it approaches the root from the side of the bound, where it is concave from
    the side of zero.
    """
    largest = ln(1 + abs(y) / (r + TINY)) / where(y, 0.0, a, 1 - a)
    low, high = minimum(y, 0.0), maximum(y, 0.0)
    w = maximum(minimum(y, largest), -largest)
    for _ in range(FILM_ITERATIONS):
        slope = a * exp(a * w) + (1 - a) * exp((a - 1) * w)
        w = w - (w + r * current_ratio(w, a) - y) / (1 + r * slope)
        w = maximum(minimum(w, high), low)
    return w
