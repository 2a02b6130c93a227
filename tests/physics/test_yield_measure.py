"""The stress on which yield is checked, in a swelling bar under pressure."""

from math import exp

import pytest

BAR = """
title: A bar swells between two plates under lateral pressure
coordinates: axisymmetric
geometry: {recipe: bar, width: 1 um, height: 1 um}
bodies:
  bar:
    elasticity: {model: LAW, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
    plasticity: {model: j2, yield_stress: 2 GPa, hardening: 500 MPa, yield_on: MEASURE}
    growth: {expression: 1 + 0.5*t}
boundaries:
  left: {symmetry: true}
  bottom: {symmetry: true}
  top: {displacement: {z: 0 um}}
  right: {pressure: {time: [0 s, 1 s], value: [0 GPa, 3 GPa]}}
time: {end: 1 s}
stepping: {fixed: 0.05 s}
output: {fields: none, pictures: false, probes: {middle: {body: bar, at: [0.6 um, 0.3 um]}}}
"""


@pytest.mark.parametrize("law", ["hencky", "neo_hookean"])
@pytest.mark.parametrize("measure", ["cauchy", "kirchhoff", "kirchhoff_with_swelling"])
def test_the_stress_of_the_chosen_measure_is_the_yield_stress(march_case, measure, law):
    last = march_case(BAR.replace("MEASURE", measure).replace("LAW", law)).last
    strength = 2000 + 500 * last["plastic_strain:middle [-]"]
    mises = abs(last["stress_zz:middle [MPa]"] - last["stress_rr:middle [MPa]"])
    ratio = 1 + last["volume_expansion_deformed [-]"]
    factor = {"cauchy": 1.0, "kirchhoff": ratio / 1.5, "kirchhoff_with_swelling": ratio}[measure]
    assert ratio / 1.5 < 0.9  # elastic compression that tells the measures apart
    assert last["plastic_strain:middle [-]"] > 0.01
    assert factor * mises == pytest.approx(strength, rel=1e-8)
    assert abs(last["energy_error [-]"]) < 1e-3


def test_a_bar_hardens_by_voces_law(march_case):
    law = "{model: voce, yield_stress: 200 MPa, saturation: 300 MPa, rate: 20, hardening: 100 MPa}"
    computed = march_case("verification/plastic_bar", f"bodies.bar.plasticity={law}")
    stresses = computed.column("stress_zz:middle [MPa]")
    turn = stresses.index(max(stresses))
    stress, strain = stresses[turn], computed.column("plastic_strain:middle [-]")[turn]
    assert strain > 5e-3
    expected = 200 + 100 * strain + 300 * (1 - exp(-20 * strain))
    assert stress == pytest.approx(expected, rel=1e-9)
    assert abs(computed.last["energy_error [-]"]) < 1e-2


def test_a_bar_hardens_along_a_table(march_case):
    curve = "plastic_strain: [0, 0.002, 0.1], yield_stress: [200 MPa, 300 MPa, 1 GPa]"
    law = f"{{model: tabulated, {curve}}}"
    computed = march_case("verification/plastic_bar", f"bodies.bar.plasticity={law}")
    stresses = computed.column("stress_zz:middle [MPa]")
    turn = stresses.index(max(stresses))
    strain = computed.column("plastic_strain:middle [-]")[turn]
    assert strain > 0.004
    expected = 300 + 700 * (strain - 0.002) / 0.098
    assert stresses[turn] == pytest.approx(expected, rel=1e-9)


def test_the_overstress_is_the_viscosity_times_the_plastic_rate(march_case):
    law = "{model: j2, yield_stress: 400 MPa, viscosity: 5e11 Pa*s}"
    computed = march_case("verification/plastic_bar", f"bodies.bar.plasticity={law}")
    stresses = computed.column("stress_zz:middle [MPa]")
    strains = computed.column("plastic_strain:middle [-]")
    turn = stresses.index(max(stresses))
    rate = strains[turn] - strains[turn - 1]  # steps of 1 s
    assert stresses[turn] == pytest.approx(400 + 5e5 * rate, rel=1e-8)
    assert stresses[turn] > 600
    assert abs(computed.last["energy_error [-]"]) < 5e-2  # backward Euler at steps of a tenth


def test_the_default_measure_is_the_cauchy_stress():
    from nanoglue.models.materials.plasticity.j2 import J2

    assert J2(yield_stress=1.0).yield_on == "cauchy"
