"""Fibre pull-out from a rigid matrix: shear lag with a bilinear interface."""

import numpy as np

from nanoglue.verification.history import TIME, History
from nanoglue.verification.problem import Problem, Value, energy_balance
from nanoglue.verification.reference import Formula, number

SHEAR_LAG = "shear lag, closed form"
RADIUS, LENGTH, MODULUS, STIFFNESS = 0.5, 10.0, 100e3, 1000.0
STRENGTH, FINAL = 50.0, 0.08
"""Strength [MPa], and sliding [um] at failure, 2 G/strength."""

SECTION = np.pi * RADIUS**2 * MODULUS
FORCE = "force_z:fibre_end [uN]"
SLIP = 0.2
"""Displacement of the fibre's end at t = 1 s [um]."""


def decay(stiffness: float) -> float:
    """Return the inverse transfer length [1/um]: b^2 = 2 k/(E r)."""
    return float(np.sqrt(2 * stiffness / (MODULUS * RADIUS)))


def elastic_force(history: History) -> np.ndarray:
    """P = pi r^2 E b tanh(b L) u [uN]."""
    b = decay(STIFFNESS)
    force: np.ndarray = SECTION * b * np.tanh(b * LENGTH) * SLIP * history[TIME]
    return force


def whole(history: History) -> np.ndarray:
    """Return the rows before damage."""
    return np.asarray(history["damage_max:fibre_matrix [-]"] < 1e-9)


def largest_force() -> float:
    """Return the largest force [uN] over all lengths a of the softening zone.

    There the slip s obeys s'' = w^2 (s_f - s), beside it s'' = b^2 s.
    """
    onset = STRENGTH / STIFFNESS
    b, w = decay(STIFFNESS), decay(STRENGTH / (FINAL - onset))
    a = np.linspace(0, LENGTH, 100001)
    strain = onset * b * np.tanh(b * (LENGTH - a))
    left = (FINAL - onset) * np.cos(w * a) - strain / w * np.sin(w * a)
    force = SECTION * ((FINAL - onset) * w * np.sin(w * a) + strain * np.cos(w * a))
    return float(force[left >= 0].max())


def pulled(history: History) -> np.ndarray:
    """Return the largest force so far [uN]."""
    largest: np.ndarray = np.maximum.accumulate(history[FORCE])
    return largest


PROBLEMS = (
    Problem(
        "pull_out",
        "Fibre pulled out of a rigid matrix, which snaps back before it is free",
        "pull_out",
        (
            Value(
                "force while elastic [uN]", FORCE, Formula(elastic_force, SHEAR_LAG, whole), 5e-3
            ),
            Value("largest force [uN]", pulled, number(largest_force(), SHEAR_LAG), 5e-3),
            Value(
                "dissipation until it is free [J/m^2]",
                lambda h: h["energy_cohesive [pJ]"] / (2 * np.pi * RADIUS * LENGTH),
                number(2.0, "toughness"),
                1e-3,
            ),
            energy_balance(),
        ),
        "P = pi r^2 E b tanh(b L) u, b^2 = 2 k/(E r)",
        quick=True,
    ),
)
