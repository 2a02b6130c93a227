"""The stoichiometry at which the drawn size is free of stress."""

import pytest

CORE_IN_SHELL = """\
title: A half-full core in a bonded shell at rest
coordinates: axisymmetric
geometry:
  recipe: core_shell
  core_radius: 100 nm
  shell_radius: 120 nm
  elements_core: 3
  elements_shell: 3
  elements_along: 12
bodies:
  core:
    elasticity: {model: hencky, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 1
      initial: 0.5
      swelling: {model: linear, coefficient: 0.1}
      potential: {model: ideal}
      diffusivity: 1e-15 m^2/s
  shell:
    elasticity: {model: hencky, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
interfaces:
  core_shell:
    law: {model: bilinear, strength: 200 MPa, toughness: 0.5 J/m^2, stiffness: 5e17 Pa/m}
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
protocol:
  - {model: galvanostatic, body: core, through: core_shell, rate: -1e-6 /hour, until: {time: 10 s}}
time: {end: 10 s}
stepping: {fixed: 10 s}
output:
  fields: none
  pictures: false
  probes: {core: {body: core, at: [30 nm, 30 nm]}, shell: {body: shell, at: [110 nm, 0 nm]}}
"""


def test_a_core_with_an_initial_content_is_at_rest_in_its_shell(march_case):
    last = march_case(CORE_IN_SHELL).last
    for name in ("core", "shell"):
        assert abs(last[f"stress_tt:{name} [MPa]"]) < 1e-3
    assert abs(last["volume_expansion_chemical [-]"]) < 1e-8


def test_swelling_can_count_from_an_empty_host(march_case):
    zero = CORE_IN_SHELL.replace("initial: 0.5", "initial: 0.5\n      swelling_reference: zero")
    last = march_case(zero).last
    assert last["stress_tt:core [MPa]"] < -100
    assert last["volume_expansion_chemical [-]"] == pytest.approx(0.05, rel=1e-6)


def test_a_target_expansion_counts_from_the_drawn_size():
    from nanoglue.case.schema.bodies import Species

    given = {
        "molar_volume": "10 cm^3/mol",
        "max_stoichiometry": 1,
        "initial": 0.5,
        "swelling": {"model": "linear", "coefficient": 0.1},
        "potential": {"model": "ideal"},
        "diffusivity": "1e-15 m^2/s",
    }
    drawn = Species.model_validate(given)
    empty = Species.model_validate(given | {"swelling_reference": "zero"})
    assert drawn.stoichiometry_at_expansion(0.0) == pytest.approx(0.5, rel=1e-12)
    assert drawn.stoichiometry_at_expansion(-0.05 / 1.05) == pytest.approx(0.0, abs=1e-12)
    assert empty.stoichiometry_at_expansion(0.05) == pytest.approx(0.5, rel=1e-12)
