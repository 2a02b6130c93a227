"""Definition of the problem for all codes: octant of a shell, law, steps and exact energy."""

import math

import numpy as np

INNER, OUTER, OPENED = 1.0, 2.0, 1.5
YOUNG, POISSON = 1000.0, 0.3
STEPS = 10
TOLERANCE = 1e-9
"""Largest last increment over the largest displacement."""
SHEAR = YOUNG / (2 * (1 + POISSON))
BULK = YOUNG / (3 * (1 - 2 * POISSON))
POINTS = 201
"""Places along the radius at which collocation starts."""


def energy(radial: np.ndarray, hoop: np.ndarray) -> np.ndarray:
    """G (J^(-2/3) tr b - 3)/2 + K ((J^2 - 1)/2 - ln J)/2 of the stretches."""
    ratio = radial * hoop**2
    shape = ratio ** (-2 / 3) * (radial**2 + 2 * hoop**2) - 3
    return np.asarray(SHEAR / 2 * shape + BULK / 2 * ((ratio**2 - 1) / 2 - np.log(ratio)))


def nominal(radial: np.ndarray, hoop: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Radial and hoop first Piola-Kirchhoff stress of the stretches."""
    ratio = radial * hoop**2
    deviator = SHEAR * ratio ** (-2 / 3) * (radial**2 - hoop**2) / 3
    mean = BULK * (ratio**2 - 1) / 2
    return (2 * deviator + mean) / radial, (mean - deviator) / hoop


def stretch(stress: np.ndarray, hoop: np.ndarray) -> np.ndarray:
    """Radial stretch of a radial stress, by Newton's method."""
    radial, small = hoop**-2.0, 1e-7
    for _ in range(50):
        missing = nominal(radial, hoop)[0] - stress
        slope = (nominal(radial + small, hoop)[0] - stress - missing) / small
        radial = radial - missing / slope
    return np.asarray(radial)


def exact() -> float:
    """Strain energy of the octant at the end: equilibrium along the radius, by collocation.

    Raises:
        RuntimeError: no convergence.
    """
    from scipy.integrate import solve_bvp

    def rates(place: np.ndarray, state: np.ndarray) -> np.ndarray:
        """Slopes of the radius, of the radial stress and of the energy."""
        hoop = state[0] / place
        radial = stretch(state[1], hoop)
        pull = nominal(radial, hoop)[1]
        inside = math.pi / 2 * place**2 * energy(radial, hoop)
        return np.array([radial, -2 * (state[1] - pull) / place, inside])

    def ends(inner: np.ndarray, outer: np.ndarray) -> np.ndarray:
        """What vanishes: the opening that is missing, the outer stress, no energy yet."""
        return np.array([inner[0] - OPENED, outer[1], inner[2]])

    place = np.linspace(INNER, OUTER, POINTS)
    radius = (place**3 + OPENED**3 - INNER**3) ** (1 / 3)
    guess = np.array([radius, np.linspace(-500, 0, POINTS), np.linspace(0, 200, POINTS)])
    found = solve_bvp(rates, ends, place, guess, tol=1e-9, max_nodes=100_000)
    if not found.success:
        raise RuntimeError(found.message)
    return float(found.y[2, -1])


def error(stored: float) -> float:
    """Return the relative error of the strain energy."""
    return abs(stored / exact() - 1)
