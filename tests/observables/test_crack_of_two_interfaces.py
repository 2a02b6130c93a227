"""A crack and the bond ahead of it may be two interfaces between the same bodies."""

import pytest

RECIPE = '''
"""A film and a base whose interface is ``crack`` to x = 1 um and ``bond`` beyond."""

from dataclasses import dataclass
from itertools import product

from nanoglue.recipe import PartLabels

BOTH = ("film", "base")


@dataclass(frozen=True)
class Parameters:
    """Nothing to choose."""


def describe(parameters):
    """Return the names of the parts."""
    return PartLabels(BOTH, {"crack": BOTH, "bond": BOTH}, {"bottom": "base", "right": BOTH})


def draw(model, parameters):
    """Define both bodies with a structured mesh."""
    geo = model.geo
    p = [[geo.addPoint(x, y, 0) for x in (0, 1, 2)] for y in (-0.1, 0, 0.1)]
    h = [[geo.addLine(*row[i : i + 2]) for i in (0, 1)] for row in p]
    v = [[geo.addLine(p[j][i], p[j + 1][i]) for i in range(3)] for j in (0, 1)]
    faces = [[], []]
    for j, i in product((0, 1), (0, 1)):
        loop = geo.addCurveLoop([h[j][i], v[j][i + 1], -h[j + 1][i], -v[j][i]])
        faces[j].append(geo.addPlaneSurface([loop]))
        geo.mesh.setTransfiniteSurface(faces[j][i])
    for lines, nodes in ((h, 31), (v, 4)):
        for line in sum(lines, []):
            geo.mesh.setTransfiniteCurve(line, nodes)
    geo.synchronize()
    for name, pair in zip(BOTH, faces[::-1]):
        model.addPhysicalGroup(2, pair, name=name)
    curves = {"crack": h[1][:1], "bond": h[1][1:], "bottom": h[0], "right": [v[0][2], v[1][2]]}
    for name, lines in curves.items():
        model.addPhysicalGroup(1, lines, name=name)
    model.mesh.generate(2)
'''
CASE = """
title: A strained film with a free end
coordinates: plane_strain
geometry: {recipe: ./film.py}
bodies:
  film:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.25}
    residual_strain: -0.001
  base: {elasticity: {model: linear, youngs_modulus: 1e7 MPa, poissons_ratio: 0.25}}
interfaces:
  crack: {law: {model: contact}}
  bond: {law: {model: elastic, stiffness: 1e19 Pa/m}}
boundaries:
  bottom: {displacement: {x: 0 um, y: 0 um}}
  right: {displacement: {x: 0 um}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false}
"""


def test_a_strained_film_releases_its_energy_along_two_interfaces(march_case, tmp_path):
    """G = h s^2 (1 - nu^2)/(2 E), s = E e/(1 - nu); the crack is ten thicknesses long."""
    (tmp_path / "film.py").write_text(RECIPE, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    last = march_case(str(tmp_path / "case.yaml")).last
    released = 0.1 * (10e3 * 1e-3 / 0.75) ** 2 * (1 - 0.25**2) / (2 * 10e3)
    assert last["energy_release_rate:bond [J/m^2]"] == pytest.approx(released, rel=0.03)
