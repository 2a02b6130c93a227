"""Resultant forces on boundaries."""

from math import pi

import pytest

HANGING = """
title: A block hangs from its upper face, under its weight and a pull at its lower face
coordinates: COORDINATES
geometry: {recipe: bar, width: 1 um, height: 1 um}
bodies:
  bar:
    elasticity: {model: linear, youngs_modulus: 100 GPa, poissons_ratio: 0.3}
    body_force: {AXIS: {expression: -3*t, unit: MPa/um}}
boundaries:
  top: {displacement: {AXIS: 0 um}}
  left: {symmetry: true}
  bottom: {traction: {AXIS: -2 MPa}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false, forces: [top, bottom]}
"""


@pytest.mark.parametrize(
    ("coordinates", "axis", "area"), [("plane_strain", "y", 1), ("axisymmetric", "z", pi)]
)
def test_a_support_bears_the_whole_body_force(march_case, coordinates, axis, area):
    """The share of the elements beside the support counts, that of loads on their face only."""
    found = march_case(HANGING.replace("COORDINATES", coordinates).replace("AXIS", axis)).last
    assert found[f"force_{axis}:top [uN]"] == pytest.approx(5 * area, rel=1e-9)
    assert found[f"force_{axis}:bottom [uN]"] == pytest.approx(-2 * area, rel=1e-9)
