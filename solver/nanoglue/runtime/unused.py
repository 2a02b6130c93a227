"""Release of what unreachable problems of the process hold in PETSc and in MPI.

MPICH has 2,048 communicators, of which a problem holds about 60. Objects of UFL refer to each
other, so that a problem is freed by Python's search for unreachable cycles only. What PETSc has on
several ranks stays until all of them free it together, for each communicator that DOLFINx has
given it.
"""

import gc
import weakref
from collections.abc import Iterable
from itertools import count
from typing import Any

from nanoglue.runtime.fenics import MPI, PETSc

SEARCH_EVERY = 8
"""Problems between two searches for unreachable cycles, each of which takes 0.1 s or more."""

_problems = count(1)
_numbers = count(1)
_unreachable: dict[int, list[PETSc.Comm]] = {}
"""Communicators of owners that are unreachable on this rank, by the number of the owner."""


def _of_petsc(comm: MPI.Comm) -> PETSc.Comm:
    """Return a communicator as PETSc has it."""
    made: Any = PETSc.Comm  # the stubs do not declare its argument
    return made(comm)


def free_with(owner: object, comm: MPI.Comm, communicators: Iterable[MPI.Comm]) -> None:
    """Let ``free_unused`` free what PETSc has on communicators of an owner; collective.

    Args:
        owner: holds the objects of PETSc.
        comm: of all ranks that have the owner.
        communicators: those that DOLFINx has made for its meshes and spaces.
    """
    if comm.size == 1:
        return  # reference counts free these objects
    global _numbers
    number = comm.allreduce(next(_numbers), op=MPI.MAX)
    _numbers = count(number + 1)
    kept = [_of_petsc(each).duplicate() for each in communicators]
    weakref.finalize(owner, _unreachable.__setitem__, number, kept).atexit = False


def free_unused(comm: MPI.Comm) -> None:
    """Free what owners hold that are unreachable on all ranks; collective."""
    if next(_problems) % SEARCH_EVERY == 0:
        gc.collect()
    PETSc.garbage_cleanup(_of_petsc(comm))
    if comm.size > 1:
        for number in sorted(set.intersection(*comm.allgather(set(_unreachable)))):
            communicators = _unreachable.pop(number)
            for kept in communicators * 2:  # the first round frees what holds others through Python
                PETSc.garbage_cleanup(kept)
            for kept in communicators:
                kept.destroy()
