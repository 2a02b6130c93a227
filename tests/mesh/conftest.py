"""A small plate of two bodies as mesh files."""

import pytest

INP = """*HEADING
two squares, the left one soft
*NODE
1, 0, 0
2, 1, 0
3, 2, 0
4, 0, 1
5, 1, 1
6, 2, 1
*ELEMENT, TYPE=CPS3, ELSET=left
1, 1, 2, 5
2, 1, 5, 4
*ELEMENT, TYPE=CPS3, ELSET=right
3, 2, 3, 6
4, 2, 6, 5
*NSET, NSET=foot, GENERATE
1, 3, 1
*ELSET, ELSET=outside
4
*SURFACE, NAME=loaded
3, S2
"""

CASE = """
title: Two squares from a file
coordinates: plane_strain
geometry: {mesh: plate.inp, unit: um, bodies: [left, right]}
bodies:
  left: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  right: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
interfaces: {left_right: {bond: perfect}}
boundaries:
  foot: {displacement: {x: 0 um, y: 0 um}}
  loaded: {pressure: 1 MPa}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false}
"""


@pytest.fixture
def plate(tmp_path, monkeypatch):
    """Folder with a valid case and its mesh file, with a cache of its own for meshes."""
    (tmp_path / "plate.inp").write_text(INP)
    (tmp_path / "case.yaml").write_text(CASE)
    return tmp_path
