"""Release of what unreachable problems of the process hold in PETSc and in MPI.

MPICH has 2,048 communicators, of which a problem holds about 60. Objects of UFL refer to each
other, so that a problem is freed by Python's search for unreachable cycles only. What PETSc has on
several ranks stays until all of them free it together, for each communicator that DOLFINx has
given it.
"""

import gc
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nanoglue.runtime.fenics import MPI, PETSc

SEARCH_EVERY = 8
"""Problems between two searches for unreachable cycles, each of which takes 0.1 s or more."""

type Owner = tuple[int, ...]
"""Number of an owner, followed by the ranks of the whole process group that have it."""


@dataclass
class _Process:
    """What this process has counted, and what it has found unreachable."""

    problems: int = 0
    owners: int = 0
    """Largest number of an owner on any rank that shares one with this rank."""
    unreachable: dict[Owner, list[PETSc.Comm]] = field(default_factory=dict)
    """Communicators of unreachable owners."""


_PROCESS = _Process()


def free_with(owner: object, comm: MPI.Comm, communicators: Iterable[MPI.Comm]) -> None:
    """Let ``free_unused`` free what PETSc has on communicators of an owner; collective.

    Args:
        owner: holds the objects of PETSc.
        comm: of all ranks that have the owner.
        communicators: those that DOLFINx has made for its meshes and spaces.
    """
    if comm.size == 1:
        return  # reference counts free these objects
    _PROCESS.owners = comm.allreduce(_PROCESS.owners + 1, op=MPI.MAX)
    key = _PROCESS.owners, *_ranks(comm)
    kept = [_of_petsc(each).duplicate() for each in communicators]
    weakref.finalize(owner, _PROCESS.unreachable.__setitem__, key, kept).atexit = False


def free_unused(comm: MPI.Comm) -> None:
    """Free what owners on the same ranks hold that are unreachable on all of them; collective."""
    _PROCESS.problems += 1
    if _PROCESS.problems % SEARCH_EVERY == 0:
        gc.collect()
    PETSc.garbage_cleanup(_of_petsc(comm))
    if comm.size == 1:
        return
    ranks = _ranks(comm)
    here = {key for key in _PROCESS.unreachable if key[1:] == ranks}
    for key in sorted(set.intersection(*comm.allgather(here))):
        _free(_PROCESS.unreachable.pop(key))


def _of_petsc(comm: MPI.Comm) -> PETSc.Comm:
    create: Any = PETSc.Comm  # the stubs do not declare its argument
    made: PETSc.Comm = create(comm)
    return made


def _ranks(comm: MPI.Comm) -> tuple[int, ...]:
    """Return the numbers of a communicator's ranks in the whole process group; collective."""
    return tuple(comm.allgather(MPI.COMM_WORLD.rank))


def _free(communicators: list[PETSc.Comm]) -> None:
    """Free what PETSc has on communicators, and these; collective."""
    for each in communicators * 2:  # the first round frees what holds others through Python
        PETSc.garbage_cleanup(each)
    for each in communicators:
        each.destroy()
