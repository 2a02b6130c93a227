"""Thermal expansion and residual strain of a film that is held by its substrate."""

import numpy as np
import pytest

FILM = """
title: A film that is cooled
coordinates: plane_strain
temperature: 400 K
thermal_history: {time: [0 s, 1 s, 2 s], value: [400 K, 500 K, 300 K]}
geometry: {recipe: slab, thickness: 1 um, height: 1 um, elements_through: 2, elements_up: 2}
bodies:
  slab:
    elasticity: {model: hencky, youngs_modulus: 100 GPa, poissons_ratio: 0.3}
    thermal_expansion: 2e-5 /K
    residual_strain: -0.003
boundaries:
  front: {symmetry: true}
  bottom: {symmetry: true}
  top: {symmetry: true}
time: {end: 2 s}
stepping: {first: 0.5 s, largest: 0.5 s}
output:
  fields: none
  pictures: false
  points: {edge: {body: slab, at: [1 um, 0.5 um]}}
  probes: {inside: {body: slab, at: [0.4 um, 0.4 um]}}
"""


def test_a_held_film_bears_its_thermal_and_residual_strain(march_case):
    """The Kirchhoff stress is biaxial, -E ln(stretch)/(1 - nu); Cauchy's is larger by J."""
    from math import exp, log

    computed = march_case(FILM)
    for time, temperature in ((1.0, 500.0), (2.0, 300.0)):
        strain = log((1 + 2e-5 * (temperature - 400)) * (1 - 0.003))
        kirchhoff = -100e3 * strain / (1 - 0.3)
        ratio = exp(-2 * strain + 2 * 0.3 / (1 - 0.3) * strain)  # det(Fe), thickness free
        times = [step.time for step in computed.steps]
        step = int(np.argmin([abs(at - time) for at in times]))
        assert times[step] == pytest.approx(time)
        found = computed.column("stress_yy:inside [MPa]")[step]
        assert found == pytest.approx(kirchhoff / ratio, rel=1e-6)
        expansion = computed.column("volume_expansion_chemical [-]")[step]
        assert expansion == pytest.approx(0.0, abs=1e-14)
    assert computed.column("energy_error [-]")[-1] < 1e-3


@pytest.mark.parametrize("growth", [0.0, 0.06])
def test_at_small_strain_all_strains_add(march_case, growth):
    """The stress of a held film is -E (alpha dT + e_0 + (J_c - 1)/3)/(1 - nu), exactly."""
    grown = f"residual_strain: -0.03\n    growth: {{expression: 1 + {growth / 2}*t}}"
    case = FILM.replace("hencky", "linear").replace("residual_strain: -0.003", grown)
    computed = march_case(case)
    strain = 2e-5 * (300 - 400) - 0.03 + growth / 3
    found = computed.last["stress_yy:inside [MPa]"]
    assert found == pytest.approx(-100e3 * strain / (1 - 0.3), rel=1e-9)
    expansion = computed.column("volume_expansion_chemical [-]")[-1]
    assert expansion == pytest.approx(growth, abs=1e-14)
    assert computed.column("energy_error [-]")[-1] < 1e-12
