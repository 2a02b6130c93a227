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


SOFT = "{law: {model: elastic, stiffness: 1e18 Pa/m}, contact_stiffness: 1e18 Pa/m AREA}"


@pytest.mark.parametrize(
    ("area", "traction"),
    [("", "cauchy_traction"), (", traction_area: reference", "traction")],
    ids=["the present area by default", "the undeformed area on request"],
)
def test_the_law_acts_on_the_chosen_area(march_case, area, traction):
    """Traction on the chosen area = stiffness [1e6 MPa/um] times opening; uniform on a sphere.

    Means of the traction and of the area are multiplied: within 1 % on flat facets.
    """
    computed = march_case(GROWING.replace("BOND", SOFT.replace("AREA", area)))
    last = computed.last
    opening, ratio = (
        last[f"{name}:core_shell {unit}"]
        for name, unit in (("opening_mean", "[um]"), ("area_ratio_mean", "[-]"))
    )
    assert ratio > 1.2
    assert last[f"{traction}_normal_mean:core_shell [MPa]"] == pytest.approx(
        1e6 * opening, rel=0.01
    )
    assert abs(last["energy_error [-]"]) < 1e-2
