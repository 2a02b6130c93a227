"""Stresses and strains in field files and in the history, by default."""

import numpy as np
import pytest

from nanoglue.models import stress_measures as measures

LAME = """
title: A pressed hollow sphere
coordinates: axisymmetric
geometry:
  {recipe: hollow_sphere, inner_radius: 1 um, outer_radius: 2 um, elements_through: 6}
bodies:
  shell: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}}
boundaries: {axis: {symmetry: true}, equator: {symmetry: true}, inner: {pressure: 1 MPa}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: {times: [1 s]}, pictures: false}
"""

PRESSED = """
title: Two pressed blocks
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um, elements_up: 1}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  bottom: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
interfaces:
  top_bottom: {law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1 GPa/um}}
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face: {displacement: {x: 0 um}, pressure: 3 MPa}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false, maxima: [top]}
"""


def test_principal_values_of_full_and_of_block_tensors_agree():
    rotation, _ = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))
    full = rotation @ np.diag([5.0, -1.0, 2.0]) @ rotation.T
    assert measures.principal(full) == pytest.approx([5.0, 2.0, -1.0])
    assert measures.von_mises(full) == pytest.approx(np.sqrt(27.0))
    entries = np.array(measures.symmetric_entries(full))
    assert measures.tensors(entries) == pytest.approx(full, abs=1e-14)


def test_the_strain_is_logarithmic_along_the_deformed_axes():
    turned = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    stretched = turned @ np.diag([2.0, 1.0, 1.0])
    strain = measures.logarithmic_strain(stretched - np.eye(3))
    assert strain == pytest.approx(np.diag([0.0, np.log(2.0), 0.0]))


@pytest.fixture(scope="module")
def pressed(tmp_path_factory):
    """Results of a hollow sphere under internal pressure, with fields at the end."""
    import nanoglue as ng

    folder = tmp_path_factory.mktemp("sphere")
    file = folder / "sphere.yaml"
    file.write_text(LAME)
    simulation = ng.Simulation(ng.load(file), output=folder / "results")
    assert simulation.run() == 0
    return folder / "results"


def test_the_fields_hold_the_stresses_of_lames_solution(pressed):
    from nanoglue.post.figures.results import Results

    grid = Results(pressed).grid("shell", 1.0)
    centre = grid.points[grid.cells[:, :3]].mean(axis=1)
    r = np.linalg.norm(centre, axis=1)
    radial, hoop = (1 - (2 / r) ** 3) / 7, (1 + 0.5 * (2 / r) ** 3) / 7  # 1 MPa, radii 1 and 2 um
    inside = grid.inside
    assert inside["principal_stress_1 [MPa]"] == pytest.approx(hoop, abs=0.03)
    assert inside["principal_stress_3 [MPa]"] == pytest.approx(radial, abs=0.03)
    assert inside["hoop_stress [MPa]"] == pytest.approx(hoop, abs=0.03)
    assert inside["von_mises [MPa]"] == pytest.approx(hoop - radial, abs=0.05)
    stress = measures.tensors(inside["cauchy_stress [MPa]"])
    assert stress[:, 2, 2] == pytest.approx(inside["hoop_stress [MPa]"])
    strain = measures.tensors(inside["strain [-]"])
    lame = stress * 1.3 / 1e4 - 0.3 / 1e4 * np.trace(stress, axis1=1, axis2=2)[
        :, None, None
    ] * np.eye(3)
    assert strain == pytest.approx(lame, rel=2e-3, abs=2e-8)


def test_the_largest_stresses_of_every_body_are_in_the_history(pressed):
    from nanoglue.post.figures.results import Results

    last = {name: values[-1] for name, values in Results(pressed).history.items()}
    assert last["largest_hoop_stress:shell [MPa]"] == pytest.approx(5 / 7, rel=0.05)
    assert last["largest_principal_stress:shell [MPa]"] == pytest.approx(5 / 7, rel=0.05)
    assert last["largest_von_mises:shell [MPa]"] == pytest.approx(12 / 7, rel=0.08)


def test_the_contact_pressure_is_that_of_the_load(march_case):
    last = march_case(PRESSED).last
    assert last["contact_pressure_max:top_bottom [MPa]"] == pytest.approx(3.0, rel=1e-6)
    assert "largest_von_mises:top [MPa]" in last
    assert "largest_von_mises:bottom [MPa]" not in last  # only the bodies that are listed
