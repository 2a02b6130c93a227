"""Without a contact stiffness in the case, bodies do not visibly overlap."""

import math
from types import SimpleNamespace

import pytest

PRESSED = """
title: A narrow block is pressed onto another
coordinates: plane_strain
geometry:
  {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um, elements_across: 8,
   elements_up: 8}
bodies:
  top: {elasticity: {model: hencky, youngs_modulus: 30 GPa, poissons_ratio: 0.3}}
  bottom: {elasticity: {model: hencky, youngs_modulus: 100 GPa, poissons_ratio: 0.2}}
interfaces: {top_bottom: {law: LAWEXTRA}}
boundaries:
  left: {displacement: {x: 0 um}}
  bottom_face: {displacement: {y: 0 um}}
  top_face: {displacement: {y: {expression: -DOWN*t, unit: um}}}
time: {end: 1 s}
stepping: {fixed: 0.25 s}
output: {fields: none, pictures: false, forces: [top_face]}
"""
BILINEAR = "{model: bilinear, strength: 170 MPa, toughness: 0.5 J/m^2, stiffness: 5e17 Pa/m}"
ELASTIC = "{model: elastic, stiffness: 1e15 Pa/m}"


def pressed(law, down, extra=""):
    text = PRESSED
    for name, value in (("LAW", law), ("DOWN", str(down)), ("EXTRA", extra)):
        text = text.replace(name, value)
    return text


@pytest.mark.parametrize(
    ("law", "allowed"),
    [(BILINEAR, 0.01 * 2 * 0.5 / 170), (ELASTIC, 1e-3 * 0.125 / 2**0.5)],
    ids=["a hundredth of the final opening", "a thousandth of an element"],
)
def test_penetration_stays_below_what_a_figure_shows(march_case, law, allowed):
    """At 10 % of compression, twice the elastic strain of any metal."""
    computed = march_case(pressed(law, 0.2))
    penetration = computed.column("penetration_max:top_bottom [um]")
    assert 0 < max(penetration) < allowed


def test_a_soft_contact_is_warned_of(march_case):
    from nanoglue.physics.contact.stiffness import doubtful_penetrations
    from nanoglue.stepping.penetration import LargestPenetration

    computed = march_case(pressed(BILINEAR, 0.2, ", contact_stiffness: 3e14 Pa/m"))
    problem = computed.problem
    largest = LargestPenetration(doubtful_penetrations(problem.case, problem.domain))
    assert largest.warnings() == []
    for step in computed.steps:
        largest.observe(step.observed)
    (warning,) = largest.warnings()
    assert warning.startswith("top_bottom: the bodies overlap by up to")
    assert largest.doubtful["top_bottom"] == pytest.approx(0.1 * 2 * 0.5 / 170)


@pytest.mark.slow
def test_blocks_are_not_pushed_through_each_other(march_case):
    from nanoglue.solvers.outcome import NotConverged

    with pytest.raises(NotConverged):
        march_case(pressed(BILINEAR, 5))


SLID = """
title: A joint is torn, pressed, sheared back and forth, and lifted, turned by 37 degrees
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um, angle: 37 deg}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 1e6 MPa, poissons_ratio: 0}}
  bottom: {elasticity: {model: linear, youngs_modulus: 1e6 MPa, poissons_ratio: 0}}
interfaces:
  top_bottom:
    law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1000 MPa/um}
    friction: 0.4
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face:
    displacement:
      x: {time: [0 s, 1 s, 2 s, 3 s, 4 s, 5 s], value: [XS]}
      y: {time: [0 s, 1 s, 2 s, 3 s, 4 s, 5 s], value: [YS]}
time: {end: 5 s}
stepping: {fixed: 0.1 s}
output: {fields: none, pictures: false, forces: [top_face]}
"""
ACROSS = (0.0, 0.3, -0.02, -0.02, -0.02, 0.05)
ALONG = (0.0, 0.0, 0.0, 0.3, 0.1, 0.1)


def slide(march_case, along, across):
    """Return the computed steps, the times, the pressure and the shear force [uN]."""
    cosine, sine = math.cos(math.radians(37)), math.sin(math.radians(37))
    pairs = list(zip(along, across, strict=True))
    placed = {
        "XS": [along * cosine - across * sine for along, across in pairs],
        "YS": [along * sine + across * cosine for along, across in pairs],
    }
    text = SLID
    for name, values in placed.items():
        text = text.replace(name, ", ".join(f"{value!r} um" for value in values))
    slid = march_case(text)
    x, y = (slid.column(f"force_{axis}:top_face [uN]") for axis in "xy")
    shear = [cosine * a + sine * b for a, b in zip(x, y, strict=True)]
    pressure = [sine * a - cosine * b for a, b in zip(x, y, strict=True)]
    return slid, [round(step.time, 6) for step in slid.steps], pressure, shear


def test_a_failed_joint_slips_at_the_coulomb_limit_of_the_default_contact(march_case):
    """Blocks of E = 1e6 MPa and 2 um in height, pressed by 0.02 um: 1e4 uN, and 0.4 of it slips.

    The compliance of the contact takes at most 0.2 % of this.
    """
    _, times, pressure, shear = slide(march_case, ALONG, ACROSS)
    for time, sign in ((3.0, 1), (4.0, -1)):
        at = times.index(time)
        assert pressure[at] == pytest.approx(1e4, rel=2e-3)
        assert shear[at] == pytest.approx(sign * 0.4 * pressure[at], rel=1e-6)
    assert (pressure[-1], shear[-1]) == pytest.approx((0, 0), abs=1e-6)


@pytest.mark.parametrize("damage", [0.0, 0.5, 1.0, 1 + 2**-51])
def test_a_bond_bears_pressure_only_where_it_is_closed(damage):
    """Stored damage exceeds 1 by rounding; friction would then act on an open joint."""
    from nanoglue.physics.contact.bond_compression import BondCompression

    layer = object.__new__(BondCompression)
    layer.law = SimpleNamespace(strength=50.0, normal_stiffness=1000.0)
    layer.contact, layer.damage_open = 1e8, lambda _: damage
    assert [float(layer.pressure(opening)) for opening in (0.0, 1e-9, 0.1)] == [0, 0, 0]
    stiffness = 1 / ((1 - damage) / 1000 + damage / 1e8)
    assert float(layer.pressure(-1e-7)) == pytest.approx(1e-7 * stiffness, rel=1e-7)


def test_an_intact_bond_is_compressed_with_its_own_stiffness(march_case):
    """A layer of 1000 MPa/um between blocks of 5e5 MPa/um, while it fails in shear and until open.

    0.02 um: 20 MPa. It is lifted and pressed again: 1e4 MPa of the blocks.
    """
    across, along = (0.0, -0.02, -0.02, -0.02, 0.05, -0.02), (0.0, 0.0, 0.3, 0.1, 0.1, 0.1)
    computed, times, pressure, shear = slide(march_case, along, across)
    layer = 0.02 / (1 / 1000 + 1 / 5e5)
    for time in (1.0, 2.0, 3.0):
        assert pressure[times.index(time)] == pytest.approx(layer, rel=1e-6)
    assert shear[times.index(2.0)] == pytest.approx(0.4 * layer, rel=1e-6)
    assert pressure[-1] == pytest.approx(1e4, rel=2e-3)
    assert max(map(abs, computed.column("energy_error [-]"))) < 1e-3
    assert min(computed.column("energy_cohesive [pJ]")) >= -1e-9


def test_a_bond_under_more_than_its_strength_is_as_stiff_as_contact(march_case):
    """50 MPa compress the layer by 0.05 um; the blocks take the rest of 0.06 um."""
    computed, _, pressure, _ = slide(march_case, (0.0,) * 6, (0.0, -0.06, -0.06, -0.06, -0.06, 0.0))
    assert max(pressure) == pytest.approx(50 + (0.06 - 0.05 - 50 / 5e5) * 5e5, rel=5e-3)
    assert max(computed.column("penetration_max:top_bottom [um]")) < 0.01 * 2 * 5 / 50
    assert max(map(abs, computed.column("energy_error [-]"))) < 1e-6


def test_pressure_is_the_derivative_of_the_energy_beyond_an_edge(march_case):
    """Of an intact bond, a part of which has slid past the end of the other block."""
    from nanoglue.physics.interface_outputs import contact_energy
    from nanoglue.physics.interface_quadrature import InterfaceQuadrature

    text = pressed(BILINEAR, 0.0, ", contact_beyond_edge: true, traction_area: reference")
    bond = march_case(text, most=1).problem.cohesion["top_bottom"]
    opening, sliding = bond.jump.present()
    values = [
        contact_energy(bond),
        bond.contact_pressure(opening, sliding),
        bond.supported(sliding),
    ]
    watched = InterfaceQuadrature(bond, values)
    bond.u_minus.x.array[:] = 0.0

    def at(compression):
        bond.u_plus.x.array.reshape(-1, 2)[:] = (0.05, -compression)
        return [value.copy() for value in watched()]

    step = 1e-8
    for compression in (1e-4, 1e-3):  # below and above the strength over the stiffness, 3.4e-4 um
        (after, _, _), (before, _, _) = at(compression + step), at(compression - step)
        _, pressure, supported = at(compression)
        assert 0 < supported.min() < 0.9
        assert (after - before) / (2 * step) == pytest.approx(pressure, rel=1e-5)
