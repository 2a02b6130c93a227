"""Definition of the problem for all codes: unit sphere at unit flux, and exact solution."""

import numpy as np
from scipy.optimize import brentq

END, STEPS = 0.1, 100


def exact(radius: np.ndarray, time: float) -> np.ndarray:
    """Concentration [flux R/D] in a sphere under constant flux (Crank 1975, eq. 6.45).

    >>> bool(abs(exact(np.array([1.0]), 1e-9)[0]) < 1e-2)
    True
    """
    spots = [(n * np.pi + 1e-9, (n + 0.5) * np.pi - 1e-12) for n in range(1, 200)]
    roots = np.array([brentq(lambda a: np.sin(a) - a * np.cos(a), *spot) for spot in spots])
    r = np.maximum(np.asarray(radius, dtype=float), 1e-9)
    series = sum(np.sin(a * r) / (a**2 * np.sin(a)) * np.exp(-(a**2) * time) for a in roots)
    return np.asarray(3 * time + r**2 / 2 - 0.3 - 2 / r * series)


def error(radius: np.ndarray, found: np.ndarray) -> float:
    """Largest error at the end over the largest concentration."""
    wanted = exact(radius, END)
    return float(np.abs(found - wanted).max() / wanted.max())
