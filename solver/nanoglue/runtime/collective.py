"""Errors that one rank finds and all ranks raise."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI


def first_problem(comm: "MPI.Comm", problem: str | None) -> str | None:
    """Return the problem of the lowest rank that has one, on every rank; collective."""
    found: list[str | None] = comm.allgather(problem)
    return next((one for one in found if one is not None), None)


@contextmanager
def singular_on_all_ranks(comm: "MPI.Comm") -> Iterator[None]:
    """Let every rank solve small systems of its own; collective.

    Raises:
        LinAlgError: on every rank, if a system was singular on any.
    """
    problem = None
    try:
        yield
    except np.linalg.LinAlgError as error:
        problem = str(error)
    problem = first_problem(comm, problem)
    if problem is not None:
        raise np.linalg.LinAlgError(problem)
