"""Runs into results folders in the processes of a session of ranks, on all of them or on the first.

Ranks that are started anew for each run would import everything again.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def on_first_rank[T](compute: Callable[[], T]) -> T:
    """Return what the first rank computes alone, on all ranks; an error is raised on all."""
    from nanoglue.runtime.fenics import MPI

    found, failure = None, None
    if MPI.COMM_WORLD.rank == 0:
        try:
            found = compute()
        except Exception as error:
            failure = f"the first rank alone: {error!r}"
    found, failure = MPI.COMM_WORLD.bcast((found, failure))
    assert failure is None, failure
    return found


def shared_folder(make: Callable[[], Path]) -> Path:
    """Return a folder that the first rank makes, such as its temporary one, on all ranks."""
    return on_first_rank(make)


def run_on_ranks(case: str | Path, folder: Path, *overrides: str, **modes: bool) -> int:
    """Run a case on all ranks and return the exit code."""
    from nanoglue.runtime.fenics import MPI

    code = _run(case, MPI.COMM_WORLD, folder, overrides, modes)
    MPI.COMM_WORLD.barrier()  # all is written
    return code


def run_alone(case: str | Path, folder: Path, *overrides: str, **modes: bool) -> int:
    """Run a case on the first rank alone and return the exit code on all ranks."""
    from nanoglue.runtime.fenics import MPI

    return on_first_rank(lambda: _run(case, MPI.COMM_SELF, folder, overrides, modes))


def _run(
    case: str | Path, comm: Any, folder: Path, overrides: tuple[str, ...], modes: dict[str, bool]
) -> int:
    from nanoglue.case import find, read
    from nanoglue.run import run

    return int(run(read(find(case), overrides), comm, folder, **modes))
