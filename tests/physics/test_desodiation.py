"""A particle that is emptied gives back what it took up."""

import pytest

from nanoglue.case.columns import STOICHIOMETRY

CYCLE = """
title: A tin sphere takes up sodium through its surface and gives it back
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 0.1 um, surface_size: 30 nm, centre_size: 30 nm}
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
    plasticity: {model: j2, yield_stress: 2 GPa, yield_on: kirchhoff}
    species:
      molar_volume: 16.3 cm^3/mol
      max_stoichiometry: 3.75
      swelling: {model: linear, coefficient: 1.12}
      potential:
        model: open_circuit
        stoichiometry: [0, 0.5, 3.75]
        voltage: [0.550001 V, 0.55 V, 0.466475 V]
        end_slope: 2
      diffusivity: 1e-15 m^2/s
      diffusivity_is: mobility
boundaries: {axis: {symmetry: true}, equator: {symmetry: true}}
protocol:
  - model: galvanostatic
    body: particle
    through: surface
    rate: 0.2 /hour
    until: {volume_expansion: 0.62}
  - model: galvanostatic
    body: particle
    through: surface
    rate: -0.2 /hour
    until: {volume_expansion: 0}
time: {end: 2 hour}
stepping: {fixed: 120 s}
output:
  fields: none
  pictures: false
  probes: {core: {body: particle, at: [5 nm, 5 nm]}, skin: {body: particle, at: [97 nm, 5 nm]}}
"""


@pytest.fixture(scope="module")
def both_ways():
    return {}


@pytest.fixture
def cycle(march_case, both_ways):
    if not both_ways:
        both_ways["computed"] = march_case(CYCLE)
    return both_ways["computed"]


def test_an_emptied_particle_is_empty(cycle):
    assert cycle.last["volume_expansion_chemical [-]"] == pytest.approx(0, abs=1e-9)
    assert max(cycle.column("species_balance_error:particle [-]")) < 1e-8


def test_a_turn_is_told(cycle):
    turns = [event for step in cycle.steps for event in step.events if event.event == "reversal"]
    assert [turn.chemical for turn in turns] == pytest.approx([0.62], rel=1e-5)


def test_sodium_leaves_the_skin_before_the_core(cycle):
    first = next(i for i, step in enumerate(cycle.steps) if step.events)
    for step in cycle.steps[first + 1 : -3]:
        skin, core = (step.observed[STOICHIOMETRY.at(at)] for at in ("skin", "core"))
        assert skin <= core + 1e-6


def test_no_more_is_taken_out_than_is_there(cycle):
    # Beyond the end of the curve the voltage rises by 2 V per unit of x and bounds x from below.
    assert min(cycle.column("stoichiometry:skin [-]")) > -1e-2
