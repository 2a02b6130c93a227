"""Arc length in three dimensions: a snap-back as in its section."""

from itertools import pairwise

import pytest
from tests.case_texts import replaced

from nanoglue.case import find


@pytest.mark.slow
def test_a_snap_back_in_space_is_that_of_its_section(march_case):
    section = find("snap_back").read_text()
    space = replaced(
        section,
        ("plane_strain", "three_dimensional"),
        ("two_blocks,", "two_blocks_3d, depth: 1 um, elements_across: 12, elements_deep: 12,"),
        ("y: 0 um}}", "y: 0 um, z: 0 um}}"),
        ("unit: um}\ntime", "unit: um}\n      z: 0 um\ntime"),
    )
    times, forces = [], []
    for text in (section, space):
        computed = march_case(text)
        times.append([step.time for step in computed.steps])
        forces.append(computed.column("force_y:top_face [uN]"))
    assert min(times[1][1:]) > 0
    assert min(b - a for a, b in pairwise(times[1])) < 0
    assert max(forces[1]) == pytest.approx(max(forces[0]), rel=1e-3)
