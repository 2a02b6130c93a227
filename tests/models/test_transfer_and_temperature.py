"""Transfer coefficients other than 1/2, and Arrhenius factors of kinetics and diffusion."""

from math import exp, log

import numpy as np
import pytest

from nanoglue.models.charge_transfer import current_ratio, overpotential_behind_film
from nanoglue.models.kinetics.butler_volmer import ButlerVolmer
from nanoglue.units.constants import FARADAY, GAS_CONSTANT

ROOM = 298.15
THERMAL = GAS_CONSTANT * ROOM / FARADAY


@pytest.mark.parametrize("a", [0.1, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("film", [None, 1e-4, 0.05])
def test_current_and_polarisation_are_inverse_for_any_coefficient(a, film):
    law = ButlerVolmer(0.3, True, film, transfer_coefficient=a)
    for current in (-700.0, -2.0, -1e-6, 0.01, 0.4, 200.0):
        polarisation = law.overpotential(current, 0.3, ROOM) + law.film_drop(current)
        found = law.anodic_current_density(polarisation, 0.3, ROOM)
        assert found == pytest.approx(current, rel=1e-11)


@pytest.mark.parametrize("a", [0.2, 0.65])
def test_the_limits_are_those_of_tafel_and_of_a_resistance(a):
    law = ButlerVolmer(2.0, transfer_coefficient=a)
    large, small = 2e9, 2e-9
    assert law.overpotential(large, 0.5, ROOM) == pytest.approx(THERMAL / a * log(1e9), rel=1e-12)
    cathodic = -THERMAL / (1 - a) * log(1e9)
    assert law.overpotential(-large, 0.5, ROOM) == pytest.approx(cathodic, rel=1e-12)
    assert law.overpotential(small, 0.5, ROOM) == pytest.approx(THERMAL * 1e-9, rel=1e-8)


def test_a_coefficient_of_one_half_is_the_symmetric_law():
    equal = ButlerVolmer(0.7, True, 0.02)
    given = ButlerVolmer(0.7, True, 0.02, transfer_coefficient=0.5)
    for voltage in (-0.4, -0.01, 0.0, 0.003, 0.5):
        symmetric = equal.anodic_current_density(voltage, 0.2, ROOM)
        assert given.anodic_current_density(voltage, 0.2, ROOM) == pytest.approx(symmetric, 1e-12)
    assert given.overpotential(3.0, 0.2, ROOM) == pytest.approx(equal.overpotential(3.0, 0.2, ROOM))


@pytest.mark.parametrize("a", [0.1, 0.4, 0.7])
@pytest.mark.parametrize("r", [0.0, 1e-9, 1e-3, 1.0, 1e4])
@pytest.mark.parametrize("y", [-60.0, -4.0, -0.1, 0.0, 0.3, 5.0, 40.0])
def test_the_film_equation_is_solved_to_rounding(y, r, a):
    w = overpotential_behind_film(y, r, a)
    assert w + r * current_ratio(w, a) == pytest.approx(y, abs=1e-11)


def test_the_exchange_current_follows_arrhenius():
    energy = 0.035  # [pJ/amol], 35 kJ/mol
    law = ButlerVolmer(0.3, activation_energy=energy, reference_temperature=300.0)
    factor = exp(35e3 / 8.31446261815324 * (1 / 300 - 1 / 330))
    scaled = ButlerVolmer(0.3 * factor)
    assert law.overpotential(1.0, 0.5, 330.0) == pytest.approx(scaled.overpotential(1.0, 0.5, 330))
    assert law.exchange_current_density_at(0.5, 300.0) == 0.3


RAMP = "{time: [0 s, 0.2 s], value: [300 K, 340 K]}"
SLAB = f"""
title: A slab that warms while it takes up a species
coordinates: plane_strain
accepted_values: [bodies.slab.species.molar_volume]
thermal_history: {RAMP}
geometry: {{recipe: slab, thickness: 1 um, height: 0.1 um, elements_through: 20}}
bodies:
  slab:
    elasticity: {{model: linear, youngs_modulus: 1000 MPa, poissons_ratio: 0.3}}
    species:
      molar_volume: 1 m^3/mol
      initial: 0.2
      max_stoichiometry: 2
      potential: {{model: open_circuit, stoichiometry: [0, 2], voltage: [1 V, 0.9 V]}}
      diffusivity: 1 um^2/s
      activation_energy: 40 kJ/mol
      reference_temperature: 300 K
boundaries:
  front: {{symmetry: true, flux: 1e-6 mol/m^2/s}}
  bottom: {{symmetry: true}}
time: {{end: 0.2 s}}
stepping: {{method: backward_euler, fixed: 0.01 s}}
output:
  fields: none
  pictures: false
  probes: {{inside: {{body: slab, at: [0.35 um, 0.05 um]}}}}
"""


def test_a_diffusivity_follows_the_temperature_in_time(march_case):
    found = march_case(SLAB).column("stoichiometry:inside [-]")
    h, dt, x = 1 / 20, 0.01, np.full(21, 0.2)
    mass = np.full(21, h)
    mass[[0, -1]] /= 2
    spread = 2 * np.eye(21) - np.eye(21, k=1) - np.eye(21, k=-1)
    spread[0, 0] = spread[-1, -1] = 1
    expected = [0.2]
    for step in range(1, 21):
        warm = 300 + 200 * step * dt
        diffusivity = exp(40e3 / 8.31446261815324 * (1 / 300 - 1 / warm))
        load = mass * x
        load[0] += dt * 1.0
        x = np.linalg.solve(np.diag(mass) + dt * diffusivity / h * spread, load)
        expected.append(float(x[7]))
    assert found == pytest.approx(expected[-len(found) :], rel=2e-4)  # triangles


PARTICLE = """
title: A small particle is charged while it warms
coordinates: axisymmetric
thermal_history: {time: [0 s, 1000 s], value: [290 K, 330 K]}
geometry: {recipe: sphere, radius: 1 um, surface_size: 500 nm, centre_size: 500 nm}
bodies:
  particle:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 1
      initial: 0.2
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-8 m^2/s
      kinetics: {model: butler_volmer, exchange_current_density: 0.5 A/m^2,
                 transfer_coefficient: 0.3, activation_energy: 30 kJ/mol,
                 film_resistance: 0.02 ohm*m^2}
boundaries: {axis: {symmetry: true}, equator: {symmetry: true}}
protocol:
  - {model: galvanostatic, body: particle, through: surface, current_density: 2 A/m^2}
time: {end: 1000 s}
stepping: {fixed: 200 s}
output: {fields: none, pictures: false}
"""


def test_the_voltage_is_that_of_the_kinetics_at_the_temperature(march_case):
    run = march_case(PARTICLE)
    law = ButlerVolmer(0.5, film_resistance=0.02, transfer_coefficient=0.3, activation_energy=0.03)
    voltages, contents = (
        run.column(f"{name}:particle {unit}")
        for name, unit in (("voltage", "[V]"), ("stoichiometry", "[-]"))
    )
    for step, voltage, x in zip(run.steps, voltages, contents, strict=True):
        if step.time > 0:
            warm = 290 + 0.04 * step.time
            polarisation = law.overpotential(-2.0, 0.5, warm) - 2.0 * 0.02
            assert voltage == pytest.approx(1 - 0.5 * x + polarisation, abs=1e-5)
