"""Rests, pulses, and currents in electric units, against closed forms."""

import numpy as np
import pytest

SPHERE = """\
title: A sphere under a protocol of currents
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 100 nm, centre_size: 200 nm}
bodies:
  particle:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      host_molar_mass: 100 g/mol
      max_stoichiometry: 1
      initial: 0.2
      potential: {model: ideal}
      diffusivity: 1e-14 m^2/s
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
protocol: PROTOCOL
time: {end: 1200 s}
stepping: {first: 1 s, largest: LARGEST, expansion: 1}
output: {fields: none, pictures: false}
"""
STAGE = "{model: galvanostatic, body: particle, through: surface, CURRENT, until: {time: 300 s}}"


def case(*currents, largest="10 s"):
    stages = ", ".join(STAGE.replace("CURRENT", current) for current in currents)
    return SPHERE.replace("PROTOCOL", f"[{stages}]").replace("LARGEST", largest)


def means(computed):
    return computed.column("time"), computed.column("stoichiometry:particle [-]")


def test_a_rest_keeps_the_content_and_pulses_add_up(march_case):
    currents = "rate: 1 /hour", "rate: 0 /hour", "rate: -1 /hour", "rate: 0 C"
    computed = march_case(case(*currents))
    times = np.array([step.time for step in computed.steps])
    x = np.array(computed.column("stoichiometry:particle [-]"))
    expected = np.interp(times, [0, 300, 600, 900, 1200], 0.2 + np.array([0, 1, 1, 0, 0]) / 12)
    assert x == pytest.approx(expected, abs=1e-10)
    assert times[-1] == pytest.approx(1200)
    assert {300.0, 600.0, 900.0} <= {round(t, 9) for t in times}


@pytest.mark.parametrize(
    ("current", "change"),
    [
        # the modelled half of a sphere of 1 um with 10 cm^3/mol holds 2.094395e-13 mol
        ("rate: C/2", 1 / 24),
        ("current: 1 pA", 1e-12 * 300 / 96485.33212 / 2.094395e-13),
        ("current_density: 0.1 A/m^2", 0.1 * 3 * 1e-5 / 1e-6 * 300 / 96485.33212),
        ("specific_current: 100 mA/g", 100 * 0.1 * 300 / 96485.33212),
    ],
)
def test_a_current_in_any_unit_changes_the_mean_content_by_its_charge(march_case, current, change):
    computed = march_case(case(current, largest="100 s"))
    assert computed.last["stoichiometry:particle [-]"] - 0.2 == pytest.approx(change, rel=2e-3)


BLOCKS = """\
title: Two blocks are charged at the same time
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 2 um}
bodies: {top: BODY, bottom: BODY}
interfaces:
  top_bottom: {law: {model: bilinear, strength: 100 MPa, toughness: 5 J/m^2, stiffness: 1e16 Pa/m}}
boundaries: {left: {symmetry: true}, bottom_face: {displacement: {y: 0 um}}}
protocol:
  - {model: galvanostatic, body: top, through: top_face, rate: 1 /hour, until: {stoichiometry: 0.3},
     also: [{body: bottom, through: [bottom_face, top_bottom], rate: -0.5 /hour}]}
  - {model: galvanostatic, body: bottom, through: bottom_face, rate: 1 /hour,
     until: {stoichiometry: 0.25}}
time: {end: 1 hour}
stepping: {first: 10 s, largest: 60 s, expansion: 1}
output: {fields: none, pictures: false}
"""
HOST = """{elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3},
  species: {molar_volume: 10 cm^3/mol, max_stoichiometry: 1, initial: 0.2,
            potential: {model: ideal}, diffusivity: 1e-14 m^2/s}}"""


def test_two_bodies_are_charged_at_the_same_time(march_case):
    computed = march_case(BLOCKS.replace("BODY", HOST))
    times = np.array([step.time for step in computed.steps])
    # The first stage ends at 0.3 in the upper block; the lower one is then at 0.15 and fills again.
    top = np.interp(times, [0, 360], [0.2, 0.3])
    bottom = np.interp(times, [0, 360, 720], [0.2, 0.15, 0.25])
    assert computed.column("stoichiometry:top [-]") == pytest.approx(top, abs=1e-10)
    assert computed.column("stoichiometry:bottom [-]") == pytest.approx(bottom, abs=1e-10)
    assert times[-1] == pytest.approx(720)
    assert max(computed.column("charge_balance_error [-]")) < 1e-10
    assert max(computed.column("species_balance_error [-]")) < 1e-10


def test_a_full_further_body_ends_the_stage(march_case):
    computed = march_case(BLOCKS.replace("BODY", HOST), "protocol.0.also.0.rate=-4 /hour")
    events = [(event.event.value, event.where) for step in computed.steps for event in step.events]
    assert ("empty", "bottom") in events
    assert computed.steps[-1].time < 360


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("body=botom", "did you mean 'bottom'"),
        ("through=top_face", "top_face is no surface of bottom"),
        ("body=top", "also must name further bodies"),
        ("current=1 pA", "exactly one of rate and current"),
    ],
)
def test_a_wrong_current_into_a_further_body_is_refused(tmp_path, change, message):
    from nanoglue.case import read
    from nanoglue.case.text.errors import CaseError

    (tmp_path / "case.yaml").write_text(BLOCKS.replace("BODY", HOST))
    with pytest.raises(CaseError, match=message):
        read(tmp_path / "case.yaml", [f"protocol.0.also.0.{change}"])
