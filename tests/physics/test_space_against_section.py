"""Homogeneous states in space equal those of plane strain."""

import numpy as np
import pytest

CASE = """\
title: Two blocks between walls, pulled apart while the upper one swells and flows
coordinates: three_dimensional
geometry:
  {recipe: two_blocks_3d, width: 1 um, upper_height: 1 um, lower_height: 1 um, depth: 1 um}
bodies:
  top:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    plasticity: {model: j2, yield_stress: 100 MPa, hardening: 1 GPa}
    species:
      molar_volume: 1e-5 m^3/mol
      max_stoichiometry: 1
      potential: {model: ideal}
      initial: 0.1
      diffusivity: 1 um^2/s
      source: 5e4 mol/(m^3*s)
      swelling: {model: linear, coefficient: 0.05}
  bottom: {elasticity: {model: hencky, youngs_modulus: 20 GPa, poissons_ratio: 0.25}}
interfaces:
  top_bottom:
    law: {model: bilinear, strength: 80 MPa, toughness: 5 J/m^2, stiffness: 1e16 Pa/m}
boundaries:
  bottom_face: {displacement: {y: 0 um}}
  left: {displacement: {x: 0 um}}
  right: {displacement: {x: 0 um}}
  front: {displacement: {z: 0 um}}
  back: {displacement: {z: 0 um}}
  top_face:
    displacement: {y: {expression: 0.1*t, unit: um}}
time: {end: 1 s}
stepping: {fixed: 0.1 s}
output: {fields: none, pictures: false}
"""

PLACES = ("front", "radius", "error", "balance", "iterations", "penetration")
"""Columns of places, which differ between the meshes, and of rounding."""


def section(text):
    """Return the same case in plane strain."""
    lines = [line for line in text.splitlines() if "front:" not in line and "back:" not in line]
    text = "\n".join(lines).replace("three_dimensional", "plane_strain")
    return text.replace("two_blocks_3d", "two_blocks").replace(", depth: 1 um", "")


def compare(space, plane):
    names = [n for n in plane.last if n in space.last and not any(p in n for p in PLACES)]
    for name in names:
        expected = np.array(plane.column(name))
        size = 1e-8 * max(np.abs(expected).max(), 1.0)
        assert space.column(name) == pytest.approx(expected, rel=1e-8, abs=size), name


def test_swelling_flow_and_damage_equal_those_of_plane_strain(march_case):
    space, plane = march_case(CASE), march_case(section(CASE))
    compare(space, plane)
    for quantity in ("largest_stretch:top [-]", "von_mises_p90:top [MPa]"):
        assert quantity in space.last
    assert not any(name.startswith("largest_hoop_stress") for name in space.last)
    assert max(plane.column("damage_mean:top_bottom [-]")) > 0.1  # it damages
    assert max(plane.column("energy_plastic [pJ]")) > 0


def test_a_perfect_bond_equals_that_of_plane_strain(march_case):
    law = "law: {model: bilinear, strength: 80 MPa, toughness: 5 J/m^2, stiffness: 1e16 Pa/m}"
    text = CASE.replace(law, "bond: perfect").replace("0.1*t", "0.01*t")
    space, plane = march_case(text), march_case(section(text))
    compare(space, plane)
    assert min(plane.column("traction_normal_mean:top_bottom [MPa]")) < -40


def test_a_bond_slides_by_its_traction_in_space(march_case):
    """Two elastic blocks in simple shear: the tangential traction is G times the shear."""
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
    last = march_case(text).last
    assert last["traction_tangential_mean:top_bottom [MPa]"] == pytest.approx(
        10e3 * 0.5e-3, rel=1e-8
    )
    assert last["traction_normal_mean:top_bottom [MPa]"] == pytest.approx(0, abs=1e-8)
