"""Bodies against exact solutions, with the rates at which errors fall."""

from math import log

import numpy as np
import pytest

RIGID_BOX = """
title: A plastic sphere grows in a rigid box
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 0.3 um, centre_size: 0.3 um}
bodies:
  particle:
    elasticity: {model: KIND, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
    plasticity: {model: j2, yield_stress: 2 GPa, yield_on: kirchhoff}
    growth: {expression: 1 + 0.3*t}
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
  surface: {displacement: {r: 0 um, z: 0 um}}
time: {end: 1 s}
stepping: {fixed: 0.1 s}
output: {fields: none, pictures: false, probes: {inside: {body: particle, at: [0.4 um, 0.3 um]}}}
"""


@pytest.mark.parametrize("kind", ["hencky", "neo_hookean"])
def test_a_sphere_that_grows_in_a_rigid_box_is_under_uniform_pressure(march_case, kind):
    computed = march_case(RIGID_BOX.replace("KIND", kind))
    bulk, ratio = 30e3 / (3 * (1 - 0.6)), 1 / 1.3  # Fe = Jc^(-1/3) I
    kirchhoff = {"hencky": bulk * log(ratio), "neo_hookean": bulk * (ratio**2 - 1) / 2}[kind]
    for axes in ("rr", "zz", "tt"):
        found = computed.last[f"stress_{axes}:inside [MPa]"]
        assert found == pytest.approx(kirchhoff / ratio, rel=1e-9)
    assert computed.last["stress_rz:inside [MPa]"] == pytest.approx(0, abs=1e-5)
    assert computed.last["plastic_strain:inside [-]"] == pytest.approx(0, abs=1e-12)


def test_a_free_sphere_that_grows_by_420_per_cent_bears_no_stress(march_case):
    """Stress below 1e-8 of Young's modulus everywhere, at every step."""
    computed = march_case("verification/free_swelling")
    for axes in ("rr", "zz", "rz", "tt"):
        stress = np.abs(computed.column(f"stress_{axes}:inside [MPa]"))
        assert stress.max() < 1e-8 * 30e3
    assert computed.last["volume_expansion_deformed [-]"] == pytest.approx(4.2, rel=1e-9)


SHELL = """
title: A thick plastic shell is opened
coordinates: axisymmetric
geometry:
  {recipe: hollow_sphere, inner_radius: 1 um, outer_radius: 2 um, elements_through: THROUGH,
   elements_along: ALONG}
bodies:
  shell:
    elasticity: {model: hencky, youngs_modulus: 1000 MPa, poissons_ratio: NU}
    plasticity: {model: j2, yield_stress: 1 MPa, yield_on: kirchhoff}
    formulation: FORMULATION
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
  inner:
    displacement:
      r: {expression: 0.5*t*r, unit: um}
      z: {expression: 0.5*t*z, unit: um}
time: {end: 1 s}
stepping: {fixed: 0.02 s}
output: {fields: none, pictures: false, forces: [equator]}
"""


def pull_on_the_equator(march_case, formulation, through, poissons_ratio=0.3, most=10**9):
    """Axial force [uN] on the equator of the opened shell."""
    text = SHELL.replace("FORMULATION", formulation).replace("THROUGH", str(through))
    text = text.replace("ALONG", str(4 * through)).replace("NU", str(poissons_ratio))
    return march_case(text, most=most).last["force_z:equator [uN]"]


def test_a_thick_plastic_shell_opened_by_half_bears_2_Y_ln_b_over_a(march_case):
    """Equilibrium of the half shell: force on the equator = - pi a^2 p, and p = 2 Y ln(b/a)."""
    a, b = 1.5, (2**3 + 1.5**3 - 1) ** (1 / 3)
    exact = np.pi * a**2 * 2 * np.log(b / a)
    found = abs(pull_on_the_equator(march_case, "mixed", 3))
    assert found == pytest.approx(exact, rel=5e-3)  # elastic strains of 1/1000 of the yield's size


def test_plastic_flow_does_not_lock_the_mixed_formulation(march_case):
    """One element through the thickness: displacements alone bear several times the force."""
    a = 1.15
    exact = np.pi * a**2 * 2 * np.log((2**3 + a**3 - 1) ** (1 / 3) / a)
    errors = {
        kind: abs(abs(pull_on_the_equator(march_case, kind, 1, 0.49, most=15)) / exact - 1)
        for kind in ("mixed", "displacement")
    }
    assert errors["mixed"] < 0.1  # elastic strains are not small beside this opening
    assert errors["displacement"] > 1


DIFFUSION = """
title: Uniform flux into a sphere
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: SIZE, centre_size: SIZE}
bodies:
  particle:
    elasticity: {model: linear, youngs_modulus: 1 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 1 um^3/amol
      max_stoichiometry: 1
      potential: {model: ideal}
      diffusivity: 1 um^2/s
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
  surface: {flux: 1 amol/um^2/s}
time: {end: 0.1 s}
stepping: {fixed: STEP}
output:
  fields: none
  pictures: false
  probes:
PROBES"""

CRANK = (
    (0.0, 0.0598781728056),
    (0.25, 0.0795174225549),
    (0.5, 0.146137508846),
    (0.75, 0.277235456999),
    (1.0, 0.486761686342),
)
"""Radius and concentration at D t / R^2 = 0.1 (Crank 1975, Mathematics of Diffusion, eq. 6.45)."""


def test_uniform_flux_into_a_sphere_tends_to_crank_at_second_order(march_case):
    """Element size halved and step quartered (backward Euler): errors fall fourfold."""
    probes = "".join(
        f"    at_{i}: {{body: particle, at: [{r} um, 0 um]}}\n" for i, (r, _) in enumerate(CRANK)
    )
    errors = []
    for size, step in (("0.14 um", "2 ms"), ("0.07 um", "0.5 ms")):
        text = DIFFUSION.replace("SIZE", size).replace("STEP", step).replace("PROBES", probes)
        last = march_case(text).last
        wrong = [last[f"stoichiometry:at_{i} [-]"] - c for i, (_, c) in enumerate(CRANK)]
        errors.append(float(np.linalg.norm(wrong)))
    assert errors[1] < 2e-3
    assert np.log2(errors[0] / errors[1]) > 1.7
