"""Rests, pulses, and currents in electric units, against closed forms."""

import numpy as np
import pytest

SPHERE = """\
title: A sphere under a protocol of currents
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 100 nm, centre_size: 200 nm}
bodies:
  particle:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      host_molar_mass: 100 g/mol
      max_stoichiometry: 1
      initial: 0.2
      potential: {model: ideal}
      diffusivity: 1e-14 m^2/s
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
protocol: PROTOCOL
time: {end: 1200 s}
stepping: {first: 1 s, largest: LARGEST, expansion: 1}
output: {fields: none, pictures: false}
"""
STAGE = "{model: galvanostatic, body: particle, through: surface, CURRENT, until: {time: 300 s}}"


def case(*currents, largest="10 s"):
    stages = ", ".join(STAGE.replace("CURRENT", current) for current in currents)
    return SPHERE.replace("PROTOCOL", f"[{stages}]").replace("LARGEST", largest)


def means(computed):
    return computed.column("time"), computed.column("stoichiometry:particle [-]")


def test_a_rest_keeps_the_content_and_pulses_add_up(march_case):
    currents = "rate: 1 /hour", "rate: 0 /hour", "rate: -1 /hour", "rate: 0 C"
    computed = march_case(case(*currents))
    times = np.array([step.time for step in computed.steps])
    x = np.array(computed.column("stoichiometry:particle [-]"))
    expected = np.interp(times, [0, 300, 600, 900, 1200], 0.2 + np.array([0, 1, 1, 0, 0]) / 12)
    assert x == pytest.approx(expected, abs=1e-10)
    assert times[-1] == pytest.approx(1200)
    assert {300.0, 600.0, 900.0} <= {round(t, 9) for t in times}


@pytest.mark.parametrize(
    ("current", "change"),
    [
        # the modelled half of a sphere of 1 um with 10 cm^3/mol holds 2.094395e-13 mol
        ("rate: C/2", 1 / 24),
        ("current: 1 pA", 1e-12 * 300 / 96485.33212 / 2.094395e-13),
        ("current_density: 0.1 A/m^2", 0.1 * 3 * 1e-5 / 1e-6 * 300 / 96485.33212),
        ("specific_current: 100 mA/g", 100 * 0.1 * 300 / 96485.33212),
    ],
)
def test_a_current_in_any_unit_changes_the_mean_content_by_its_charge(march_case, current, change):
    computed = march_case(case(current, largest="100 s"))
    assert computed.last["stoichiometry:particle [-]"] - 0.2 == pytest.approx(change, rel=2e-3)
