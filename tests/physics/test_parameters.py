"""A new value of a parameter changes constants of the forms and compiles nothing."""

import pytest

COHESIVE = """\
title: Two blocks
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}}
  bottom: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}}
interfaces:
  top_bottom:
    law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1e17 Pa/m}
    viscosity: 0.1 s
    friction: 0.2
    contact_stiffness: 1e17 Pa/m
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face: {displacement: {y: {time: [0 s, 1 s], value: [0 um, 0.1 um]}}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false}
"""
UPTAKE = """\
title: A sphere
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 300 nm, centre_size: 300 nm}
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    plasticity:
      model: j2
      yield_stress: {stoichiometry: [0, 2], value: [1 GPa, 0.5 GPa]}
      hardening: 10 MPa
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 2
      initial: 0.4
      swelling: {model: linear, coefficient: 0.2}
      potential: {model: open_circuit, stoichiometry: [0, 2], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-14 m^2/s
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
protocol:
  - {model: galvanostatic, body: particle, through: surface, rate: 1 /hour}
time: {end: 10 s}
stepping: {fixed: 10 s}
output: {fields: none, pictures: false}
"""
FRONT = """\
title: A phase that grows under stress
coordinates: plane_strain
geometry: {recipe: slab, thickness: 1 um, height: 0.2 um, elements_through: 4}
bodies:
  slab:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    phase_field:
      well_height: 1 J/cm^3
      gradient_energy: 0.5 pJ/um
      mobility: 100 um^3/pJ/s
      misfit: 0.01
      modulus_ratio: 0.5
      driving_force: 0.1 J/cm^3
      initial: {expression: "(1 - tanh(4*x - 2))/2"}
boundaries:
  front: {symmetry: true}
  bottom: {symmetry: true}
time: {end: 0.01 s}
stepping: {fixed: 0.01 s}
output: {fields: none, pictures: false}
"""
CHANGES = {
    "strength: 50 MPa": "strength: 61 MPa",
    "toughness: 5 J/m^2": "toughness: 7 J/m^2",
    "stiffness: 1e17 Pa/m": "stiffness: 3e17 Pa/m",
    "youngs_modulus: 10 GPa": "youngs_modulus: 13 GPa",
    "poissons_ratio: 0.3": "poissons_ratio: 0.23",
    "friction: 0.2": "friction: 0.3",
    "viscosity: 0.1 s": "viscosity: 0.3 s",
    "[0, 2], value: [1 GPa, 0.5 GPa]": "[0, 3], value: [1.3 GPa, 1 GPa]",
    "hardening: 10 MPa": "hardening: 13 MPa",
    "coefficient: 0.2": "coefficient: 0.23",
    "diffusivity: 1e-14 m^2/s": "diffusivity: 3e-14 m^2/s",
    "molar_volume: 10 cm^3/mol": "molar_volume: 13 cm^3/mol",
    "max_stoichiometry: 2": "max_stoichiometry: 3",
    "voltage: [1 V, 0.5 V]": "voltage: [1.1 V, 0.3 V]",
    "initial: 0.4": "initial: 0.3",
    "well_height: 1 J/cm^3": "well_height: 1.3 J/cm^3",
    "gradient_energy: 0.5 pJ/um": "gradient_energy: 0.7 pJ/um",
    "mobility: 100 um^3/pJ/s": "mobility: 130 um^3/pJ/s",
    "misfit: 0.01": "misfit: 0.013",
    "modulus_ratio: 0.5": "modulus_ratio: 0.6",
    "driving_force: 0.1 J/cm^3": "driving_force: 0.13 J/cm^3",
}


@pytest.fixture
def forms(monkeypatch) -> set[str]:
    """Signatures of the forms that a case asks for, which follow from their code."""
    from nanoglue.runtime import form_compiler
    from nanoglue.runtime.form_libraries import load, signature

    signatures: set[str] = set()

    def recorded(comm, sources):
        signatures.update(signature(source) for source in sources)
        return load(comm, sources)

    monkeypatch.setattr(form_compiler, "load", recorded)
    return signatures


@pytest.mark.parametrize("text", [COHESIVE, UPTAKE, FRONT], ids=["cohesive", "uptake", "front"])
def test_a_new_value_needs_no_other_form(march_case, forms, text):
    march_case(text)
    first = set(forms)
    assert len(first) > 10
    changed = text
    for old, new in CHANGES.items():
        changed = changed.replace(old, new)
    assert changed != text
    march_case(changed)
    assert forms == first
