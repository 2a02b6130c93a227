"""Situations that users of similar codes reported; docs/robustness.md has the sources."""

import pytest

from nanoglue.case import read
from nanoglue.stepping.schedule import schedule

LAYERS = """
title: Two layers of unequal diffusivity and thickness conduct in series
coordinates: plane_strain
geometry:
  {recipe: two_blocks, width: 1 um, upper_height: 0.3 um, lower_height: 1 um, elements_up: 4}
bodies:
  top:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species: {molar_volume: 10 cm^3/mol, diffusivity: 1e-14 m^2/s, COMMON}
  bottom:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species: {molar_volume: 20 cm^3/mol, diffusivity: 3e-14 m^2/s, COMMON}
interfaces: {top_bottom: {bond: perfect}}
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}, concentration: 0}
  top_face: {concentration: {expression: 1 + 0.2*t/1e6 + 0.4*(x - 0.5)}}
time: {end: 1e6 s}
stepping: {fixed: 2e5 s}
output:
  fields: none
  pictures: false
  probes:
    left: {body: top, at: [0 um, 1.3 um]}
    right: {body: top, at: [1 um, 1.3 um]}
    above: {body: top, at: [0.5 um, 1 um]}
    below: {body: bottom, at: [0.5 um, 1 um]}
"""
COMMON = "max_stoichiometry: 2, initial: 0.5, potential: {model: ideal}"


@pytest.fixture(scope="module")
def layers():
    """Last row of the two layers."""
    return LAYERS.replace("COMMON", COMMON)


def test_layers_of_unequal_diffusivity_conduct_in_series(march_case, layers):
    """The flux D c_host/h is that of both; at x = 0.5 um the surface is at 1.2.

    The part of the surface value that varies along x is odd about x = 0.5 um.
    """
    last = march_case(layers).last
    upper, lower = 1e-14 / 10 / 0.3, 3e-14 / 20 / 1.0
    expected = 1.2 * upper / (upper + lower)
    for place in ("above", "below"):
        assert last[f"stoichiometry:{place} [-]"] == pytest.approx(expected, rel=1e-3)


def test_a_prescribed_content_follows_position_and_time(march_case, layers):
    computed = march_case(layers, most=3)
    share = computed.steps[-1].time / 1e6
    for place, x in (("left", 0.0), ("right", 1.0)):
        expected = 1 + 0.2 * share + 0.4 * (x - 0.5)
        assert computed.last[f"stoichiometry:{place} [-]"] == pytest.approx(expected, rel=1e-9)


PARTICLE = """
title: A particle
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 200 nm, centre_size: 300 nm}
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species: {molar_volume: 10 cm^3/mol, diffusivity: 1e-14 m^2/s, COMMON}
boundaries: {axis: {symmetry: true}, equator: {symmetry: true}}
protocol: [STAGES]
time: {end: 1000 hour}
"""
STAGE = "{model: galvanostatic, body: particle, through: surface, "


def stages(folder, *given):
    """The stages of a particle of 2 as maximum and 0.5 as initial content, laid out in time."""
    file = folder / "case.yaml"
    listed = ", ".join(f"{STAGE}{one}}}" for one in given)
    file.write_text(PARTICLE.replace("COMMON", COMMON).replace("STAGES", listed))
    return schedule(read(file), {"particle": 100.0}, {}, [1.0] * len(given))


def test_a_slow_stage_lasts_until_its_own_end(tmp_path):
    """From 0.5 to 1.5 of 2 at C/100 are 50 hours."""
    (only,) = stages(tmp_path, "rate: C/100, until: {stoichiometry: 1.5}")
    assert only.end == pytest.approx(50 * 3600)


def test_a_stage_whose_target_is_passed_leaves_the_next_one_as_it_was(tmp_path):
    """The first one takes no time, and the second starts from 0.5."""
    first = "rate: 1 /hour, until: {stoichiometry: 0.4}"
    passed, follows = stages(tmp_path, first, "rate: -1 /hour, until: {stoichiometry: 0.1}")
    assert (passed.start, passed.end) == (0, 0)
    assert follows.level == 0.5
    assert follows.end == pytest.approx(0.2 * 3600)
