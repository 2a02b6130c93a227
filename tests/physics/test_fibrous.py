"""A solid with fibres: its moduli along and across, and what it may not be combined with."""

import pytest

from nanoglue.case import CaseError, find, read

CASE = """
title: A square with fibres along x
coordinates: plane_strain
geometry: {recipe: slab, thickness: 1 um, height: 1 um, elements_through: 2, elements_up: 2}
bodies:
  slab:
    elasticity:
      model: fibrous
      youngs_modulus: 100 GPa
      youngs_modulus_across: 10 GPa
      shear_modulus: 5 GPa
      poissons_ratio: 0.3
      poissons_ratio_across: 0.4
boundaries:
  front: {symmetry: true}
  bottom: {symmetry: true}
  back: {traction: {x: 100 MPa}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output:
  points: {corner: {body: slab, at: [1 um, 1 um]}}
"""


@pytest.mark.parallel([2])
def test_stretch_and_contraction_are_those_of_hookes_law(march_case):
    found = march_case(CASE).last
    # No strain out of the plane: sigma_z = (nu sigma_x/E + nu_t sigma_y/E_t) E_t.
    out = 0.3 * 100 / 100e3 * 10e3
    stretch = (100 - 0.3 * out) / 100e3
    contraction = -0.3 * 100 / 100e3 - 0.4 * out / 10e3
    assert found["displacement_x:corner [um]"] == pytest.approx(stretch, rel=1e-9)
    assert found["displacement_y:corner [um]"] == pytest.approx(contraction, rel=1e-9)
    assert found["energy_error [-]"] < 1e-12


def test_shear_is_borne_by_its_own_modulus(march_case):
    before, _, after = CASE.partition("  front:")
    sides = """  front: {displacement: {x: 0 um, y: 0 um}}
  back: {displacement: {x: 0 um, y: 0.01 um}}
  top: {displacement: {x: 0 um}}
  bottom: {displacement: {x: 0 um}}
time:"""
    case = before + sides + after.partition("time:")[2] + "  forces: [back]\n"
    assert march_case(case).last["force_y:back [uN]"] == pytest.approx(50, rel=1e-9)


@pytest.mark.parametrize(
    ("assignment", "told"),
    [
        ("bodies.slab.plasticity={model: j2, yield_stress: 1 GPa}", "need an isotropic elasticity"),
        ("bodies.slab.growth=1.1", "need an isotropic elasticity"),
        ("bodies.slab.formulation=mixed", "need an isotropic elasticity"),
        ("bodies.slab.elasticity.poissons_ratio_across=1.5", "unstable solid"),
    ],
)
def test_what_fibres_cannot_be_combined_with_is_refused(assignment, told, tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text(CASE)
    assert find(str(file)) == file
    with pytest.raises(CaseError, match=told):
        read(file, [assignment])
