"""Bodies in space agree with sections, whatever their orientation."""

import numpy as np
import pytest

ANGLE, TILT = 30.0, 50.0
SHOWN = (
    "damage_mean:top_bottom [-]",
    "opening_mean:top_bottom [um]",
    "sliding_mean:top_bottom [um]",
    "traction_normal_mean:top_bottom [MPa]",
    "traction_tangential_mean:top_bottom [MPa]",
    "energy_cohesive [pJ]",
)


def turned():
    """Overrides that turn the blocks and their displacement in space."""
    a, b = np.radians((ANGLE, TILT))
    x, y = 0.1 * np.cos(a) - 0.1 * np.sin(a), 0.1 * np.sin(a) + 0.1 * np.cos(a)
    move = {"x": x, "y": y * np.cos(b), "z": y * np.sin(b)}
    path = "boundaries.top_face.displacement"
    return (
        f"geometry.angle={ANGLE}",
        f"geometry.tilt={TILT}",
        *(f"{path}.{axis}.expression={value:.15g}*t" for axis, value in move.items()),
    )


def test_a_turned_interface_gives_the_same_columns(march_case, blocks_in_space):
    upright = march_case(blocks_in_space)
    inclined = march_case(blocks_in_space, *turned())
    for name in SHOWN:
        expected = np.array(upright.column(name))
        assert inclined.column(name) == pytest.approx(
            expected, rel=1e-8, abs=1e-8 * np.abs(expected).max()
        ), name
    assert max(upright.column(SHOWN[0])) > 0.5


def test_the_traction_is_that_of_the_law_in_mixed_mode(march_case, blocks_in_space):
    computed = march_case(blocks_in_space)
    law, dimension = computed.problem.cohesion["top_bottom"].law, computed.problem.domain.dim
    assert dimension == 3
    # Before damage the tractions are the stiffness times the jump.
    first = [computed.column(name)[0] for name in SHOWN]
    if first[0] == 0:
        assert first[3] == pytest.approx(law.normal_stiffness * first[1], rel=1e-9)
        assert first[4] == pytest.approx(law.shear_stiffness * first[2], rel=1e-9)
    # The blocks are stiff: the jump is the displacement of the upper face.
    assert computed.column(SHOWN[2])[-1] == pytest.approx(0.1, rel=1e-4)
    assert computed.column(SHOWN[1])[-1] == pytest.approx(0.1, rel=1e-4)


def test_the_tangent_in_space_is_the_derivative_of_the_residual(
    march_case, tangent_error, blocks_in_space
):
    problem = march_case(blocks_in_space, *turned(), most=4).problem
    rng = np.random.default_rng(5)
    (system,) = problem.systems
    assert tangent_error(system, rng) < 1e-6
