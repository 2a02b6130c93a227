"""Definition of the problem for all codes: unit sphere at unit flux, and exact solution."""

import numpy as np

END, STEPS = 0.1, 100


def exact(radius: np.ndarray, time: float) -> np.ndarray:
    """Concentration [flux R/D] in a sphere under constant flux (Crank 1975, eq. 6.45).

    >>> bool(abs(exact(np.array([1.0]), 1e-9)[0]) < 1e-2)
    True
    """
    roots = tangent_roots(199)
    r = np.maximum(np.asarray(radius, dtype=float), 1e-9)
    series = sum(np.sin(a * r) / (a**2 * np.sin(a)) * np.exp(-(a**2) * time) for a in roots)
    return np.asarray(3 * time + r**2 / 2 - 0.3 - 2 / r * series)


def tangent_roots(count: int) -> np.ndarray:
    """Positive roots of tan(a) = a, from the fixed point a = n pi + arctan(a).

    >>> tangent_roots(2).round(6).tolist()
    [4.493409, 7.725252]
    """
    shifts = np.pi * np.arange(1, count + 1)
    roots = shifts + np.pi / 2
    for _ in range(30):
        roots = shifts + np.arctan(roots)
    return np.asarray(roots)


def error(radius: np.ndarray, found: np.ndarray) -> float:
    """Largest error at the end over the largest concentration."""
    wanted = exact(radius, END)
    return float(np.abs(found - wanted).max() / wanted.max())
