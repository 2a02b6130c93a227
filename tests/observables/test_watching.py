"""What is watched of a body, where it is known beforehand."""

from types import SimpleNamespace

import numpy as np
import pytest

SWELLING = """
title: A free sphere swells without stress
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 0.1 um, surface_size: 50 nm, centre_size: 50 nm}
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
    growth: {expression: 1 + 4.2*t}
boundaries: {axis: {symmetry: true}, equator: {symmetry: true}}
time: {end: 1 s}
stepping: {fixed: 0.25 s}
output:
  fields: none
  pictures: false
  maxima: [particle]
  points:
    centre: {body: particle, at: [0 nm, 0 nm]}
    tip: {body: particle, at: [100 nm, 0 nm]}
  distances: {radius: [centre, tip]}
  probes: {inside: {body: particle, at: [50 nm, 20 nm]}}
"""
GROWN = 5.2 ** (1 / 3)


@pytest.fixture
def swollen(march_case):
    return march_case(SWELLING).last


def test_a_free_sphere_suffers_its_swelling_and_no_stress(swollen):
    for place in ("particle", "inside"):
        assert swollen[f"largest_stretch:{place} [-]"] == pytest.approx(GROWN, rel=1e-9)
    for column in ("largest_von_mises", "von_mises_p90", "largest_hoop_stress"):
        assert swollen[f"{column}:particle [MPa]"] == pytest.approx(0, abs=1e-8 * 30e3)


def test_lengths_are_those_of_the_deformed_sphere(swollen):
    # Quadratic elements of half a radius miss the sphere's volume by a thousandth.
    assert swollen["diameter:particle [um]"] == pytest.approx(0.2 * GROWN, rel=1e-3)
    assert swollen["distance:radius [um]"] == pytest.approx(0.1 * GROWN, rel=1e-9)


def charge(flows, bound=1.0, bound_later=None):
    """The first cycle's efficiency after steps of 1 s with these flows [amol/s].

    In a last step without a flow the coating may bind more.
    """
    from nanoglue.observables.charge import Charge

    supply = SimpleNamespace(inflow=0.0)
    coating = {"coating": SimpleNamespace(bound=bound)}
    of_the_end = SimpleNamespace(mean=lambda rate, _: rate, carried=lambda mean, _: mean)
    parts = {"model": SimpleNamespace(integration=of_the_end), "dt": SimpleNamespace(value=1.0)}
    account = Charge(SimpleNamespace(conversions=coating, supplies=[supply], time=1.0, **parts))
    for flow in flows:
        supply.inflow = flow
        account.accept()
    supply.inflow = 0.0
    coating["coating"].bound = bound_later or bound
    values = {column.name: value for column, value in account().items()}
    return values["first_cycle_efficiency [-]"]


def test_what_the_coating_binds_does_not_come_back():
    assert charge([2.0, 2.0, -3.0]) == pytest.approx(3 / (4 + 1))


HELD = """
title: A layer is converted, and the body on it filled and emptied at held voltages
coordinates: plane_strain
geometry: {recipe: two_blocks, upper_height: 1 um, lower_height: 1 um, width: 1 um, elements_up: 2}
bodies:
  bottom:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    conversion: {molar_volume: 10 cm^3/mol, uptake: 0.1, volume_ratio: 1}
  top:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      initial: 0.2
      max_stoichiometry: 1
      diffusivity: 0.05 um^2/s
      kinetics: {model: butler_volmer, exchange_current_density: 0.5 A/m^2}
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [1 V, 0.5 V]}
interfaces: {top_bottom: {law: {model: elastic, stiffness: 1e16 Pa/m}}}
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  left: {symmetry: true}
protocol:
  - {model: conversion, body: bottom, rate: 0.1 /s}
  - {model: potentiostatic, body: top, through: top_face, voltage: 0.6 V, until: {time: 50 s}}
  - {model: potentiostatic, body: top, through: top_face, voltage: 0.9 V, until: {time: 50 s}}
time: {end: 110 s}
stepping: {method: bdf2, largest: 5 s, expansion: 1}
output: {fields: none, pictures: false}
"""


def test_the_efficiency_of_the_first_cycle_is_that_of_the_contents(march_case):
    """The charge of a step is of the second order like its content."""
    run = march_case(HELD)
    contents = np.array(run.column("stoichiometry:top [-]")) * 1e5  # 1 um^3 at 10 cm^3/mol
    gained, lost = contents.max() - 0.2e5, contents.max() - contents[-1]
    expected = lost / (gained + run.last["bound_amount:bottom [amol]"])
    assert run.last["first_cycle_efficiency [-]"] == pytest.approx(expected, rel=1e-8)


def test_the_account_of_the_first_cycle_closes_with_it():
    assert charge([4.0, -3.0, 5.0, -1.0]) == charge([4.0, -3.0])


def test_what_is_bound_after_the_first_cycle_is_not_part_of_it():
    assert charge([4.0, -3.0], bound_later=7.0) == pytest.approx(3 / (4 + 1))
    assert charge([4.0], bound=0.0, bound_later=1.0) == 0.0


def test_noise_of_the_current_does_not_close_the_first_cycle():
    assert charge([4.0, -1e-12, 1e-12, -3.0, 1e-12, -0.5]) == charge([4.0, -3.5])


def half_cycles(charges):
    """Return number, charge and efficiency of the half cycles of a body with a capacity of 1."""
    from nanoglue.observables.capacity import _add

    keys = ("direction", "number", "charge", "before", "efficiency")
    account = {f"host:{key}": 0.0 for key in keys}
    for each in charges:
        _add(account, "host", each, 1.0)
    return [account[f"host:{key}"] for key in ("number", "charge", "efficiency")]


def test_noise_of_the_current_at_the_end_of_a_hold_begins_no_half_cycle():
    noise = [1e-10, -1e-12, 3e-11, -2e-10]
    found = half_cycles([*noise, 0.5, *noise, -0.2, *noise, -0.2, *noise])
    assert found == pytest.approx([2, 0.4, 0.8], rel=1e-8)


def test_half_cycles_follow_the_direction_of_the_current():
    assert half_cycles([0.5, -0.4, 0.3, 0.1, -0.2]) == pytest.approx([4, 0.2, 0.5])


def test_a_conversion_binds_by_formula_units_of_the_virgin_volume():
    from nanoglue.case.schema.conversion import Conversion

    given = {"molar_volume": "34 cm^3/mol", "uptake": 3.4}
    # 0.5 um^3 are 0.5e-12 cm^3 / 34 cm^3/mol of formula units.
    assert Conversion(**given).bound(0.5) == pytest.approx(3.4 * 0.5e-12 / 34 * 1e18)
