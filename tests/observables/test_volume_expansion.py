"""Volume expansion of several bodies, which steps and output follow."""

from itertools import pairwise

import pytest

from nanoglue.case import columns
from nanoglue.output.scheduled_fields import ScheduledFields

BLOCKS = """
title: The second of two blocks swells, after the first
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top:
    elasticity: {model: hencky, youngs_modulus: 1 GPa, poissons_ratio: 0}
    growth: {expression: 1 + 1e-9*t}
  bottom:
    elasticity: {model: hencky, youngs_modulus: 1 GPa, poissons_ratio: 0}
    growth: {expression: 1 + 0.2*t}
interfaces:
  top_bottom: {law: {model: elastic, stiffness: 1000 MPa/um}}
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
time: {end: 1 s}
stepping: {first: 0.1 s, largest: 1 s, expansion: 0.04}
output: {fields: {every: 0.1}, pictures: false}
"""


@pytest.fixture(scope="module")
def computed(march_case):
    return march_case(BLOCKS)


def test_each_swelling_body_has_its_expansion(computed):
    last, column = computed.steps[-1].observed, columns.EXPANSION_CHEMICAL
    assert last[column] == last[column.at("top")] == pytest.approx(1e-9)
    assert last[column.at("bottom")] == pytest.approx(0.2)
    assert last[columns.EXPANSION_DEFORMED.at("bottom")] > 0.1


def test_steps_follow_the_body_that_swells_most(computed):
    column = columns.EXPANSION_CHEMICAL.at("bottom")
    grown = [step.observed[column] for step in computed.steps]
    assert max(late - early for early, late in pairwise(grown)) < 0.05


def test_fields_are_due_when_a_later_body_has_swollen(computed, tmp_path):
    first, *later = computed.steps
    fields = ScheduledFields(tmp_path, computed.problem, first, None)
    assert any(fields.due(step) for step in later)
