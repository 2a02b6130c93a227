"""The energy account of a front that swells what it crosses, which may yield."""

import pytest

FRONT = """
title: Sodium crosses a tin sphere as a front
coordinates: axisymmetric
geometry: {{recipe: sphere, radius: 0.1 um, surface_size: 20 nm, centre_size: 20 nm}}
bodies:
  particle:
    elasticity: {{model: {law}, youngs_modulus: 30 GPa, poissons_ratio: 0.3}}
    plasticity: {{model: j2, yield_stress: {strength}, yield_on: kirchhoff, viscosity: {viscosity}}}
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
    ("law", "strength", "viscosity"),
    [
        ("hencky", "2 GPa", "0 Pa*s"),  # which is not reached
        ("neo_hookean", "2 GPa", "0 Pa*s"),
        ("hencky", "0.3 GPa", "0 Pa*s"),
        ("hencky", "0.3 GPa", "1e5 GPa*s"),
        ("neo_hookean", "0.3 GPa", "1e5 GPa*s"),
    ],
)
def test_the_account_is_of_second_order_in_the_step(march_case, law, strength, viscosity):
    given = {"law": law, "strength": strength, "viscosity": viscosity}
    ends = [march_case(FRONT.format(**given, step=step)).last for step in (32, 16)]
    errors = [end["energy_error [-]"] for end in ends]
    assert (ends[1]["energy_plastic [pJ]"] > 0) == (strength == "0.3 GPa")
    assert errors[1] < 2e-3
    assert errors[0] / errors[1] > 3.2
