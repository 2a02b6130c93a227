"""A strip half of whose interface has failed bears pressure everywhere and tension on one half."""

import pytest

RECIPE = '''
"""Two strips whose interface is ``failed`` to x = 1 um and ``bond`` beyond."""

from dataclasses import dataclass

from nanoglue.recipe import PartLabels

BOTH = ("upper", "lower")


@dataclass(frozen=True)
class Parameters:
    """Nothing to choose."""


def describe(parameters):
    """Return the names of the parts."""
    return PartLabels(BOTH, {"failed": BOTH, "bond": BOTH}, {"top": "upper", "bottom": "lower"})


def draw(model, parameters):
    """Define the strips with a structured mesh of 0.125 um."""
    geo = model.geo
    points = [[geo.addPoint(x, y, 0) for x in (0, 1, 2)] for y in (0, 0.5, 1)]
    along = [[geo.addLine(*row[i : i + 2]) for i in (0, 1)] for row in points]
    up = [[geo.addLine(*(points[j + k][i] for k in (0, 1))) for i in range(3)] for j in (0, 1)]
    faces = [
        [
            geo.addPlaneSurface(
                [geo.addCurveLoop([along[j][i], up[j][i + 1], -along[j + 1][i], -up[j][i]])]
            )
            for i in (0, 1)
        ]
        for j in (0, 1)
    ]
    for rows, count in ((along, 9), (up, 5)):
        for line in sum(rows, []):
            geo.mesh.setTransfiniteCurve(line, count)
    for face in sum(faces, []):
        geo.mesh.setTransfiniteSurface(face)
    geo.synchronize()
    for name, pair in zip(BOTH, faces[::-1]):
        model.addPhysicalGroup(2, pair, name=name)
    lines = {"failed": along[1][:1], "bond": along[1][1:], "top": along[2], "bottom": along[0]}
    for name, curves in lines.items():
        model.addPhysicalGroup(1, curves, name=name)
    model.mesh.generate(2)
'''
CASE = """
title: A strip with a patch that was never bonded is pressed and pulled
coordinates: plane_strain
geometry: {recipe: ./strip.py}
bodies:
  upper: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  lower: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
interfaces:
  failed:
    law: {model: bilinear, strength: 100 MPa, toughness: 0.5 J/m^2, stiffness: 1e17 Pa/m}
    initial_damage: 1
    contact_stiffness: 1e18 Pa/m
  bond:
    law: {model: bilinear, strength: 100 MPa, toughness: 0.5 J/m^2, stiffness: 1e17 Pa/m}
boundaries:
  bottom: {displacement: {x: 0 um, y: 0 um}}
  top:
    displacement:
      y: {time: [0 s, 1 s, 2 s, 3 s], value: [0 um, -0.005 um, 0.005 um, -0.005 um]}
time: {end: 3 s}
stepping: {fixed: 0.5 s}
output: {fields: none, pictures: false, forces: [top]}
"""


def test_a_failed_patch_bears_pressure_and_no_tension(march_case, tmp_path):
    """Springs in series, in uN per um: the strip 10 GPa/um, contact 1e18 and the bond 1e17 Pa/m.

    Shear carries load across the tip of the patch: 3 uN in tension, 0.1 uN in compression, where
    both halves are nearly equally stiff.
    """
    (tmp_path / "strip.py").write_text(RECIPE)
    (tmp_path / "case.yaml").write_text(CASE)
    computed = march_case(str(tmp_path / "case.yaml"))
    failed, bonded = (5e-3 / (1 / 1e4 + 1 / stiffness) for stiffness in (1e6, 1e5))
    force = dict(
        zip(
            [round(step.time, 6) for step in computed.steps],
            computed.column("force_y:top [uN]"),
            strict=True,
        )
    )
    for time in (1.0, 3.0):
        assert force[time] == pytest.approx(-failed - bonded, abs=0.15)
    assert force[2.0] == pytest.approx(bonded + 3, abs=0.5)
