"""Two blocks in space as the direct solver computes them, for comparison."""

from functools import cache

import pytest


@pytest.fixture(scope="session")
def blocks_by(march_case, swelling_blocks_in_space):
    """Computes blocks that swell, flow and debond, with settings, alone or on all ranks."""
    text = swelling_blocks_in_space.read_text()

    def compute(*settings, on_ranks=False):
        from nanoglue.runtime.fenics import MPI

        comm, most = (MPI.COMM_WORLD, 4) if on_ranks else (MPI.COMM_SELF, 10**9)
        return march_case(text, *settings, comm=comm, most=most)

    return compute


@pytest.fixture(scope="session")
def direct_blocks(blocks_by):
    """The blocks with the direct solver, computed once; on ranks the first steps of debonding."""
    return cache(lambda on_ranks: blocks_by("solver.linear=direct", on_ranks=on_ranks))
