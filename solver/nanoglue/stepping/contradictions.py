"""Check of prescribed displacements, which must agree where boundaries meet."""

from collections.abc import Iterator

import numpy as np

from nanoglue.runtime.fenics import MPI, fem
from nanoglue.solvers.solved_problem import SolvedProblem
from nanoglue.stepping.validity_rules import Rule


def contradictions(problem: SolvedProblem) -> Iterator[tuple[Rule, str, float]]:
    """Yield rule, body and difference of its displacements over the largest one; collective.

    The condition that comes last in the case acts where boundaries meet.
    """
    bodies = list(problem.mechanics.values())
    held = fem.bcs_by_block(
        [body.u.function_space._cpp_object for body in bodies],
        [support.condition for support in problem.supports],
    )
    for body, conditions in zip(bodies, held, strict=True):
        local = _disagreement(body.u, conditions)
        found = np.empty_like(local)
        problem.domain.mesh.comm.Allreduce(local, found, op=MPI.MAX)
        difference, largest = map(float, found)
        if difference > 0:
            yield Rule.CONTRADICTION, body.name, difference / largest


def _disagreement(field: fem.Function, conditions: list[fem.DirichletBC]) -> np.ndarray:
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
