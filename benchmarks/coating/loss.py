"""Capacity of electrodes whose particles come off their fibres, one by one.

A particle that is off keeps its capacity for some cycles and then loses a constant share of it per
cycle. Both parameters are fitted to the bare electrode alone, whose particles all come off in the
first cycle: 310 mAh/g for 13 cycles and 110 mAh/g in the 40th (Han et al. 2014).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log

import numpy as np

CYCLES = 40
"""Cycles after which capacities are compared (Han et al. 2014)."""
BARE = (310.0, 110.0)
"""Capacity [mAh/g] of the bare electrode until its loss begins, and in the last cycle."""
BEGINS = 13
"""Cycles of the bare electrode without a loss."""
SPREAD = 3
"""Cycles by which that number may be wrong (assumed: the loss begins gradually)."""
Fate = tuple[float, float]
"""First and last cycle in which a particle may come off: equal ones if it is known."""
HELD: Fate = (inf, inf)
"""Fate of a particle that never comes off."""
SAMPLES = 2000
"""Random draws of which an interval consists."""
PRIOR = (0.5, 0.5)
"""Particles lost in the first cycle and never, counted beside those computed (Jeffreys' prior)."""


@dataclass(frozen=True, slots=True)
class LossLaw:
    """Loss of a particle that is off: none for some cycles, then a constant rate [1/cycle]."""

    incubation: float
    rate: float

    @classmethod
    def fitted(cls, incubation: float = BEGINS) -> "LossLaw":
        """Return the law of the bare electrode, whose particles are off from the first cycle on."""
        return cls(incubation, log(BARE[0] / BARE[1]) / (CYCLES - incubation))

    def kept(self, cycles: float) -> float:
        """Return the share [-] of its capacity that a particle keeps after cycles off its fibre.

        >>> LossLaw.fitted().kept(13), round(LossLaw.fitted().kept(40), 2)
        (1.0, 0.35)
        """
        return exp(-self.rate * max(0.0, cycles - self.incubation))

    def retained(self, lost: Sequence[float]) -> float:
        """Return the capacity [-] that particles keep, from the cycles in which they come off.

        >>> round(LossLaw.fitted().retained([1, float("inf")]), 2)
        0.68
        """
        return float(np.mean([self.kept(max(0.0, CYCLES + 1 - cycle)) for cycle in lost]))


@dataclass(frozen=True, slots=True)
class Retention:
    """Share [-] of the capacity after the cycles, with its 90 % interval."""

    value: tuple[float, float]
    low: float
    high: float

    def __str__(self) -> str:
        """Return it in per cent, with two values where particles stopped before their fate."""
        found = dict.fromkeys(f"{100 * value:.0f}" for value in self.value)
        return f"{' to '.join(found)} ({100 * self.low:.0f} to {100 * self.high:.0f})"


def retention(fates: Sequence[Fate], seed: int = 0) -> Retention:
    """Return the capacity of particles by the first and last cycle in which each may come off.

    The interval is that of other particles of the same distribution (Bayesian bootstrap), of the
    cycle in which the loss begins, and of the particles whose fate is open.

    >>> str(retention([HELD] * 7)), str(retention([(1, inf)]))
    ('100 (84 to 100)', '35 to 100 (35 to 100)')
    """
    generator = np.random.default_rng(seed)
    fitted = LossLaw.fitted()
    value = fitted.retained([first for first, _ in fates]), fitted.retained([e for _, e in fates])
    counted = [*fates, (1.0, 1.0), HELD]
    ends = []
    for _ in range(SAMPLES):
        law = LossLaw.fitted(BEGINS + generator.uniform(-SPREAD, SPREAD))
        weights = generator.dirichlet([*(1.0 for _ in fates), *PRIOR])
        kept = np.array([[law.retained([cycle]) for cycle in fate] for fate in counted])
        ends.append(weights @ kept)
    low, high = np.array(ends).T
    ends_of_it = min(value[0], np.quantile(low, 0.05)), max(value[1], np.quantile(high, 0.95))
    return Retention(value, float(ends_of_it[0]), float(ends_of_it[1]))
