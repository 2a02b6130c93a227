"""The first guess of a step: every field goes on at the rate of the step before."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip

from nanoglue.newton import Outcome


class Predictor:
    """``x + dt (x - x_old) / dt_old``; where Newton fails from there, it starts from x again."""

    def __init__(self, fields: Sequence[fem.Function]) -> None:
        """Start at rest.

        Args:
            fields: unknowns of the problem.
        """
        self.fields = list(fields)
        self.rates = [
            fem.Function(field.function_space, name=f"{field.name}_rate") for field in fields
        ]
        self._start: list[np.ndarray] | None = None
        self._dt = 0.0

    def solve(self, dt: float, solve: Callable[[], Outcome]) -> Outcome:
        """Solve a step of length ``dt`` [s] from the guess; its iterations are all of them."""
        start = [field.x.array.copy() for field in self.fields]
        self._start, self._dt = start, dt
        for field, rate in zip(self.fields, self.rates, strict=True):
            field.x.array[:] += dt * rate.x.array
        guessed = solve()
        if guessed.converged:
            return guessed
        for field, values in zip(self.fields, start, strict=True):
            field.x.array[:] = values
        again = solve()
        return replace(again, iterations=guessed.iterations + again.iterations)

    def accept(self) -> None:
        """Note the rates of the step just made; none, if it did not come by ``solve``."""
        start = self._start or [field.x.array for field in self.fields]
        for field, rate, old in zip(self.fields, self.rates, start, strict=True):
            rate.x.array[:] = (field.x.array - old) / (self._dt or 1.0)
        self._start = None
