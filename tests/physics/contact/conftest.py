"""A punch that is pressed onto a base and pushed along it."""

import shutil
from pathlib import Path

import pytest
from tests.physics.contact.two_bodies import APART
from tests.physics.contact.two_bodies import CASE as TWO_BODIES

CASE = """\
title: A punch is pressed onto a base and pushed along it
coordinates: plane_strain
geometry: {recipe: ./punch_on_base.py}
bodies:
  punch:
    elasticity: {model: hencky, youngs_modulus: 1e4 MPa, poissons_ratio: 0}
  base:
    elasticity: {model: hencky, youngs_modulus: 1e4 MPa, poissons_ratio: 0.3}
interfaces:
  punch_base:
    law: {model: bilinear, strength: 1 MPa, toughness: 1e-3 J/m^2, stiffness: 1e4 MPa/um}
    contact_stiffness: 1e5 MPa/um
    sliding: finite
    contact_surfaces: [base_top]
boundaries:
  base_bottom: {displacement: {x: 0 um, y: 0 um}}
  punch_top:
    displacement:
      x: {time: [0 s, 1 s, 2 s], value: [0 um, 0 um, 2 um]}
      y: {time: [0 s, 1 s, 2 s], value: [0 um, -0.02 um, -0.02 um]}
time: {end: 2 s}
stepping: {fixed: 0.1 s}
output: {fields: none, pictures: false, forces: [punch_top, base_bottom]}
"""


@pytest.fixture(scope="module")
def punch(tmp_path_factory):
    """The case of the punch as a file, its recipe beside it; the same on all ranks."""
    from nanoglue.runtime.fenics import MPI

    folder = None
    if MPI.COMM_WORLD.rank == 0:
        folder = tmp_path_factory.mktemp("punch")
        shutil.copy(Path(__file__).parent / "punch_on_base.py", folder)
        (folder / "punch.yaml").write_text(CASE)
    return MPI.COMM_WORLD.bcast(folder) / "punch.yaml"


@pytest.fixture
def boxes(tmp_path):
    """The file of two boxes that are pressed together."""
    (tmp_path / "apart.py").write_text(APART)
    (tmp_path / "case.yaml").write_text(TWO_BODIES)
    return str(tmp_path / "case.yaml")
