"""Overlaps of contact pairs that bear nothing are found, and those that bear are not."""

import json
from types import SimpleNamespace

import meshio
import numpy as np
import pytest
from tests.command_line import nanoglue

from nanoglue.case import columns
from nanoglue.stepping.overlap import Overlap
from nanoglue.stepping.pair_overlaps import pair_findings
from nanoglue.stepping.validity_rules import Rule

PAIRS = {"touching": SimpleNamespace(bodies=("b", "a"))}


@pytest.mark.parametrize(("depth", "found"), [(0.0, True), (1e-4, False)])
def test_only_a_pair_without_pressure_is_missed(depth, found):
    seen = SimpleNamespace(values={columns.PENETRATION_MAX.at("touching"): depth})
    overlaps = [Overlap((one, "b"), 0.02, (0.0, 0.0), 0.5) for one in ("a", "c")]
    findings = list(pair_findings(overlaps, PAIRS, seen, ()))
    missed = [each for each in findings if each[0] is Rule.MISSED_CONTACT]
    assert missed == ([(Rule.MISSED_CONTACT, "touching", 0.04)] if found else [])
    assert sum(rule is Rule.OVERLAP for rule, *_ in findings) == 2


CASE = """
title: The corner of a tetrahedron is pressed into the face of another
source: none
coordinates: three_dimensional
geometry: {mesh: two.msh, unit: um, order: 1}
bodies:
  upper: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}}
  lower: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}}
boundaries:
  side: {displacement: {x: 0 um, y: 0 um, z: {expression: -0.1*t, unit: um}}}
  base: {displacement: {x: 0 um, y: 0 um, z: 0 um}}
contact_pairs:
  touching: {bodies: [lower, upper], stiffness: 1e4 MPa/um}
time: {end: 1 s}
stepping: {fixed: 0.5 s}
output: {fields: none, pictures: false}
"""


def test_a_run_warns_of_a_corner_between_the_points_of_a_face(tmp_path):
    face = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0.3, 0.3, 1]]
    corner = [[0, 0, -1], [1, 0, -1], [0, 1, -1], [0.3, 0.3, -0.05]]
    cells = [
        ("tetra", np.array([[0, 1, 2, 3], [4, 5, 6, 7]])),
        ("triangle", np.array([[0, 1, 3], [4, 5, 6]])),
    ]
    numbers = [np.array([1, 2]), np.array([3, 4])]
    names = {"upper": [1, 3], "lower": [2, 3], "side": [3, 2], "base": [4, 2]}
    mesh = meshio.Mesh(
        np.array(face + corner),
        cells,
        cell_data=dict.fromkeys(("gmsh:physical", "gmsh:geometrical"), numbers),
        field_data={name: np.array(group) for name, group in names.items()},
    )
    mesh.write(tmp_path / "two.msh", file_format="gmsh22", binary=False)
    (tmp_path / "case.yaml").write_text(CASE)
    done = nanoglue("run", tmp_path / "case.yaml", "-o", tmp_path / "results", "-q")
    assert done.returncode == 0, done.stderr
    (warning,) = json.loads((tmp_path / "results" / "warnings.json").read_text())
    assert (warning["check"], warning["location"]) == ("missed_contact", "touching")
    assert warning["value"] == pytest.approx(0.05 / np.sqrt(2), rel=1e-3)
