"""Any number of ranks and any partition give the same history."""

import pytest
from tests.parallel.agreement import (
    assert_agree,
    first_rank_empty,
    history_alone,
    history_spread,
    narrow_stripes,
    scattered,
    stripes,
)

SMALL = (
    "geometry.interface_size=16 nm",
    "geometry.axis_size=16 nm",
    "geometry.bulk_size=24 nm",
    "geometry.far_size=120 nm",
    "stepping.method=bdf2",
    "stepping.first=1 s",
    "stepping.largest=20 s",
    "stepping.damage=0.5",
    "solver.tolerance=1e-9",  # runs agree to the tolerance, 1e-3 in the case
)
"""A coarse particle: some hundred unknowns, ten facets on its interface."""


def compare(march_case, case, settings, partitioner, most, accuracy):
    spread = history_spread(march_case, case, *settings, partitioner=partitioner, most=most)
    alone = history_alone(march_case, case, *settings, most=most)
    assert alone.times == pytest.approx(spread.times, rel=1e-9)
    assert_agree(alone, spread, accuracy, smallest=1e-12)


@pytest.mark.parallel(2)
def test_two_ranks_agree_with_one_when_the_partition_cuts_the_interface(march_case):
    compare(march_case, "nanoglue/bare", SMALL, stripes, 25, 1e-6)


@pytest.mark.parallel(2)
def test_two_ranks_agree_with_one_where_older_factors_precondition_gmres(march_case, monkeypatch):
    from nanoglue.solvers import factorisation

    solved = []
    complete = factorisation.complete
    monkeypatch.setattr(factorisation, "FROM", 100)
    monkeypatch.setattr(factorisation, "complete", lambda *x: solved.append(1) or complete(*x))
    compare(march_case, "nanoglue/bare", SMALL, scattered, 12, 1e-6)
    assert solved


@pytest.mark.parallel(2)
def test_two_ranks_agree_with_one_when_cells_are_scattered(march_case):
    compare(march_case, "nanoglue/bare", SMALL, scattered, 8, 1e-6)


@pytest.mark.parallel(4)
def test_four_ranks_agree_with_one_when_every_facet_is_cut(march_case):
    blocks = ("geometry.elements_across=8", "stepping.fixed=0.1 s")
    compare(march_case, "verification/mode_I", blocks, narrow_stripes, 4, 1e-8)


@pytest.mark.parallel(2)
def test_two_ranks_agree_with_one_where_three_bodies_meet(march_case):
    coating = ("geometry.coating_size=10 nm", "protocol.0.rate=800 /hour")  # converted in 5 s
    compare(march_case, "nanoglue/coated", SMALL + coating, scattered, 8, 1e-6)


@pytest.mark.parallel(2)
@pytest.mark.parametrize("case", ["deposition_front", "pulled_front", "shrinking_grain"])
def test_two_ranks_agree_with_one_on_a_front(march_case, case):
    coarse = ("geometry.elements_through=20", "stepping.fixed=2 s")
    compare(march_case, f"verification/{case}", coarse, scattered, 4, 1e-8)


@pytest.mark.parallel(4)
def test_four_ranks_agree_with_one_on_the_particle(march_case):
    compare(march_case, "nanoglue/bare", SMALL, stripes, 8, 1e-6)


@pytest.mark.parallel(2)
def test_a_rank_may_have_no_cells(march_case):
    compare(march_case, BONDED, (), first_rank_empty, 3, 1e-8)
    compare(march_case, "nanoglue/bare", SMALL, first_rank_empty, 4, 1e-6)


COARSE = ("geometry.surface_size=1.5 nm", "geometry.bulk_size=4 nm")
FILMS = {
    "sei/delamination": ("stepping.largest=0.1 s", "stepping.first=0.1 s", "stepping.damage=1"),
    "dendrite/with_delamination": ("stepping.first=0.5 s", "stepping.damage=1"),
    "dendrite/film_4nm": COARSE,
    "dendrite/film_10nm": COARSE,
    "dendrite/film_20nm": COARSE,
}
"""Films on metal, and what makes the first steps of each reach damage or growth."""


@pytest.mark.slow
@pytest.mark.parallel([2, 4])
@pytest.mark.parametrize("case", FILMS)
def test_ranks_agree_on_a_film(march_case, case):
    compare(march_case, case, FILMS[case], scattered, 10, 1e-6)


BONDED = """
title: A strip of two swelling layers is pulled across their perfect bond
coordinates: plane_strain
geometry:
  {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um, elements_across: 6,
   elements_up: 3}
bodies:
  top:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    formulation: mixed
    species:
      {molar_volume: 1 m^3/mol, max_stoichiometry: 1, potential: {model: ideal}, initial: 0.1,
       diffusivity: 1 um^2/s, swelling: {model: linear, coefficient: 0.1}}
  bottom:
    elasticity: {model: hencky, youngs_modulus: 1 GPa, poissons_ratio: 0.3}
    species:
      {molar_volume: 0.5 m^3/mol, max_stoichiometry: 1, initial: 0.01, diffusivity: 1 um^2/s,
       potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [0.05 V, -0.05 V]}}
interfaces: {top_bottom: {bond: perfect}}
boundaries:
  left: {displacement: {x: 0 um}}
  bottom_face: {displacement: {y: 0 um}}
  top_face: {displacement: {y: {expression: 0.01*t, unit: um}}, concentration: 0.2}
time: {end: 1 s}
stepping: {fixed: 0.2 s}
output:
  fields: none
  pictures: false
  forces: [left, top_face]
  probes: {below: {body: bottom, at: [0.5 um, 0.6 um]}}
"""


@pytest.mark.parallel(2)
@pytest.mark.parametrize("partitioner", [narrow_stripes, scattered])
def test_two_ranks_agree_with_one_on_a_perfect_bond(march_case, partitioner):
    compare(march_case, BONDED, (), partitioner, 5, 1e-8)


@pytest.mark.parallel(4)
def test_four_ranks_agree_with_one_on_a_perfect_bond(march_case):
    compare(march_case, BONDED, (), narrow_stripes, 5, 1e-8)


@pytest.mark.parallel([2, 4])
def test_ranks_agree_in_space_with_scattered_cells(march_case, blocks_in_space):
    finer = (
        "geometry.elements_across=2",
        "geometry.elements_deep=2",
        "boundaries.top_face.displacement.z.expression=0.05*t",
        "stepping.fixed=0.25 s",
    )
    compare(march_case, blocks_in_space, finer, scattered, 4, 1e-8)
