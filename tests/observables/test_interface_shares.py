"""Open, pressed and failed shares of an interface, and the opening at the axis."""

import pytest

SHARES = [f"{name}_fraction:top_bottom [-]" for name in ("open", "pressed", "failed")]


def test_a_damaged_interface_in_tension_is_open(march_case):
    computed = march_case("verification/mode_I", "geometry.elements_across=2", most=40)
    assert computed.column(SHARES[0])[-1] == pytest.approx(1)
    assert computed.column(SHARES[1])[-1] == 0
    bonded = computed.column("bonded_fraction:top_bottom [-]")
    assert computed.column(SHARES[2]) == pytest.approx([1 - share for share in bonded])


def test_the_opening_at_the_axis_is_that_of_a_pulled_cylinder(march_case):
    pulled = march_case(CYLINDER).last
    opening = pulled["opening_mean:top_bottom [um]"]
    assert opening > 1e-5
    assert pulled["opening_at_axis:top_bottom [um]"] == pytest.approx(opening, rel=1e-9)


def test_a_compressed_interface_is_pressed(march_case):
    pressed = march_case(CYLINDER.replace("0.001*t", "-0.001*t")).last
    assert [pressed[name] for name in SHARES] == pytest.approx([0, 1, 0])


CYLINDER = """
title: Two discs are pulled apart
coordinates: axisymmetric
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  bottom: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0}}
interfaces:
  top_bottom: {law: {model: elastic, stiffness: 1e16 Pa/m}, contact_stiffness: 1e16 Pa/m}
boundaries:
  left: {symmetry: true}
  bottom_face: {displacement: {z: 0 um}}
  top_face: {displacement: {z: {expression: 0.001*t, unit: um}}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false}
"""
