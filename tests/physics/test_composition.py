"""Properties that depend on the stoichiometry, in a film that is held by its substrate."""

import numpy as np
import pytest

FILM = """
title: A film that takes up a species and yields
coordinates: plane_strain
geometry: {recipe: slab, thickness: 1 um, height: 1 um, elements_through: 2, elements_up: 2}
bodies:
  slab:
    elasticity:
      model: linear
      youngs_modulus: {stoichiometry: [0, 1], value: [20 GPa, 10 GPa]}
      poissons_ratio: 0.3
    plasticity:
      model: j2
      yield_stress: {stoichiometry: [0, 1], value: [100 MPa, 50 MPa]}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 1
      swelling: SWELLING
      potential: {model: ideal}
      diffusivity: {expression: 1 + x, unit: um^2/s}
boundaries:
  front: {symmetry: true}
  bottom: {symmetry: true}
  top: {symmetry: true}
protocol:
  - {model: galvanostatic, body: slab, through: back, rate: 1e-3 /s}
time: {end: 500 s}
stepping: {fixed: 10 s}
output:
  fields: none
  pictures: false
  probes: {inside: {body: slab, at: [0.4 um, 0.4 um]}}
"""


@pytest.mark.parametrize(
    ("swelling", "sign"),
    [
        ("{model: linear, coefficient: 0.06}", -1),
        ("{model: piecewise_linear, points: [0, 0.5, 1], ratios: [1, 0.97, 0.97]}", 1),
    ],
)
def test_a_flowing_film_bears_the_yield_stress_of_its_content(march_case, swelling, sign):
    """Both in-plane stresses equal the yield stress; a host that shrinks is in tension."""
    computed = march_case(FILM.replace("SWELLING", swelling))
    uptake = np.array(computed.column("stoichiometry:inside [-]"))
    expected = sign * (100 - 50 * uptake)
    found = np.array(computed.column("stress_yy:inside [MPa]"))
    assert found[25:] == pytest.approx(expected[25:], rel=2e-6)
    assert np.array(computed.column("energy_error [-]")).max() < 0.02
