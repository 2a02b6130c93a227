"""The energy account of a front that swells and yields what it crosses."""

import pytest

FRONT = """
title: Sodium crosses a tin sphere as a front
coordinates: axisymmetric
geometry: {{recipe: sphere, radius: 0.1 um, surface_size: 20 nm, centre_size: 20 nm}}
bodies:
  particle:
    elasticity: {{model: {law}, youngs_modulus: 30 GPa, poissons_ratio: 0.3}}
    plasticity: {{model: j2, yield_stress: 2 GPa, yield_on: kirchhoff, viscosity: {viscosity}}}
    species:
      molar_volume: 16.3 cm^3/mol
      max_stoichiometry: 3.75
      swelling: {{model: linear, coefficient: 1.12}}
      potential:
        model: open_circuit
        stoichiometry: [0, 0.5, 3.75]
        voltage: [0.55002 V, 0.55 V, 0.466475 V]
        end_slope: 2
      diffusivity: 1e-15 m^2/s
      diffusivity_is: mobility
boundaries: {{axis: {{symmetry: true}}, equator: {{symmetry: true}}}}
protocol: [{{model: galvanostatic, body: particle, through: surface, rate: 0.2 /hour}}]
time: {{end: 960 s}}
stepping: {{fixed: {step} s}}
output: {{fields: none, pictures: false}}
"""


@pytest.mark.parametrize(
    ("law", "viscosity"), [("hencky", "0 Pa*s"), ("neo_hookean", "0 Pa*s"), ("hencky", "1e4 GPa*s")]
)
def test_the_account_is_of_second_order_in_the_step(march_case, law, viscosity):
    texts = [FRONT.format(law=law, viscosity=viscosity, step=step) for step in (32, 16)]
    errors = [march_case(text).last["energy_error [-]"] for text in texts]
    assert errors[1] < 2e-3
    assert errors[0] / errors[1] > 3.2
