"""Formulas in the position x, y, z, phase-field fronts and deposits, in three dimensions."""

import pytest
from tests.case_texts import replaced

BENT = """
title: A volume ratio that increases along x bends two bonded boxes without stress
coordinates: three_dimensional
geometry:
  {recipe: two_blocks_3d, width: 1 um, upper_height: 1 um, lower_height: 1 um, depth: 1 um}
bodies:
  top:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    growth: {expression: "1 + 3e-6*x*t"}
  bottom:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    growth: {expression: "1 + 3e-6*x*t"}
interfaces: {top_bottom: {bond: perfect}}
boundaries:
  left: {displacement: {x: {expression: "-0.5e-6*t*(y**2 + z**2)", unit: um}}}
  bottom_face: {displacement: {y: 0 um}}
  front: {displacement: {z: 0 um}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output:
  fields: none
  pictures: false
  reference:
    top:
      displacement:
        x: {expression: "0.5e-6*t*(x**2 - y**2 - z**2)", unit: um}
        y: {expression: "1e-6*t*x*y", unit: um}
        z: {expression: "1e-6*t*x*z", unit: um}
"""
FRONT = """
title: A planar front in space
coordinates: three_dimensional
geometry:
  {recipe: two_blocks_3d, width: 1 um, upper_height: 10 um, lower_height: 1 um, depth: 1 um,
   elements_up: 20}
bodies:
  top:
    elasticity: {model: linear, youngs_modulus: 1 MPa, poissons_ratio: 0.3}
    phase_field:
      well_height: 1 J/cm^3
      gradient_energy: 0.5 pJ/um
      mobility: 1 um^3/pJ/s
      initial: {expression: "(1 - tanh(y - 5))/2"}
      driving_force: 0.05 J/cm^3
      misfit: 0.01
  bottom: {elasticity: {model: linear, youngs_modulus: 1 MPa, poissons_ratio: 0.3}}
interfaces: {top_bottom: {bond: perfect}}
boundaries:
  left: {displacement: {x: 0 um}}
  right: {displacement: {x: 0 um}}
  front: {displacement: {z: 0 um}}
  back: {displacement: {z: 0 um}}
  bottom_face: {displacement: {y: 0 um}}
time: {end: 2 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false}
"""


DEPOSIT = """\
      deposition:
        reaction_rate: 0.01 /s
        metal_concentration: 76.4 mol/L
        ion_concentration: 1 mol/L
        diffusivity: 5e3 um^2/s
        metal_diffusivity: 5e3 um^2/s
        conductivity: 1e7 S/m
        metal_conductivity: 1e7 S/m
"""


def section(case):
    """Return a case of two boxes as that of its section in plane strain."""
    return replaced(
        case,
        ("three_dimensional", "plane_strain"),
        ("two_blocks_3d", "two_blocks"),
        ("depth: 1 um,\n   elements", "\n   elements"),
        ("  front: {displacement: {z: 0 um}}\n  back: {displacement: {z: 0 um}}\n", ""),
    )


def test_a_compatible_growth_in_space_is_free_of_stress(march_case):
    """u = a t ((x^2 - y^2 - z^2)/2, x y, x z) has the strain a t x in all directions."""
    last = march_case(BENT).last
    assert last["error_displacement:top [um]"] < 1e-12
    assert last["largest_von_mises:top [MPa]"] < 1e-6 * 10e3 * 1e-6


def test_a_planar_front_in_space_moves_as_in_its_section(march_case):
    space, plane = march_case(FRONT).last, march_case(section(FRONT)).last
    moved = plane["phase_volume:top [um^3]"]
    assert space["phase_volume:top [um^3]"] == pytest.approx(moved, rel=1e-3)
    stress = plane["largest_von_mises:top [MPa]"]
    assert space["largest_von_mises:top [MPa]"] == pytest.approx(stress, rel=0.05)


def test_a_deposit_in_space_takes_in_the_ions_of_its_section(march_case):
    case = replaced(
        FRONT,
        ("      driving_force: 0.05 J/cm^3\n      misfit: 0.01\n", DEPOSIT),
        ("boundaries:\n", "boundaries:\n  top_face: {ion_fraction: 1, potential: -0.1 V}\n"),
    )
    space, plane = march_case(case).last, march_case(section(case)).last
    inflow = plane["species_inflow:top [amol]"]
    assert space["species_inflow:top [amol]"] == pytest.approx(inflow, rel=2e-3)
    assert space["species_balance_error:top [-]"] < 1e-9
