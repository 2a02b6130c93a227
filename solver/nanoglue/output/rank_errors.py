"""Failing together: what goes wrong on the first rank is raised on every rank."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nanoglue.output.results_folder import NoCheckpoint, ResultsExist

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI


@contextlib.contextmanager
def raise_on_all_ranks(comm: "MPI.Comm") -> Iterator[bool]:
    """True on rank 0, which alone is to touch files; collective.

    Raises:
        OSError, ResultsExist, NoCheckpoint: on every rank, if that went wrong.
    """
    problem: Exception | None = None
    try:
        yield comm.rank == 0
    except (OSError, ResultsExist, NoCheckpoint) as error:
        problem = error
    problem = comm.bcast(problem)
    if problem is not None:
        raise problem


@contextlib.contextmanager
def raise_from_any_rank(comm: "MPI.Comm") -> Iterator[None]:
    """Let every rank touch files of its own; collective.

    Raises:
        OSError: on every rank, if that went wrong on any.
    """
    problem: OSError | None = None
    try:
        yield
    except OSError as error:
        problem = error
    problems = [one for one in comm.allgather(problem) if one is not None]
    if problems:
        raise problems[0]
