"""Cell voltage of a uniform particle against the closed form."""

from math import asinh

import pytest

UNIFORM = """\
title: A particle in which diffusion is fast
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 300 nm, centre_size: 300 nm}
bodies:
  particle:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 2
      initial: 0.4
      potential: {model: open_circuit, stoichiometry: [0, 2], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-2 m^2/s
      kinetics: {model: butler_volmer, exchange_current_density: 0.05 A/m^2, FURTHER}
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
protocol:
  - {model: galvanostatic, body: particle, through: surface, CURRENT, until: {time: 600 s}}
time: {end: 600 s}
stepping: {first: 100 s, largest: 100 s, expansion: 1}
output: {fields: none, pictures: false}
"""
THERMAL = 2 * 8.31446261815324 * 298.15 / 96485.33212331


@pytest.mark.parametrize(("density", "resistance"), [(0.1, 0.0), (-0.02, 0.3), (0.0, 0.3)])
def test_voltage_of_a_uniform_particle(march_case, density, resistance):
    further = f"film_resistance: {resistance} ohm*m^2"
    current = f"current_density: {density} A/m^2"
    text = UNIFORM.replace("FURTHER", further).replace("CURRENT", current)
    last = march_case(text).last
    x = last["stoichiometry:particle [-]"]
    eta, drop = -THERMAL * asinh(density / 0.1), -density * resistance
    # the area and the volume of the mesh define the density only to its geometric error
    assert last["voltage:particle [V]"] == pytest.approx(1 - 0.25 * x + eta + drop, abs=1e-8)
    assert last["overpotential:particle [V]"] == pytest.approx(eta, abs=1e-10)
    assert last["film_drop:particle [V]"] == pytest.approx(drop, abs=1e-12)
    area = 2 * 3.141592653589793 * 1e-12  # of the modelled half
    assert last["current:particle [A]"] == pytest.approx(density * area, rel=1e-4)


def test_exchange_current_density_depends_on_occupancy(march_case):
    text = UNIFORM.replace("FURTHER", "depends_on_occupancy: true")
    last = march_case(text.replace("CURRENT", "current_density: 0.1 A/m^2")).last
    occupied = last["stoichiometry:particle [-]"] / 2
    exchange = 2 * 0.05 * (occupied * (1 - occupied)) ** 0.5
    expected = -THERMAL * asinh(0.1 / (2 * exchange))
    assert last["overpotential:particle [V]"] == pytest.approx(expected, abs=1e-8)
