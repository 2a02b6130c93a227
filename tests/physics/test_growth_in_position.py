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
