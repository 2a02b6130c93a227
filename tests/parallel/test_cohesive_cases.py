"""Every cohesive case of the verification book gives the same history on 1, 2 and 4 ranks."""

import numpy as np
import pytest

STEPS = 6
CASES = (
    "mode_I",
    "mode_II",
    "mixed_mode",
    "cyclic_mode_I",
    "exponential_patch",
    "friction",
    "snap_back",
    "conductance",
    "dcb",
    "nonuniform_jump",
    "curved_interface",
    "elastic_interface_45",
    "end_loaded_split",
    "end_notched_flexure",
    "mixed_mode_bending",
    "pull_out",
)


def by_turns(midpoints, ranks):
    """Cells sorted by place go to ranks in turn: neighbours along an interface are parted."""
    order = np.lexsort(midpoints.T.round(9))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order)) % ranks
    return rank


@pytest.mark.slow
@pytest.mark.parallel([2, 4])
@pytest.mark.parametrize("name", CASES)
def test_ranks_agree(march_case, name):
    from mpi4py import MPI

    case = f"verification/{name}"
    alone = march_case(case, comm=MPI.COMM_SELF, most=STEPS)
    spread = march_case(case, comm=MPI.COMM_WORLD, partitioner=by_turns, most=STEPS)
    for column in alone.last:
        if "error" in column:
            continue  # rounding by nature
        unit = column.partition("[")[2]  # what is zero is so beside the others of its unit
        alike = [np.abs(alone.column(other)).max() for other in alone.last if unit in other]
        ours, theirs = alone.column(column), spread.column(column)
        assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-8 * max(alike) + 1e-14), column
