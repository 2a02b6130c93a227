"""Time integration of uptake and phase fields: backward Euler or variable-step BDF2.

With the mean rates v of the present step and w of the steps before it, which lasted the time p,

    dx/dt at the end of the step = (1 + k) v - k w,   k = dt / (dt + p).

This is the second-order backward differentiation formula (Hairer & Wanner 1996, III.5) for any
ratio of the steps, and backward Euler for k = 0. Any k conserves the amount: with a constant inflow
I and w = I the mean rate of the step is I. The first step, and the first one after a kink of the
loads, are of backward Euler.
"""

from typing import Literal

import numpy as np

from nanoglue.models.expressions import Expr
from nanoglue.runtime.fenics import fem, mesh

LARGEST_WEIGHT = 0.7
"""Largest k [-]: that of a step 2.3 times as long as the last, near the limit 2.41 of stability."""

SHORT_STEP = 0.2
"""Length of a step [-], over that before it, below which both are taken together as one."""


class TimeIntegration:
    """Length and weight of the present step, and the time that the rates before it refer to."""

    def __init__(self, domain_mesh: mesh.Mesh, second_order: bool) -> None:
        """Begin at rest.

        Args:
            domain_mesh: mesh of all forms.
            second_order: BDF2 instead of backward Euler.
        """
        self.second_order = second_order
        self.dt = fem.Constant(domain_mesh, 1.0)
        self.weight = fem.Constant(domain_mesh, 0.0)
        self.span = fem.Constant(domain_mesh, 1.0)  # p [s] of the rates, 1 s without any
        self.previous = 0.0  # p [s], 0 without rates
        self.before = 0.0  # length [s] of the step before p, 0 without curvatures
        self.joined = False  # whether p consists of two steps
        self.share = 1.0  # of the present step in the rates after it

    @property
    def state(self) -> tuple[float, bool, float]:
        """State that a restart needs."""
        return self.previous, self.joined, self.before

    @state.setter
    def state(self, state: tuple[float, bool, float]) -> None:
        self.previous, self.joined, self.before = state

    def begin(self, dt: float) -> None:
        """Set the length [s] of the step to be solved."""
        self.dt.value[...] = dt
        second = self.second_order and self.previous > 0 and dt > 0
        self.weight.value[...] = min(dt / (dt + self.previous), LARGEST_WEIGHT) if second else 0.0
        joins = second and not self.joined and dt < SHORT_STEP * self.previous
        self.share = dt / (dt + self.previous) if joins else 1.0
        self.span.value[...] = self.previous or 1.0

    def accept(self) -> None:
        """Make the present step the last one."""
        self.joined = self.share < 1.0
        if not self.joined:
            self.before = self.previous
        self.previous = float(self.dt.value) + (self.previous if self.joined else 0.0)

    def restart(self) -> None:
        """Take the next step by backward Euler, since rates jump."""
        self.previous, self.joined, self.before = 0.0, False, 0.0

    def derivative(self, change: Expr, before: Expr) -> Expr:
        """Rate of change at the end of the present step of an expression.

        Args:
            change: of the expression in the step.
            before: in the time p before the step.
        """
        return (1 + self.weight) * change / self.dt - self.weight * before / self.span

    def final(self, mean: float, earlier: float) -> float:
        """Rate at the end of the step of a quantity with this mean rate over it, as of ``mean``.

        Args:
            mean: rate over the step.
            earlier: mean of the steps before.
        """
        weight = float(self.weight.value)
        return (1 + weight) * mean - weight * earlier

    def mean(self, rate: float, earlier: float) -> float:
        """Mean over the step of a quantity with this rate at its end.

        Args:
            rate: at the end of the step.
            earlier: mean of the steps before.
        """
        weight = float(self.weight.value)
        return (rate + weight * earlier) / (1 + weight)

    def carried(self, mean: float, earlier: float) -> float:
        """Return the mean that the next step takes as the earlier one."""
        return self.share * mean + (1 - self.share) * earlier


class Evolution:
    """Function with its values and its mean rate before the present step."""

    def __init__(
        self,
        function: fem.Function,
        time: TimeIntegration,
        stated: Literal["backward_euler", "midpoint"] | None = None,
    ) -> None:
        """Begin with the present values at rest.

        Args:
            function: what evolves.
            time: length and weight of the step.
            stated: method of one step by which it is integrated, whatever the weight.
        """
        self.function, self.time, self.stated = function, time, stated
        space, name = function.function_space, function.name
        self.old = fem.Function(space, name=f"{name}_old")
        self.rate = fem.Function(space, name=f"{name}_mean_rate")
        self.curvature = fem.Function(space, name=f"{name}_curvature")
        self.old.x.array[:] = function.x.array

    def derivative(self) -> Expr:
        """Rate of change at the end of the present step, as an expression."""
        mean, weight = (self.function - self.old) / self.time.dt, self.time.weight
        return mean if self.stated else (1 + weight) * mean - weight * self.rate

    @property
    def earlier(self) -> Expr:
        """Values from which the rates before the present step are."""
        return self.old - self.time.span * self.rate

    def _mean_rate(self) -> np.ndarray:
        """Mean rate of the present step."""
        change: np.ndarray = self.function.x.array - self.old.x.array
        return change / float(self.time.dt.value)

    def _curvature(self) -> np.ndarray:
        """Second derivative in time from the present step and the one before it."""
        length = float(self.time.dt.value) + self.time.previous
        change: np.ndarray = self._mean_rate() - self.rate.x.array
        return 2 * change / length

    def error(self) -> np.ndarray:
        """Estimate of the local error of the present step.

        That of BDF2 is dt^2 (dt + p)^2 / (6 (2 dt + p)) times the third derivative, which follows
        from the second derivatives of this step and the last. That of backward Euler, dt^2 / 2
        times the second derivative, bounds it where only two steps are there, and without rates
        there is no estimate: such a step is as long as the first. Where the weight k is less than
        dt / (dt + p), an error of first order is left, dt (dt/(dt + p) - k) (v - w) / (1 + k).
        """
        dt, p = float(self.time.dt.value), self.time.previous
        if p == 0:
            return np.zeros_like(self.old.x.array)
        if self.stated == "backward_euler" or self.time.before == 0:
            return dt**2 / 2 * self._curvature()
        third = 3 * (self._curvature() - self.curvature.x.array) / (dt + p + self.time.before)
        error: np.ndarray = dt**2 * (dt + p) ** 2 / (6 * (2 * dt + p)) * third
        weight = float(self.time.weight.value)
        missing = dt / (dt + p) - weight
        if missing <= 0:
            return error
        apart = np.abs(self._mean_rate() - self.rate.x.array)
        return np.abs(error) + dt * missing / (1 + weight) * apart

    def updates(self) -> list[tuple[fem.Function, np.ndarray]]:
        """Values, mean rate and curvature after the present step."""
        share = self.time.share
        carried = share * self._mean_rate() + (1 - share) * self.rate.x.array
        curved = self._curvature() if share == 1.0 else self.curvature.x.array.copy()
        return [
            (self.old, self.function.x.array.copy()),
            (self.rate, carried),
            (self.curvature, curved),
        ]
