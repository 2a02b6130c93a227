"""Tractions of laws with a potential, written out from their papers."""

import numpy as np

PPR_SOURCE = "Park, Paulino & Roesler 2009, doi:10.1016/j.jmps.2008.10.003"
XN_SOURCE = "Xu & Needleman 1993, doi:10.1088/0965-0393/1/2/001"

Tractions = tuple[np.ndarray, np.ndarray]


def park_paulino_roesler(
    toughness: tuple[float, float],
    strength: tuple[float, float],
    shape: tuple[float, float],
    slope: tuple[float, float],
    opening: np.ndarray,
    sliding: np.ndarray,
) -> Tractions:
    """Normal and tangential traction [MPa] as published.

    Each pair holds the values of the normal and of the shear mode. Beyond its own final jump and
    the conjugate one a traction is 0.
    """
    (phi_n, phi_t), (sigma, tau) = toughness, strength
    (a, b), (ln, lt) = shape, slope
    m = a * (a - 1) * ln**2 / (1 - a * ln**2)
    n = b * (b - 1) * lt**2 / (1 - b * lt**2)
    dn = phi_n / sigma * a * ln * (1 - ln) ** (a - 1) * (a / m + 1) * (a / m * ln + 1) ** (m - 1)
    dt = phi_t / tau * b * lt * (1 - lt) ** (b - 1) * (b / n + 1) * (b / n * lt + 1) ** (n - 1)
    if phi_n == phi_t:
        gn, gt = -phi_n * (a / m) ** m, (b / n) ** n
    else:
        gn = (-phi_n if phi_n > phi_t else 1.0) * (a / m) ** m
        gt = (-phi_t if phi_t > phi_n else 1.0) * (b / n) ** n
    x, y = np.minimum(opening / dn, 1.0), np.minimum(sliding / dt, 1.0)
    shear = gt * (1 - y) ** b * (n / b + y) ** n + max(phi_t - phi_n, 0)
    normal = gn * (1 - x) ** a * (m / a + x) ** m + max(phi_n - phi_t, 0)
    slope_n = m * (1 - x) ** a * (m / a + x) ** (m - 1)
    slope_n = slope_n - a * (1 - x) ** (a - 1) * (m / a + x) ** m
    slope_t = n * (1 - y) ** b * (n / b + y) ** (n - 1)
    slope_t = slope_t - b * (1 - y) ** (b - 1) * (n / b + y) ** n
    found = gn / dn * slope_n * shear, gt / dt * slope_t * normal
    return np.maximum(found[0], 0.0), np.maximum(found[1], 0.0)


def xu_needleman(
    toughness: tuple[float, float],
    strength: tuple[float, float],
    r: float,
    opening: np.ndarray,
    sliding: np.ndarray,
) -> Tractions:
    """Normal and tangential traction [MPa] as published."""
    (phi_n, phi_t), (sigma, tau) = toughness, strength
    q = phi_t / phi_n
    dn, dt = phi_n / (np.exp(1) * sigma), phi_t * np.sqrt(2 / np.exp(1)) / tau
    x, y = opening / dn, sliding / dt
    e = np.exp(-y * y)
    normal = x * e + (1 - q) / (r - 1) * (1 - e) * (r - x)
    tangential = 2 * dn / dt * y * (q + (r - q) / (r - 1) * x) * e
    return phi_n / dn * np.exp(-x) * normal, phi_n / dn * np.exp(-x) * tangential
