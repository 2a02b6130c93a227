"""First guess of a step: every field is extrapolated at the rate of the previous step."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from nanoglue.runtime.fenics import MPI, fem
from nanoglue.solvers.outcome import Outcome


class Predictor:
    """``x + dt (x - x_old) / dt_old``; where Newton fails from there, it starts from x again.

    Not where nothing has moved before, as both are the same.
    """

    def __init__(
        self,
        fields: Sequence[fem.Function],
        evolving: Sequence[fem.Function],
        floors: Mapping[str, float],
    ) -> None:
        """Start at rest.

        Args:
            fields: unknowns of the problem.
            evolving: those whose error in time is estimated; the others follow from them.
            floors: size of a field, by name, below which its error counts absolutely.
        """
        self.fields, self.evolving, self.floors = list(fields), set(evolving), floors
        self.rates = [
            fem.Function(field.function_space, name=f"{field.name}_rate") for field in fields
        ]
        self._start: list[np.ndarray] | None = None
        self._dt = 0.0

    def solve(
        self, dt: float, solve: Callable[[bool], Outcome], extrapolate: bool = True
    ) -> Outcome:
        """Solve a step of length ``dt`` [s] from the guess; its iterations are all of them.

        Where that fails, or without a guess, the step is solved from its start. ``solve`` takes
        whether it begins from a guess.
        """
        start = [field.x.array.copy() for field in self.fields]
        self._start, self._dt = start, dt
        is_guess = extrapolate and self._has_rates()
        if is_guess:
            for field, rate in zip(self.fields, self.rates, strict=True):
                field.x.array[:] += dt * rate.x.array
        guessed = solve(is_guess)
        if guessed.converged or not is_guess:
            return guessed
        for field, values in zip(self.fields, start, strict=True):
            field.x.array[:] = values
        return solve(False).after(guessed)

    def _has_rates(self) -> bool:
        """Whether any field has a rate, so that the guess is not the start itself; collective."""
        largest = max(float(np.abs(rate.x.array).max(initial=0.0)) for rate in self.rates)
        return bool(self.fields[0].function_space.mesh.comm.allreduce(largest, MPI.MAX) > 0.0)

    def error(self, dt: float) -> float:
        """Error [-] of the step of backward Euler just solved, largest over the fields; collective.

        The guess errs by x'' dt^2 and the step by x'' dt^2 / 2, the other way, where steps are
        alike: half of what lies between the two (Gresho, Lee & Sani 1980), in the mean square. A
        field that did not move before tells nothing.
        """
        assert self._start is not None, "a step has been solved"
        errors = [0.0]
        for field, rate, old in zip(self.fields, self.rates, self._start, strict=True):
            if field in self.evolving:
                guess = old + dt * rate.x.array
                apart, size, moved = (
                    _mean_square(field, values)
                    for values in (field.x.array - guess, field.x.array, rate.x.array)
                )
                scale = max(size, self.floors[field.name])
                errors.append(apart / 2 / scale if moved > 0 else 0.0)
        return max(errors)

    def accept(self) -> None:
        """Note the rates of the step just made; none, if it did not come by ``solve``."""
        start = self._start or [field.x.array for field in self.fields]
        for field, rate, old in zip(self.fields, self.rates, start, strict=True):
            rate.x.array[:] = (field.x.array - old) / (self._dt or 1.0)
        self._start = None


def relative_size(field: fem.Function, values: np.ndarray, floor: float) -> float:
    """Root mean square of values [-] over that of a field, or over ``floor``; collective."""
    return _mean_square(field, values) / max(_mean_square(field, field.x.array), floor)


def _mean_square(field: fem.Function, values: np.ndarray) -> float:
    """Root of the mean square of values in the layout of a field; collective."""
    index_map, size = field.function_space.dofmap.index_map, field.function_space.dofmap.bs
    owned = values[: index_map.size_local * size]
    total = field.function_space.mesh.comm.allreduce(float(owned @ owned))
    return float(np.sqrt(total / (index_map.size_global * size)))
