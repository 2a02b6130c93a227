"""Open, pressed and failed shares of an interface, and the opening at the axis."""

import pytest
from tests.parallel.agreement import by_turns

pytest.importorskip("dolfinx")

from nanoglue.runtime.fenics import MPI

SHARES = [f"{name}_fraction:top_bottom [-]" for name in ("open", "pressed", "failed")]


def test_a_damaged_interface_in_tension_is_open(march_case):
    computed = march_case("verification/mode_I", "geometry.elements_across=2", most=40)
    assert computed.column(SHARES[0])[-1] == pytest.approx(1)
    assert computed.column(SHARES[1])[-1] == 0
    bonded = computed.column("bonded_fraction:top_bottom [-]")
    assert computed.column(SHARES[2]) == pytest.approx([1 - share for share in bonded])


def test_the_opening_at_the_axis_is_that_of_a_pulled_cylinder(march_case):
    pulled = march_case(CYLINDER).last
    opening = pulled["opening_mean:top_bottom [um]"]
    assert opening > 1e-5
    assert pulled["opening_at_axis:top_bottom [um]"] == pytest.approx(opening, rel=1e-9)


def test_a_compressed_interface_is_pressed(march_case):
    pressed = march_case(CYLINDER.replace("0.001*t", "-0.001*t")).last
    assert [pressed[name] for name in SHARES] == pytest.approx([0, 1, 0])


@pytest.mark.parallel([1, 2])
def test_a_block_that_slides_off_another_is_pressed_where_it_is_above_it(march_case):
    """Its support ends within a facet, an eighth of its width, beyond the end of the other."""
    slid = march_case(SLIDING, comm=MPI.COMM_WORLD, partitioner=by_turns)
    opened, pressed, failed = map(slid.column, SHARES)
    assert failed == [1.0] * 10  # which is not what tells whether it is in contact
    assert (opened[4], pressed[4]) == (0, 1)  # before it slides
    ways = slid.column("sliding_mean:top_bottom [um]")
    for way, share in zip(ways[5:8], pressed[5:8], strict=True):
        assert 1 - way - 1e-2 < share < 1 - way + 0.15
    assert opened == pytest.approx([1 - share for share in pressed])
    assert (opened[-1], pressed[-1]) == (1, 0)
    force = slid.column("force_y:top_face [uN]")
    assert abs(force[-1]) < 1e-9 < 1e-3 * abs(force[4])


CYLINDER = """
title: Two discs are pulled apart
coordinates: axisymmetric
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  bottom: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0}}
interfaces:
  top_bottom: {law: {model: elastic, stiffness: 1e16 Pa/m}, contact_stiffness: 1e16 Pa/m}
boundaries:
  left: {symmetry: true}
  bottom_face: {displacement: {z: 0 um}}
  top_face: {displacement: {z: {expression: 0.001*t, unit: um}}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false}
"""

SLIDING = """
title: A block is pressed on another and slides off it
coordinates: plane_strain
geometry:
  {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um, elements_across: 8}
bodies:
  top: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}}
  bottom: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}}
interfaces:
  top_bottom: {law: {model: contact}, contact_stiffness: 1e5 MPa/um, sliding: finite}
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face:
    displacement:
      x: {time: [0 s, 0.5 s, 1 s], value: [0 um, 0 um, 1.5 um]}
      y: {time: [0 s, 0.5 s, 1 s], value: [0 um, -0.02 um, -0.02 um]}
time: {end: 1 s}
stepping: {fixed: 0.1 s}
output: {fields: none, pictures: false, forces: [top_face]}
"""
