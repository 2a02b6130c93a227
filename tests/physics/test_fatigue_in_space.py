"""Fatigue in three dimensions: the path of the jump counts, whatever its direction."""

import numpy as np
import pytest
from tests.case_texts import replaced

FATIGUE = "interfaces.top_bottom.fatigue={model: roe_siegmund, length: 0.2 um, endurance: 0.25}"
PATH = np.array([[0.03, 0.01, 0], [0, 0, 0], [-0.03, 0.02, 0], [0.01, 0.03, 0], [0.035, 0, 0]])
"""Jumps [um] along x, across the interface and along the depth z, below the strength."""


def damages(march_case, text, path):
    """Return damage [-] and accumulated jump [um] after each rigid jump of a path."""
    cohesion = march_case(text, FATIGUE, most=1).problem.cohesion["top_bottom"]
    for history in cohesion.histories:
        history.x.array[:] = 0.0
    cohesion.u_minus.x.array[:] = 0.0
    cohesion.prepare()
    found = []
    for jump in path:
        cohesion.u_plus.x.array.reshape(-1, len(jump))[:] = jump
        for history, update in cohesion.updated_histories():
            history.x.array[:] = update
        fatigue = cohesion.fatigue.histories[1].x.array
        assert np.ptp(fatigue) < 1e-12
        found.append((cohesion.damage_old.x.array[0], fatigue[0]))
    return np.array(found)


@pytest.fixture
def in_space(march_case, blocks_in_space):
    """Compute the blocks in space along a path."""
    return lambda path: damages(march_case, blocks_in_space, path)


def test_a_path_in_a_plane_wears_as_in_its_section(march_case, blocks_in_space, in_space):
    text = replaced(
        blocks_in_space,
        ("three_dimensional", "plane_strain"),
        ("two_blocks_3d", "two_blocks"),
        ("depth: 1 um,\n   angle: 0, tilt: 0", "angle: 0"),
        (", z: 0 um", ""),
        ("      z: {expression: 0*t, unit: um}\n", ""),
    )
    section = damages(march_case, text, PATH[:, :2])
    assert 0.01 < section[-1, 0] < 1
    assert in_space(PATH) == pytest.approx(section, rel=1e-9)


def test_wear_does_not_depend_on_the_direction_of_sliding(in_space):
    turned = PATH[:, [2, 1, 0]]
    assert in_space(turned) == pytest.approx(in_space(PATH), rel=1e-9)


def test_sliding_that_turns_wears_by_the_length_of_its_path(in_space):
    """Sixteen chords of a circle of 0.03 um, on which the size of the sliding stays."""
    angles = np.linspace(0, 2 * np.pi, 17)
    path = 0.03 * np.column_stack([np.cos(angles), 0 * angles, np.sin(angles)])
    accumulated = in_space(path)[:, 1]
    chords = np.diff(accumulated)
    assert chords == pytest.approx(2 * 0.03 * np.sin(np.pi / 16), rel=1e-9)
