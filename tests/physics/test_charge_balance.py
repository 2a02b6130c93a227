"""Charge that currents transfer against the change of what is stored, in every such case."""

import pytest

from nanoglue.case.library import cases

QUICK = {"verification/voltage_step"}
STEPS = 4
REVERSIBLE = """\
title: A particle without kinetics at rest, at constant current, then at constant voltage
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 300 nm, centre_size: 400 nm}
bodies:
  particle:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 1
      initial: 0.2
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [4 V, 3.5 V]}
      diffusivity: 1e-14 m^2/s
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
protocol:
  - {model: galvanostatic, body: particle, through: surface, rate: 0 C, until: {time: 60 s}}
  - {model: galvanostatic, body: particle, through: surface, rate: C/10, until: {voltage: 3.89 V}}
  - {model: galvanostatic, body: particle, through: surface, rate: 0 C, until: {time: 60 s}}
  - {model: potentiostatic, body: particle, through: surface, voltage: 3.89 V, until: {rate: C/50}}
time: {end: 2 hour}
stepping: {first: 2 s, largest: 60 s, expansion: 1}
output: {fields: none, pictures: false}
"""


def with_current():
    """Names of the built-in cases whose protocol has a current, with their marks."""
    for name, file in cases().items():
        text = file.read_text(encoding="utf-8")
        if "model: galvanostatic" in text or "model: potentiostatic" in text:
            yield pytest.param(name, marks=() if name in QUICK else pytest.mark.slow)


@pytest.mark.parametrize("name", list(with_current()))
def test_the_charge_of_a_case_is_balanced_from_its_first_step_on(march_case, name):
    run = march_case(name, most=STEPS)
    assert len(run.steps) == STEPS
    assert max(run.column("charge_balance_error [-]")) < 1e-10


def test_the_charge_of_a_surface_without_kinetics_is_balanced(march_case):
    """A potential of 4 V has a rounding of 4e-16 V; a large conductance makes a current of it."""
    run = march_case(REVERSIBLE)
    events = [e.event for step in run.steps for e in step.events]
    assert events[:2] == ["reversal", "voltage_limit"]  # after the first rest
    assert max(run.column("species_balance_error:particle [-]")) < 1e-8
    assert max(run.column("charge_balance_error [-]")) < 1e-10
    assert min(run.column("overpotential:particle [V]")) == pytest.approx(-1e-5, rel=1e-6)
