"""Displacements that are prescribed twice: the order of a case decides, which a run warns of."""

import pytest

from nanoglue.stepping.contradictions import Contradictions
from nanoglue.stepping.validity_rules import Rule

SHEARED = """\
title: A bar is sheared by its top
coordinates: plane_strain
geometry: {recipe: bar, width: 1 um, height: 1 um}
bodies: {bar: {elasticity: {model: linear, youngs_modulus: 20 GPa, poissons_ratio: 0.3}}}
boundaries:
  left: {displacement: {x: LEFT}}
  bottom: {displacement: {x: 0 um, y: 0 um}}
  top: {displacement: {x: {expression: 1e-3*t, unit: um}}}
time: {end: 1 s}
stepping: {fixed: 0.5 s}
output: {fields: none, pictures: false}
"""


@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ("0 um", 1.0),
        ("{expression: 0.75e-3*t, unit: um}", 0.75),  # 0.75 to 0 at the bottom, to 1 at the top
        ("{expression: 0.9e-3*t*y, unit: um}", 0.1),
        ("{expression: 1e-3*t*y, unit: um}", None),
    ],
)
def test_displacements_that_differ_where_boundaries_meet_are_found(march_case, left, expected):
    found = list(Contradictions(march_case(SHEARED.replace("LEFT", left)).problem)())
    violated = [one for one in found if one[0].is_violated(one[2])]
    if expected is None:
        assert not violated
        return
    [(rule, where, difference)] = violated
    assert (rule, where) == (Rule.CONTRADICTION, "bar")
    assert difference == pytest.approx(expected, rel=1e-9)
