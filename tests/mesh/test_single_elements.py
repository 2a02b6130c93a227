"""A mesh of a single element, whose unknowns are all coupled with each other, is solved.

Each run has a process of its own, which the ordering of the unknowns could end.
"""

from math import factorial, sqrt

import meshio
import numpy as np
import pytest
from tests.command_line import in_own_process

KINDS = {"plane_strain": ("line", "triangle"), "three_dimensional": ("triangle", "tetra")}
"""Elements of the boundary and of the body."""

CASE = """
title: A single element between the axes under pressure, into which a species flows
source: "sigma = -p I, and what has entered over the volume"
coordinates: {coordinates}
geometry: {{mesh: one.msh, unit: um}}
bodies:
  bar:
    elasticity: {{model: linear, youngs_modulus: 1 GPa, poissons_ratio: 0.3}}
{species}
boundaries:
  slope: {{pressure: 1 MPa, follower: false{flux}}}
  x: {{symmetry: true}}
  y: {{symmetry: true}}
{beyond}
solver: {{coupling: {coupling}}}
time: {{end: 1 s}}
stepping: {{fixed: 0.5 s}}
output: {{fields: none, pictures: false, points: {{tip: {{body: bar, at: {tip}}}}}}}
"""

SPECIES = """
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 2
      swelling: {model: linear, coefficient: 0}
      potential: {model: ideal}
      diffusivity: 1 um^2/s
"""


def write_simplex(file, coordinates):
    """Write the element between the axes; return its dimension.

    Facets are named after the axis that they are normal to, and the one between the axes ``slope``.
    """
    boundary, body = KINDS[coordinates]
    dim = 2 if body == "triangle" else 3
    corners = np.arange(dim + 1)
    facets = np.array([np.delete(corners, opposite) for opposite in corners])
    names = ["slope", "x", "y", "z"][: dim + 1]
    groups = {name: np.array([number, dim - 1]) for number, name in enumerate(names, 1)}
    groups["bar"] = np.array([dim + 2, dim])
    numbers = [corners + 1, np.array([dim + 2])]
    mesh = meshio.Mesh(
        np.vstack([np.zeros(3), np.eye(3)[:dim]]),
        [(boundary, facets), (body, corners[None])],
        cell_data=dict.fromkeys(("gmsh:physical", "gmsh:geometrical"), numbers),
        field_data=groups,
    )
    mesh.write(file, file_format="gmsh22", binary=False)
    return dim


@pytest.mark.parametrize("coordinates", KINDS)
@pytest.mark.parametrize("coupling", [None, "staggered", "monolithic"])
def test_a_single_element_is_solved(tmp_path, coordinates, coupling):
    dim = write_simplex(tmp_path / "one.msh", coordinates)
    text = CASE.format(
        coordinates=coordinates,
        species=SPECIES if coupling else "",
        flux=", flux: 1e-6 mol/m^2/s" if coupling else "",
        beyond="  z: {symmetry: true}" if dim == 3 else "",
        coupling=coupling or "automatic",
        tip=f"[{', '.join(['1 um', '0 um', '0 um'][:dim])}]",
    )
    (tmp_path / "case.yaml").write_text(text)
    done = in_own_process("run", tmp_path / "case.yaml", "-o", tmp_path / "results", "-q")
    assert done.returncode == 0, done.stderr
    head, *_, last = (tmp_path / "results" / "history.csv").read_text().splitlines()
    row = dict(zip(head.split(","), map(float, last.split(",")), strict=True))
    poisson, modulus = 0.3, 1000.0
    strain = (1 - 2 * poisson) * (1.0 if dim == 3 else 1 + poisson) / modulus
    assert row["displacement_x:tip [um]"] == pytest.approx(-strain, rel=1e-9)
    if coupling:
        face_over_volume = factorial(dim) * sqrt(dim) / factorial(dim - 1)  # 1/um
        entered = 1e-6 * face_over_volume * 1e6 * 1e-5
        assert row["stoichiometry:bar [-]"] == pytest.approx(entered, rel=1e-9)
