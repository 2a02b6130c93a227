"""Blocks without a bond that are pressed and moved sideways."""

import pytest

from nanoglue.solvers.outcome import NotConverged

PRESSED = """
title: Two blocks are pressed together and moved sideways
coordinates: plane_strain
accepted_values: [bodies.*.elasticity.youngs_modulus]  # rigid
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 1e8 MPa, poissons_ratio: 0.3}}
  bottom: {elasticity: {model: linear, youngs_modulus: 1e8 MPa, poissons_ratio: 0.3}}
interfaces: {top_bottom: {law: {model: contact}, friction: 0.3}}
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face:
    displacement:
      x: SIDEWAYS
      y: {expression: -0.2*t, unit: um}
time: {end: 1 s}
stepping: {first: 0.2 s, largest: 0.2 s, smallest: 0.1 s}
output: {fields: none, pictures: false}
"""
FIRST = "{time: [0 s, 0.2 s, 1 s], value: [0 um, 0 um, 0.1 um]}"


def test_blocks_that_are_pressed_first_converge(march_case):
    computed = march_case(PRESSED.replace("SIDEWAYS", FIRST))
    assert len(computed.steps) >= 5
    assert all(step.outcome.iterations <= 4 for step in computed.steps[1:])


def test_blocks_that_are_pressed_and_moved_at_once_do_not_converge(march_case):
    """A limit: the iteration alternates between slip in both directions."""
    with pytest.raises(NotConverged, match="do not decrease"):
        march_case(PRESSED.replace("SIDEWAYS", "{expression: 0.1*t, unit: um}"))
