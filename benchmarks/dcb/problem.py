"""Definition of the problem for all codes: beam, mesh, cohesive law, steps and reference force.

In mm, N and MPa, for a depth of 1 mm.
"""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

LENGTH, ARM, CRACK, PROCESS = 80.0, 1.5, 30.0, 9.0
COARSE, UP = 1.5, 2  # length of an element beside the path of the crack; elements up an arm
HALVES = (
    ((0, 0), (2, 0), (2, 2), (1, 0), (2, 1), (1, 1)),
    ((0, 0), (2, 2), (0, 2), (1, 1), (1, 2), (0, 1)),
)
"""Nodes of the two triangles of a rectangle, in half steps along and up."""
YOUNG = 135_300.0  # Poisson's ratio is 0
STRENGTH, TOUGHNESS, STIFFNESS = 57.0, 0.28, 1e6
ONSET, FINAL = STRENGTH / STIFFNESS, 2 * TOUGHNESS / STRENGTH
OPENING = 2.2  # between the ends, when all is done
END = OPENING / 3.2
"""Time [s] at which the case of nanoglue has this opening."""
STEPS = 115
"""Equal steps, about as many as nanoglue chooses for itself."""
TOLERANCE, ITERATIONS, SMALLEST = 1e-9, 20, 1e-7
"""Last increment over the largest displacement; tries of a step; shortest share of the opening."""


REFERENCE = Path(__file__).with_name("reference.json")
"""The force on a fine mesh, written by ``python -m benchmarks.dcb.reference``."""


def error(force: float) -> float:
    """Return the relative error of the final force [N/mm] against that on the fine mesh."""
    return float(abs(abs(force) / json.loads(REFERENCE.read_text())["force"] - 1))


def branch() -> float:
    """Return the force [N/mm] on a beam whose crack grows at G_Ic, at the last opening.

    Beams lengthened beyond the crack by what gives there, to l: ``G = 12 P^2 l^2 / (E h^3)`` and
    ``opening = 8 P l^3 / (E h^3)``; l between the two.
    """
    stiff = YOUNG * ARM**3
    length = (12 * OPENING**2 * stiff / (64 * TOUGHNESS)) ** 0.25
    return float((TOUGHNESS * stiff / 12) ** 0.5 / length)


def stations(facets: int) -> np.ndarray:
    """Return the ends of the columns of elements along the beam."""
    ends = (0.0, CRACK, CRACK + PROCESS, LENGTH)
    counts = (round(CRACK / COARSE), facets, round((LENGTH - CRACK - PROCESS) / COARSE))
    pairs = zip(ends[:-1], ends[1:], counts, strict=True)
    return np.concatenate([[0.0], *(np.linspace(a, b, n + 1)[1:] for a, b, n in pairs)])


def damage(jump: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Return the damage of the bilinear law, at least as large as before.

    Args:
        jump: sliding and opening, shape (2, n).
        before: damage at the last accepted step, shape (n,).
    """
    size = np.maximum(np.hypot(jump[0], np.maximum(jump[1], 0)), ONSET)
    fresh = np.minimum(FINAL * (size - ONSET) / (size * (FINAL - ONSET)), 1)
    return np.maximum(fresh, before)


def tractions(jump: np.ndarray, before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tractions, shape (2, n), and their slopes, shape (2, 2, n): sliding first, opening second."""
    now = damage(jump, before)
    acting = np.array([jump[0], np.maximum(jump[1], 0)])
    size = np.maximum(np.hypot(*acting), ONSET)
    grows = (now > before) & (now < 1)
    rate = np.where(grows, FINAL * ONSET / (size**2 * (FINAL - ONSET)), 0)
    slopes = -STIFFNESS * rate / size * acting[:, None] * acting[None]
    closed = jump[1] < 0
    slopes[0, 0] += STIFFNESS * (1 - now)
    slopes[1, 1] += STIFFNESS * np.where(closed, 1, 1 - now)
    bonded = np.array([1 - now, np.where(closed, 1, 1 - now)])
    return STIFFNESS * bonded * jump, slopes


def march(
    solve: Callable[[np.ndarray, float], tuple[int, bool]], u: np.ndarray, steps: int, done: int = 0
) -> dict[str, int]:
    """Open the beam in equal steps, halved after a failure and enlarged again later.

    Args:
        solve: brings displacements to equilibrium at a share of the opening, in place; tells its
            iterations and whether they converged, and keeps its history if so.
        u: displacements.
        steps: how many.
        done: stop after so many, if given.

    Raises:
        SystemExit: a step became too short.
    """
    kept, pace = u.copy(), np.zeros_like(u)
    time, step, report = 0.0, 1 / steps, {"steps": 0, "cuts": 0, "iterations": 0}
    while time < 1 - 1e-9 and not 0 < done <= report["steps"]:
        step = min(step, 1 - time)
        u[:] = kept + step * pace  # the first guess: on at the same pace
        iterations, converged = solve(u, time + step)
        report["iterations"] += iterations
        if converged:
            time += step
            pace, kept = (u - kept) / step, u.copy()
            step = min(1.5 * step, 1 / steps)
            report["steps"] += 1
        else:
            report["cuts"] += 1
            step, pace = step / 2, np.zeros_like(u)
            if step < SMALLEST:
                raise SystemExit(f"no convergence at {time:.4g} of the opening")
    return report
