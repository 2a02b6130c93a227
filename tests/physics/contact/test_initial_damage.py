"""Bodies that touch without a bond: pressed they bear, pulled they do not."""

from math import log

import numpy as np
import pytest

TOUCHING = """
title: A block lies on another
coordinates: plane_strain
geometry:
  {recipe: two_blocks, width: 2 um, upper_height: 0.5 um, lower_height: 0.5 um, elements_across: 4,
   elements_up: 2}
bodies:
  top: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  bottom: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0}}
interfaces:
  top_bottom:
    law: {model: LAW, strength: 100 MPa, toughness: 0.5 J/m^2EXTRA}
    initial_damage: 1
boundaries:
  left: {displacement: {x: 0 um}}
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face:
    displacement: {y: {time: [0 s, 1 s, 2 s, 3 s], value: [0 um, -0.005 um, 0.005 um, -0.005 um]}}
time: {end: 3 s}
stepping: {fixed: 0.25 s}
output: {fields: none, pictures: false, forces: [top_face]}
"""


@pytest.mark.parametrize(
    ("law", "extra"), [("bilinear", ", stiffness: 1e17 Pa/m"), ("exponential", "")]
)
def test_bodies_without_a_bond_bear_pressure_alone(march_case, law, extra):
    computed = march_case(TOUCHING.replace("LAW", law).replace("EXTRA", extra))
    force = np.array(computed.column("force_y:top_face [uN]"))
    time = np.array([step.time for step in computed.steps])
    pressed = 2 * 10e3 * log(0.995)  # nominal stress of a Hencky bar is E ln(l)/l
    at = {when: float(force[np.argmin(np.abs(time - when))]) for when in (1, 2, 3)}
    assert at[1] == pytest.approx(pressed / 0.995, rel=2e-3)
    assert at[2] == pytest.approx(0, abs=1e-9 * abs(pressed))
    assert at[3] == pytest.approx(at[1], rel=1e-6)
    assert computed.last["energy_cohesive [pJ]"] == pytest.approx(0, abs=1e-6)
