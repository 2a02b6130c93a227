"""Failing together: what goes wrong on the first rank is raised on every rank."""

import contextlib
from collections.abc import Iterator
from typing import Any

from nanoglue.output.results_folder import NoCheckpoint, ResultsExist


@contextlib.contextmanager
def raise_on_all_ranks(comm: Any) -> Iterator[bool]:
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
