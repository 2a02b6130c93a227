"""Mechanics of bodies that nothing loads or swells is in equilibrium, and costs no matrix."""

import pytest

FILLED = """
title: A sphere is filled from its surface and does not swell
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 100 nm, centre_size: 100 nm}
bodies:
  particle:
    elasticity: {model: linear, youngs_modulus: 1000 MPa, poissons_ratio: 0.3}
    species:
      molar_volume: 1e-5 m^3/mol
      max_stoichiometry: 1
      potential: {model: ideal}
      diffusivity: 1 um^2/s
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
  surface: {flux: 1e-2 mol/m^2/s}
time: {end: 0.05 s}
stepping: {fixed: 0.01 s}
output: {fields: none, pictures: false}
"""


@pytest.mark.parallel([1, 2])
def test_mechanics_at_rest_is_never_assembled_into_a_matrix(march_case):
    from nanoglue.runtime.fenics import MPI

    computed = march_case(FILLED, comm=MPI.COMM_WORLD)
    uptake, mechanics = computed.problem.systems
    assert uptake.factors.count > 0
    assert vars(mechanics).keys().isdisjoint({"tangent", "factors"})
    assert len(computed.steps) == 5
