"""Damage at the end of the step to come, for the flux of the species through an interface."""

from typing import TYPE_CHECKING

import numpy as np

from nanoglue.physics.time_integration import TimeIntegration
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


class DamageForecast:
    """Damage [-] of an interface extrapolated from the rate of the last step.

    The uptake is solved before mechanics, so that the damage at the end of the step is not known
    yet. That of the last step delays the flux by a step, an error of first order; the extrapolated
    one has an error of second order. By backward Euler it is that of the last step.
    """

    def __init__(self, cohesion: "Cohesion", time: TimeIntegration) -> None:
        """Begin with the initial damage.

        Args:
            cohesion: the interface.
            time: time integration.
        """
        self.cohesion, self.time = cohesion, time
        self.damage = fem.Function(cohesion.space, name="damage_forecast")
        self.rate = fem.Function(cohesion.space, name="damage_mean_rate")
        self.damage.x.array[:] = cohesion.damage_old.x.array

    def look_ahead(self) -> None:
        """Set the damage to that expected at the end of the step; it never decreases."""
        old = self.cohesion.damage_old.x.array
        self.damage.x.array[:] = old
        if self.time.weight.value > 0:
            grown = self.rate.x.array * float(self.time.dt.value)
            self.damage.x.array[:] = np.clip(old + grown, old, np.maximum(old, 1.0))

    def accept(self, before: np.ndarray) -> None:
        """Note the rate of the present step.

        Args:
            before: damage [-] before the step.
        """
        share = self.time.share
        mean = (self.cohesion.damage_old.x.array - before) / float(self.time.dt.value)
        self.rate.x.array[:] = share * mean + (1 - share) * self.rate.x.array
