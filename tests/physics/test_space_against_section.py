"""Homogeneous states in space equal those of plane strain."""

import numpy as np
import pytest

WALLS = "  right: {displacement: {x: 0 um}}\n  back: {displacement: {z: 0 um}}\n"
STATE = (
    "bodies.top.plasticity.yield_stress=100 MPa",
    "bodies.top.species.source=5e4 mol/(m^3*s)",
    "time.end=1 s",
)
BOND = "{law: {model: bilinear, strength: 80 MPa, toughness: 5 J/m^2, stiffness: 1e16 Pa/m}}"


@pytest.fixture
def between_walls(swelling_blocks_in_space):
    """The blocks that swell, flow and debond, held on all sides: their state is homogeneous."""
    return swelling_blocks_in_space.read_text().replace("  top_face:", f"{WALLS}  top_face:")


def section(text):
    """Return the same case in plane strain."""
    lines = [line for line in text.splitlines() if "front:" not in line and "back:" not in line]
    text = "\n".join(lines).replace("three_dimensional", "plane_strain")
    return text.replace("two_blocks_3d", "two_blocks").replace(", depth: 1 um", "")


def test_swelling_flow_and_damage_equal_those_of_plane_strain(
    march_case, between_walls, assert_of_section
):
    bond = f"interfaces.top_bottom={BOND}"
    space = march_case(between_walls, *STATE, bond)
    plane = march_case(section(between_walls), *STATE, bond)
    assert_of_section(space, plane)
    for quantity in ("largest_stretch:top [-]", "von_mises_p90:top [MPa]"):
        assert quantity in space.last
    assert not any(name.startswith("largest_hoop_stress") for name in space.last)
    assert max(plane.column("damage_mean:top_bottom [-]")) > 0.1  # it damages
    assert max(plane.column("energy_plastic [pJ]")) > 0


def test_a_perfect_bond_equals_that_of_plane_strain(march_case, between_walls, assert_of_section):
    pulled = "boundaries.top_face.displacement.y={expression: 0.01*t, unit: um}"
    more = (*STATE, "interfaces.top_bottom={bond: perfect}", pulled)
    space, plane = march_case(between_walls, *more), march_case(section(between_walls), *more)
    assert_of_section(space, plane)
    assert min(plane.column("traction_normal_mean:top_bottom [MPa]")) < -40


def test_a_bond_slides_by_its_traction_in_space(march_case):
    """Two elastic blocks in simple shear: the tangential traction is G times the shear."""
    from nanoglue.output.fields import InterfaceFields

    body = "{elasticity: {model: linear, youngs_modulus: 26 GPa, poissons_ratio: 0.3}}"
    held = "{x: 0 um, y: 0 um, z: 0 um}"
    text = f"""\
title: Two bonded blocks in simple shear
coordinates: three_dimensional
geometry:
  {{recipe: two_blocks_3d, width: 1 um, upper_height: 1 um, lower_height: 1 um, depth: 1 um}}
bodies: {{top: {body}, bottom: {body}}}
interfaces: {{top_bottom: {{bond: perfect}}}}
boundaries:
  bottom_face: {{displacement: {held}}}
  top_face: {{displacement: {{x: 0 um, y: 0 um, z: {{expression: 1e-3*t, unit: um}}}}}}
  front: {{displacement: {{y: 0 um}}}}
  back: {{displacement: {{y: 0 um}}}}
time: {{end: 1 s}}
stepping: {{fixed: 1 s}}
output: {{fields: none, pictures: false, maxima: []}}
"""
    computed = march_case(text)
    last = computed.last
    assert last["traction_tangential_mean:top_bottom [MPa]"] == pytest.approx(
        10e3 * 0.5e-3, rel=1e-8
    )
    assert last["traction_normal_mean:top_bottom [MPa]"] == pytest.approx(0, abs=1e-8)
    points, _, nodal, _ = InterfaceFields("top_bottom", computed.problem)()
    expected = np.tile([0.0, 0.0, 5.0], (len(points), 1))
    assert nodal["traction [MPa]"] == pytest.approx(expected, abs=1e-6)
