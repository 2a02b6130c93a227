"""Bodies in space agree with sections, whatever their orientation."""

import numpy as np
import pytest

BLOCKS = """\
title: Two blocks in space, opened and slid
coordinates: three_dimensional
accepted_values: [bodies.*.elasticity.youngs_modulus]  # rigid
geometry:
  {recipe: two_blocks_3d, width: 1 um, upper_height: 1 um, lower_height: 1 um, depth: 1 um,
   angle: 0, tilt: 0}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 1e8 MPa, poissons_ratio: 0.3}}
  bottom: {elasticity: {model: linear, youngs_modulus: 1e8 MPa, poissons_ratio: 0.3}}
interfaces:
  top_bottom:
    law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1000 MPa/um,
      toughness_shear: 2 J/m^2}
    contact_stiffness: 1000 MPa/um
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um, z: 0 um}}
  top_face:
    displacement:
      x: {expression: 0.1*t, unit: um}
      y: {expression: 0.1*t, unit: um}
      z: {expression: 0*t, unit: um}
time: {end: 1 s}
stepping: {fixed: 0.2 s}
output: {fields: none, pictures: false}
"""

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


def test_a_turned_interface_gives_the_same_columns(march_case):
    upright, inclined = march_case(BLOCKS), march_case(BLOCKS, *turned())
    for name in SHOWN:
        expected = np.array(upright.column(name))
        assert inclined.column(name) == pytest.approx(
            expected, rel=1e-8, abs=1e-8 * np.abs(expected).max()
        ), name
    assert max(upright.column(SHOWN[0])) > 0.5


def test_the_traction_is_that_of_the_law_in_mixed_mode(march_case):
    computed = march_case(BLOCKS)
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


def test_the_tangent_in_space_is_the_derivative_of_the_residual(march_case, tangent_error):
    problem = march_case(BLOCKS, *turned(), most=4).problem
    rng = np.random.default_rng(5)
    (system,) = problem.systems
    assert tangent_error(system, rng) < 1e-6
