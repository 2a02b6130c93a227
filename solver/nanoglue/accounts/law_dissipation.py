"""What a traction-separation law itself dissipates while damage grows, without viscosity."""

from collections.abc import Callable
from typing import Any

import numpy as np

POINTS, WEIGHTS = np.polynomial.legendre.leggauss(8)
HALVINGS = 50


def law_dissipation(
    law: Any, opening: np.ndarray, sliding: np.ndarray, before: np.ndarray, after: np.ndarray
) -> np.ndarray:
    """Energy per area [pJ/um^2] that a law takes to grow its damage at the mixity of a jump.

    Damage d is reached on the envelope at a share s of the jump. With the elastic energy
    E s^2 / 2 of the virgin law there, it takes the integral of (1 - d) E s ds less the growth of
    (1 - d) E s^2 / 2. Of what is dissipated in all, the rest is viscous: the jump is larger than
    the law asks for.

    Args:
        law: its ``damage`` and stiffnesses.
        opening: normal jump [um] at points.
        sliding: tangential jump [um] there.
        before: damage [-] before it grows.
        after: damage then, at most that of the law at the jump.
    """
    taken, grown = np.zeros_like(after), after > before
    opened, slid = np.maximum(opening[grown], 0.0), sliding[grown]
    energy = law.normal_stiffness * opened**2 + law.shear_stiffness * slid**2

    def damage(share: np.ndarray) -> np.ndarray:
        found: np.ndarray = law.damage(share * opened, share * slid)
        return found

    start = _share(lambda share: damage(share) > before[grown], energy.shape)
    end = np.maximum(_share(lambda share: damage(share) >= after[grown], energy.shape), start)
    work = np.zeros_like(energy)
    for point, weight in zip(POINTS, WEIGHTS, strict=True):
        share = start + (end - start) * (1 + point) / 2
        work += weight / 2 * (end - start) * (1 - damage(share)) * energy * share
    stored = [(1 - d) * energy * s**2 / 2 for d, s in ((before[grown], start), (after[grown], end))]
    taken[grown] = work - (stored[1] - stored[0])
    return taken


def _share(reached: Callable[[np.ndarray], np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    """Smallest share from 0 to 1 at which something is reached; 1 if it is not."""
    low, high = np.zeros(shape), np.ones(shape)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        there = reached(middle)
        low, high = np.where(there, low, middle), np.where(there, middle, high)
    return high
