"""Tractions of an interface per undeformed and per present area."""

import pytest

GROWING = """
title: A core grows in a stiff shell
coordinates: axisymmetric
geometry:
  {recipe: core_shell, core_radius: 90 nm, shell_radius: 100 nm, elements_core: 2,
   elements_shell: 2, elements_along: 24}
bodies:
  core:
    elasticity: {model: hencky, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
    growth: {expression: 1 + 0.6*t}
  shell: {elasticity: {model: hencky, youngs_modulus: 60 GPa, poissons_ratio: 0.24}}
interfaces: {core_shell: BOND}
boundaries: {axis: {symmetry: true}, equator: {symmetry: true}}
time: {end: 1 s}
stepping: {fixed: 0.1 s}
output:
  fields: none
  pictures: false
  probes: {inside: {body: core, at: [40 nm, 30 nm]}}
"""


@pytest.mark.parametrize(
    "bond", ["{bond: perfect}", "{law: {model: elastic, stiffness: 1e20 Pa/m}}"]
)
def test_the_true_traction_is_the_stress_that_the_core_bears(march_case, bond):
    """The core is under uniform pressure: Cauchy traction = Cauchy stress.

    Nominal = Cauchy times the growth of the area. The mean over flat facets of a sphere is within
    1 %.
    """
    last = march_case(GROWING.replace("BOND", bond)).last
    stress = last["stress_rr:inside [MPa]"]
    true = last["cauchy_traction_normal_mean:core_shell [MPa]"]
    nominal = last["traction_normal_mean:core_shell [MPa]"]
    ratio = last["area_ratio_mean:core_shell [-]"]
    assert stress < -1000
    assert true == pytest.approx(stress, rel=0.01)
    assert ratio > 1.2
    assert nominal == pytest.approx(true * ratio, rel=1e-9)
