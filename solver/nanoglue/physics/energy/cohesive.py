"""Dissipation of a cohesive law as damage grows, without viscosity."""

from collections.abc import Callable, Sequence

import numpy as np

from nanoglue.models.cohesive import (
    PotentialLaw,
    TractionLaw,
    potential_energy,
    potential_tractions,
)

POINTS, WEIGHTS = np.polynomial.legendre.leggauss(8)
PIECES = 8
PARTS = np.arange(1, 16) / 16
DIVISIONS = 5
"""Of the interval of a share into sixteen: to 1e-6. What is taken is stationary in the shares, so
that its error is the square of theirs."""


def cohesive_dissipation(
    law: TractionLaw,
    opening: np.ndarray,
    sliding: np.ndarray,
    before: np.ndarray,
    after: np.ndarray,
) -> np.ndarray:
    """Return the energy per area [pJ/um^2] dissipated by a law at the mixity of a jump.

    Damage d is reached on the envelope at a share s of the jump. With the elastic energy
    E s^2 / 2 of the undamaged law, the dissipation is the integral of (1 - d) E s ds minus the
    increase of (1 - d) E s^2 / 2. The remaining dissipation is viscous, because the jump is larger
    than that of the law.

    Args:
        law: its ``damage`` and stiffnesses.
        opening: normal jump [um] at points.
        sliding: tangential jump [um] there.
        before: damage [-] before it grows.
        after: damage then, at most that of the law at the jump.
    """
    taken, grown = np.zeros_like(after), after > before
    if not grown.any():
        return taken
    opened, slid = np.maximum(opening[grown], 0.0), sliding[grown]
    energy = law.normal_stiffness * opened**2 + law.shear_stiffness * slid**2

    def damage(share: np.ndarray) -> np.ndarray:
        found: np.ndarray = law.damage(share * opened, share * slid)
        return found

    beneath = np.nextafter(after[grown], -np.inf)
    start, end = _last_share(damage, np.stack([before[grown], beneath]))
    end = np.maximum(start, end)
    shares = start + (end - start) * (1 + POINTS[:, None]) / 2
    work = WEIGHTS / 2 @ ((1 - damage(shares)) * shares) * (end - start) * energy
    stored = [(1 - d) * energy * s**2 / 2 for d, s in ((before[grown], start), (after[grown], end))]
    taken[grown] = work - (stored[1] - stored[0])
    return taken


def potential_dissipation(
    law: PotentialLaw, before: Sequence[np.ndarray], after: Sequence[np.ndarray]
) -> np.ndarray:
    """Return the energy per area [pJ/um^2] dissipated by a law with a potential.

    It is the work of the tractions along the straight path between two histories minus the increase
    of the recoverable energy.

    Args:
        law: its secants and stiffnesses.
        before: largest opening and sliding [um] at points before they grow.
        after: these then.
    """
    (opened, slid), (opening, sliding) = before, after
    work = np.zeros_like(opening)
    for start in np.arange(PIECES) / PIECES:
        for point, weight in zip(POINTS, WEIGHTS, strict=True):
            share = start + (1 + point) / (2 * PIECES)
            jump = opened + share * (opening - opened), slid + share * (sliding - slid)
            normal, shear = potential_tractions(law, *jump, jump)
            rate = normal * (opening - opened) + shear * (sliding - slid)
            work = work + weight / (2 * PIECES) * rate
    gained = potential_energy(law, opening, sliding, (opening, sliding))
    return np.asarray(work - gained + potential_energy(law, opened, slid, (opened, slid)))


def _last_share(damage: Callable[[np.ndarray], np.ndarray], level: np.ndarray) -> np.ndarray:
    """Return the largest share [-] in [0, 1] at which damage is at most a level (2, n)."""
    low, width = np.zeros_like(level), 1.0
    for _ in range(DIVISIONS):
        within = damage(low + width * PARTS[:, None, None]) <= level
        width /= 16
        low = low + width * within.sum(axis=0)
    return low + width
