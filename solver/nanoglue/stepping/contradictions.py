"""Check of prescribed displacements, which must agree where boundaries meet."""

from collections.abc import Iterator, Sequence

import numpy as np

from nanoglue.runtime.fenics import MPI, fem
from nanoglue.solvers.solved_problem import SolvedProblem
from nanoglue.stepping.validity_rules import Rule

ROUNDING = 1e-12
"""Difference [um] that counts as rounding, as where a formula in time returns to zero."""

Conditions = Sequence[fem.DirichletBC]


class Contradictions:
    """Bodies with displacements that several conditions prescribe; collective."""

    def __init__(self, problem: SolvedProblem) -> None:
        """Find these bodies."""
        self.comm = problem.domain.mesh.comm
        bodies = list(problem.mechanics.values())
        held = fem.bcs_by_block(
            [body.u.function_space._cpp_object for body in bodies],
            [support.condition for support in problem.supports],
        )
        self.held = [
            (body.name, body.u, conditions)
            for body, conditions in zip(bodies, held, strict=True)
            if self.comm.allreduce(_have_common_places(conditions), op=MPI.LOR)
        ]

    def __call__(self) -> Iterator[tuple[Rule, str, float]]:
        """Yield rule, body and largest difference over the largest displacement.

        The condition that comes last in the case acts where boundaries meet.
        """
        for name, field, conditions in self.held:
            local = _disagreement(field, conditions)
            found = np.empty_like(local)
            self.comm.Allreduce(local, found, op=MPI.MAX)
            difference, largest = map(float, found)
            if difference > ROUNDING:
                yield Rule.CONTRADICTION, name, difference / largest


def _have_common_places(conditions: Conditions) -> bool:
    places = [np.unique(condition.dof_indices()[0]) for condition in conditions]
    together = np.concatenate([np.empty(0, dtype=np.int32), *places])
    return len(np.unique(together)) < len(together)


def _disagreement(field: fem.Function, conditions: Conditions) -> np.ndarray:
    """Return the largest difference of values at a place of this rank, and the largest value."""
    known, value = np.full_like(field.x.array, np.nan), np.zeros_like(field.x.array)
    difference = largest = 0.0
    for condition in conditions:
        places = condition.dof_indices()[0]
        condition.set(value)
        change = np.abs(value[places] - known[places])
        difference = max(difference, float(np.nan_to_num(change).max(initial=0.0)))
        largest = max(largest, float(np.abs(value[places]).max(initial=0.0)))
        known[places] = value[places]
    return np.array([difference, largest])
