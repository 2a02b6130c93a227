"""Errors that one rank finds and all ranks raise."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI


def first_problem(comm: "MPI.Comm", problem: str | None) -> str | None:
    """Return the problem of the lowest rank that has one, on every rank; collective."""
    found: list[str | None] = comm.allgather(problem)
    return next((one for one in found if one is not None), None)
