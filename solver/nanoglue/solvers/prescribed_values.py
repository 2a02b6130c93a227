"""Prescribed values of fields: where they are, and what is missing to them."""

from collections.abc import Sequence

import numpy as np

from nanoglue.runtime.fenics import MPI, fem

Conditions = Sequence[Sequence[fem.DirichletBC]]
"""Prescribed values of each field."""


def held(fields: Sequence[fem.Function], conditions: Conditions) -> list[np.ndarray]:
    """Return 1 where a field has a prescribed value and 0 elsewhere."""
    marked = [np.zeros_like(field.x.array) for field in fields]
    for marks, bcs in zip(marked, conditions, strict=True):
        for bc in bcs:
            marks[bc.dof_indices()[0]] = 1.0
    return marked


def missing_values(fields: Sequence[fem.Function], conditions: Conditions) -> list[np.ndarray]:
    """Return the difference of each field to its prescribed values, 0 elsewhere."""
    missing = []
    for field, bcs in zip(fields, conditions, strict=True):
        wanted = field.x.array.copy()
        for bc in bcs:
            bc.set(wanted)
        missing.append(wanted - field.x.array)
    return missing


def any_unmet(comm: MPI.Intracomm, missing: Sequence[np.ndarray]) -> bool:
    """Return whether any rank has a field that misses a prescribed value; collective."""
    return bool(comm.allreduce(any(values.any() for values in missing), MPI.LOR))
