"""Bodies without a bond: contact alone, an initial gap, and a shrink fit."""

import re
from math import log

import numpy as np
import pytest

from nanoglue.case import read
from nanoglue.case.text.errors import CaseError
from nanoglue.models.cohesive.contact import Contact

BLOCKS = """
title: A block above another
coordinates: plane_strain
geometry:
  {recipe: two_blocks, width: 2 um, upper_height: 0.5 um, lower_height: 0.5 um, elements_across: 4,
   elements_up: 2}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  bottom: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
interfaces:
  top_bottom: {law: {model: contact}, contact_stiffness: 1e18 Pa/m, initial_gap: GAP}
boundaries:
  left: {displacement: {x: 0 um}}
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face:
    displacement: {y: {time: [0 s, 1 s, 2 s, 3 s], value: [0 um, -5 nm, 5 nm, -5 nm]}}
time: {end: 3 s}
stepping: {fixed: 0.2 s}
output: {fields: none, pictures: false, forces: [top_face]}
"""


@pytest.mark.parametrize("gap", [0.0, 0.003, -0.002])
def test_contact_alone_bears_from_where_the_gap_is_closed(march_case, gap):
    computed = march_case(BLOCKS.replace("GAP", f"{gap} um"))
    time = np.array([step.time for step in computed.steps])
    pushed = np.interp(time, [0, 1, 2, 3], [0, -0.005, 0.005, -0.005])
    force = np.array(computed.column("force_y:top_face [uN]"))
    expected = 2 * np.minimum(pushed + gap, 0.0) / (1 / 10e3 + 1 / 1e6)
    started = time > 0  # an interference acts from the first step on
    assert force[started] == pytest.approx(expected[started], rel=1e-9, abs=1e-9)
    assert max(computed.column("energy_error [-]")) < 2e-2
    assert not any(step.events for step in computed.steps)


@pytest.mark.parametrize(
    "law",
    [
        "{model: bilinear, strength: 100 MPa, toughness: 0.5 J/m^2, stiffness: 1e17 Pa/m}",
        "{model: exponential, strength: 100 MPa, toughness: 0.5 J/m^2}",
    ],
)
def test_bodies_without_a_bond_bear_pressure_alone(march_case, law):
    broken = f"{{law: {law}, initial_damage: 1}}"
    text = re.sub("top_bottom: .*", f"top_bottom: {broken}", BLOCKS)
    computed = march_case(text.replace("model: linear", "model: hencky"), "stepping.fixed=0.25 s")
    force = np.array(computed.column("force_y:top_face [uN]"))
    time = np.array([step.time for step in computed.steps])
    pressed = 2 * 10e3 * log(0.995)  # nominal stress of a Hencky bar is E ln(l)/l
    at = {when: float(force[np.argmin(np.abs(time - when))]) for when in (1, 2, 3)}
    assert at[1] == pytest.approx(pressed / 0.995, rel=2e-3)
    assert at[2] == pytest.approx(0, abs=1e-9 * abs(pressed))
    assert at[3] == pytest.approx(at[1], rel=1e-6)
    assert computed.last["energy_cohesive [pJ]"] == pytest.approx(0, abs=1e-6)


SHRINK_FIT = """
title: A ring is shrunk onto a disc
coordinates: axisymmetric
geometry:
  {recipe: pull_out, fibre_radius: 1 um, matrix_radius: 2 um, embedded_length: 0.1 um,
   elements_fibre: 4, elements_matrix: 8, elements_along: 2}
bodies:
  fibre: {elasticity: {model: linear, youngs_modulus: 100 GPa, poissons_ratio: 0.3}}
  matrix: {elasticity: {model: linear, youngs_modulus: 50 GPa, poissons_ratio: 0.2}}
interfaces:
  fibre_matrix: {law: {model: contact}, contact_stiffness: 1e21 Pa/m, initial_gap: -1 nm}
boundaries:
  axis: {symmetry: true}
  fibre_foot: {displacement: {z: 0 um}}
  matrix_foot: {displacement: {z: 0 um}}
time: {end: 1 s}
stepping: {fixed: 0.5 s}
output: {fields: none, pictures: false}
"""


def test_the_pressure_of_a_shrink_fit_is_that_of_lame(march_case):
    computed = march_case(SHRINK_FIT)
    inner, outer = 1.0, 2.0
    shape = (outer**2 + inner**2) / (outer**2 - inner**2)
    ring = inner / 50e3 * (shape + 0.2)  # plane stress, Timoshenko & Goodier 1970, section 28
    disc = inner / 100e3 * (1 - 0.3)
    pressure = 1e-3 / (ring + disc + 1e-9)
    traction = computed.last["traction_normal_mean:fibre_matrix [MPa]"]
    assert traction == pytest.approx(-pressure, rel=1e-5)  # of the mesh
    assert computed.last["energy_error [-]"] < 1e-9
    assert computed.last["energy_swelling [pJ]"] == pytest.approx(
        computed.last["energy_stored [pJ]"], rel=1e-9
    )


def message(folder, interface):
    file = folder / "case.yaml"
    file.write_text(BLOCKS.replace("law: {model: contact}", interface).replace("GAP", "1 nm"))
    with pytest.raises(CaseError) as caught:
        read(file)
    return str(caught.value)


def test_a_gap_is_refused_where_it_has_no_meaning(tmp_path):
    bonded = "law: {model: elastic, stiffness: 1e17 Pa/m}"
    assert re.search("nothing can be bonded across it", message(tmp_path, bonded))
    assert re.search("a perfect bond has no opening", message(tmp_path, "bond: perfect"))
    sliding = "law: {model: contact}, sliding: finite"
    assert re.search("not available with sliding: finite", message(tmp_path, sliding))


def test_contact_has_failed_at_every_jump():
    law = Contact()
    for jump in ((0.0, 0.0), (1.0, -2.0)):
        assert law.damage(*jump) == law.failed_at()


@pytest.mark.slow
def test_contact_alone_slips_at_the_limit_of_coulomb(march_case):
    text = BLOCKS.replace("initial_gap: GAP", "friction: 0.3, initial_gap: -1 nm")
    text = text.replace("  left: {displacement: {x: 0 um}}\n", "")
    start = text.index("    displacement: {y: {time")
    moved = "    displacement: {y: 0 um, x: {time: [0 s, 1 s], value: [0 nm, 20 nm]}}\n"
    text = text[:start] + moved + text[text.index("time: {end") :]
    last = march_case(text.replace("end: 3 s", "end: 1 s")).last
    pressed = -last["force_y:top_face [uN]"]
    assert pressed > 1
    assert last["force_x:top_face [uN]"] == pytest.approx(0.3 * pressed, rel=1e-6)
