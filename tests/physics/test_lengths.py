"""A system is solved alike at any length."""

import pytest

PULLED = """
title: A fibre is pulled out of its matrix, which is then free of load
coordinates: axisymmetric
geometry:
  {recipe: pull_out, fibre_radius: 1 UNIT, matrix_radius: 3 UNIT, embedded_length: 2 UNIT,
   elements_fibre: 1, elements_matrix: 1, elements_along: 2}
bodies:
  fibre: {elasticity: {model: hencky, youngs_modulus: 50 GPa, poissons_ratio: 0.3}}
  matrix: {elasticity: {model: hencky, youngs_modulus: 5 GPa, poissons_ratio: 0.3}}
interfaces:
  fibre_matrix:
    law: {model: bilinear, strength: 40 MPa, toughness: 2 ENERGY, stiffness: 4 GPa/UNIT}
    friction: 0.3
boundaries:
  axis: {symmetry: true}
  matrix_foot: {displacement: {z: 0 UNIT}}
  fibre_end: {displacement: {z: {expression: 0.3*t, unit: UNIT}}}
time: {end: 1 s}
stepping: {fixed: 0.1 s}
output: {fields: none, pictures: false, forces: [fibre_end]}
"""


def test_a_specimen_of_millimetres_fails_as_one_of_micrometres(march_case):
    """The matrix comes to rest, while the fibre moves by far more than rounding."""

    def pulled(length, energy):
        return march_case(PULLED.replace("UNIT", length).replace("ENERGY", energy))

    small, large = pulled("um", "J/m^2"), pulled("mm", "kJ/m^2")
    assert small.last["bonded_fraction:fibre_matrix [-]"] == 0
    for column, scale in (("damage_mean:fibre_matrix [-]", 1), ("force_z:fibre_end [uN]", 1e6)):
        expected = pytest.approx([scale * one for one in small.column(column)], rel=1e-6, abs=1e-3)
        assert large.column(column) == expected
