"""Rotations of bonds, which a run warns of."""

import json
from math import radians

import numpy as np
import pytest

import nanoglue as ng
from nanoglue.stepping.rotated_bonds import RotatedBonds
from nanoglue.stepping.validity_rules import Rule


def turn(body, degrees):
    """Turn a body about the origin."""
    c, s = np.cos(radians(degrees)), np.sin(radians(degrees))
    rotation = np.array([[c, -s], [s, c]]) - np.eye(2)
    body.u.interpolate(lambda x: rotation @ x[:2])


@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize(
    ("upper", "lower", "failed", "expected"),
    [(30, 30, False, 30), (-30, -12, False, 12), (30, 0, False, 0), (30, 30, True, 0)],
)
def test_a_bond_turns_with_the_side_that_turns_less(upper, lower, failed, expected):
    problem = ng.Simulation(ng.load("verification/mode_I")).problem
    problem.begin(0.1, 0.1)
    turn(problem.mechanics["top"], upper)
    turn(problem.mechanics["bottom"], lower)
    problem.cohesion["top_bottom"].damage_old.x.array[:] = float(failed)
    found = RotatedBonds(problem.cohesion).angles()
    assert found == {"top_bottom": pytest.approx(expected, abs=1e-5)}


SPUN = """\
title: Two bonded blocks are turned by 20 degrees
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top: {elasticity: {model: hencky, youngs_modulus: 20 GPa, poissons_ratio: 0.3}}
  bottom: {elasticity: {model: hencky, youngs_modulus: 20 GPa, poissons_ratio: 0.3}}
interfaces:
  top_bottom: {law: {model: elastic, stiffness: 1000 MPa/um}}
boundaries:
  top_face: {displacement: {x: FORMULA_X, y: FORMULA_Y}}
  bottom_face: {displacement: {x: FORMULA_X, y: FORMULA_Y}}
time: {end: 1 s}
stepping: {fixed: 0.1 s}
output: {fields: none, pictures: false}
"""


def test_a_run_warns_of_a_bond_that_turns(tmp_path):
    angle = f"{radians(20)}*t"
    along, up = f"x*(cos({angle}) - 1) - y*sin({angle})", f"x*sin({angle}) + y*(cos({angle}) - 1)"
    text = SPUN
    for name, formula in (("FORMULA_X", along), ("FORMULA_Y", up)):
        text = text.replace(name, f'{{expression: "{formula}", unit: um}}')
    (tmp_path / "case.yaml").write_text(text)
    ng.Simulation(ng.load(tmp_path / "case.yaml"), output=tmp_path / "results").run()
    found = json.loads((tmp_path / "results" / "summary.json").read_text())["warnings"]
    (warning,) = [one for one in found if one["check"] == Rule.ROTATION.name.lower()]
    assert warning["location"] == "top_bottom"
    assert warning["value"] == pytest.approx(20, abs=1e-3)
