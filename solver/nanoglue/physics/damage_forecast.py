"""Damage at the end of the step to come, for the flux of the species through an interface."""

from typing import TYPE_CHECKING

import numpy as np

from nanoglue.physics.time_integration import TimeIntegration
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


SMALLEST = 1e-12
"""Share (1 - damage) [-] below which a point counts as debonded."""

LARGEST_RISE = 3.0
"""Largest ratio [-] of the decay expected in a step to that of the last one."""


class DamageForecast:
    """Damage [-] of an interface extrapolated from its growth in the last step.

    The uptake is solved before mechanics, so that the damage at the end of the step is not known
    yet. That of the last step delays the flux by a step, an error of first order; the extrapolated
    one has an error of third order. What is extrapolated, from its rates in the last two steps, is
    the logarithm of the bonded share (1 - damage), to which the flux is proportional: a point that
    is about to debond stays open until it has debonded. By backward Euler the damage is that of the
    last step.
    """

    def __init__(self, cohesion: "Cohesion", time: TimeIntegration) -> None:
        """Begin with the initial damage.

        Args:
            cohesion: the interface.
            time: time integration.
        """
        self.cohesion, self.time = cohesion, time
        self.damage = fem.Function(cohesion.space, name="damage_forecast")
        self.decay = fem.Function(cohesion.space, name="bonded_share_decay")
        self.slope = fem.Function(cohesion.space, name="bonded_share_decay_slope")
        self.damage.x.array[:] = cohesion.damage_old.x.array

    def look_ahead(self) -> None:
        """Set the damage to that expected at the end of the step; it never decreases."""
        old = self.cohesion.damage_old.x.array
        self.damage.x.array[:] = old
        if self.time.weight.value > 0:
            left = (1 - old) * np.exp(-self._expected_decay() * float(self.time.dt.value))
            self.damage.x.array[:] = np.where(old < 1, 1 - left, old)

    def _expected_decay(self) -> np.ndarray:
        """Mean decay [1/s] of the bonded share expected in the present step."""
        last, between = self.decay.x.array, (float(self.time.dt.value) + self.time.previous) / 2
        expected: np.ndarray = last + self.slope.x.array * between
        return np.clip(expected, 0.0, LARGEST_RISE * last)

    def accept(self, before: np.ndarray) -> None:
        """Note the decay [1/s] of the bonded share in the present step.

        Args:
            before: damage [-] before the step.
        """
        share, dt, previous = self.time.share, float(self.time.dt.value), self.time.previous
        left = 1 - np.stack([before, self.cohesion.damage_old.x.array])
        logarithm = np.log(np.maximum(left, SMALLEST))
        mean = np.maximum(logarithm[0] - logarithm[1], 0.0) / dt
        change = 2 * (mean - self.decay.x.array) / (dt + previous)
        if previous == 0:
            self.slope.x.array[:] = 0.0
        elif share == 1:
            self.slope.x.array[:] = change
        self.decay.x.array[:] = share * mean + (1 - share) * self.decay.x.array
