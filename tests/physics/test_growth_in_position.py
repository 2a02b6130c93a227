"""A stress-free volume ratio that depends on position, as a temperature gradient makes it."""

import pytest

from nanoglue.case.text.errors import CaseError

STRIP = """\
title: A strip whose stress-free volume grows with height bends
coordinates: plane_strain
geometry:
  {recipe: bar, width: 10 um, height: 1 um, elements_across: 20, elements_up: 4}
bodies:
  bar:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.25}
    growth: {expression: 1 + 0.003*y*t}
boundaries:
  left: {displacement: {x: 0 um}}
point_supports:
  - {body: bar, near: [0 um, 0 um], displacement: {y: 0 um}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false, points: {end: {body: bar, at: [10 um, 0 um]}}}
"""


def test_a_strip_bends_with_the_gradient_of_its_stress_free_volume(march_case):
    """The curvature is (1 + nu) d(Jc)/dy/3 = 1.25e-3 /um, and the end sinks by half of it L^2."""
    last = march_case(STRIP).last
    assert last["displacement_y:end [um]"] == pytest.approx(-0.0625, rel=1e-6)
    assert last["volume_expansion_chemical [-]"] == pytest.approx(0.0015, rel=1e-9)


def test_a_volume_that_is_not_positive_everywhere_is_refused(march_case):
    with pytest.raises(CaseError, match="growth: must be greater than 0"):
        march_case(STRIP.replace("1 + 0.003*y*t", "0.5 - y*t"))


CYLINDER = """\
title: A cylinder whose stress-free volume varies
coordinates: axisymmetric
geometry: {recipe: bar, width: 1 um, height: 1 um, elements_across: 12, elements_up: 12}
bodies:
  bar:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    growth: {expression: 1 + GROWTH*t}
boundaries:
  left: {symmetry: true}
  bottom: ENDS
  top: ENDS
HELD
time: {end: 1 s}
stepping: {fixed: 1 s}
output:
  fields: none
  pictures: false
  probes:
    middle: {body: bar, at: [0.5 um, 0.5 um]}
    side: {body: bar, at: [1 um, 0.5 um]}
  points: {rim: {body: bar, at: [1 um, 0 um]}, tip: {body: bar, at: [0 um, 1 um]}}
"""


def test_a_volume_that_grows_linearly_along_a_free_cylinder_bends_its_sections(march_case):
    """A strain linear in position is compatible: no stress, u_z = 0.001 (z^2 - r^2)/2."""
    held = "point_supports: [{body: bar, near: [0 um, 0 um], displacement: {z: 0 um}}]"
    case = CYLINDER.replace("GROWTH", "0.003*z").replace("ENDS", "{}").replace("HELD", held)
    last = march_case(case).last
    assert last["displacement_z:rim [um]"] == pytest.approx(-5e-4, rel=1e-6)
    assert last["displacement_z:tip [um]"] == pytest.approx(5e-4, rel=1e-6)
    assert abs(last["stress_tt:side [MPa]"]) < 1e-6


def test_a_volume_that_grows_with_the_square_of_the_radius_stresses_a_cylinder(march_case):
    """Timoshenko and Goodier, thermal stress of a long cylinder, with alpha T = k r^2.

    sigma_r = E k (R^2 - r^2)/(4 (1 - nu)) and sigma_t = E k (R^2 - 3 r^2)/(4 (1 - nu)). Twelve
    elements of second order across the radius: errors of about 1 %.
    """
    ends = "{displacement: {z: 0 um}}"
    case = CYLINDER.replace("GROWTH", "0.003*r**2").replace("ENDS", ends).replace("HELD", "")
    last = march_case(case).last
    size = 1e4 * 1e-3 / (4 * 0.7)
    assert last["stress_rr:middle [MPa]"] == pytest.approx(0.75 * size, rel=0.02)
    assert last["stress_tt:middle [MPa]"] == pytest.approx(0.25 * size, abs=0.01 * size)
    assert last["stress_tt:side [MPa]"] == pytest.approx(-2 * size, rel=0.02)
