"""A number of a case may follow another of it, and a pressure an overpotential."""

from math import pi

import pytest

from nanoglue.case import CaseError, find, read

CASE = "cases/sei/delamination.yaml"
MODULUS = "bodies.film.elasticity.youngs_modulus"


def table(of="geometry.film_thickness", at="[4 nm, 20 nm]", values="[21 GPa, 165 GPa]"):
    return f"{MODULUS}={{of: {of}, at: {at}, is: {values}}}"


@pytest.mark.parametrize(
    ("thickness", "modulus"), [("4 nm", 21e3), ("0.008 um", 57e3), ("20 nm", 165e3), ("1 nm", 21e3)]
)
def test_a_modulus_follows_the_thickness(thickness, modulus):
    case = read(CASE, [f"geometry.film_thickness={thickness}"])
    assert case.bodies["film"].elasticity.youngs_modulus == pytest.approx(modulus)
    assert case.provenance[MODULUS].basis == "assumed"


@pytest.mark.parametrize(
    ("values", "strain"),
    [("[0 %, 1 %]", 0.005), ("[0, 10 mm/m]", 0.005), ("[0 ppm, 1 %]", 0.005), ("[0, 0.01]", 0.005)],
)
def test_a_share_keeps_its_unit_in_a_table(values, strain):
    middle = f"{{of: temperature, at: [20 degC, 30 degC], is: {values}}}"
    case = read(CASE, ["temperature=25 degC", f"bodies.film.residual_strain={middle}"])
    assert case.bodies["film"].residual_strain == pytest.approx(strain)


@pytest.mark.parametrize(
    ("values", "angle"), [("[0 rad, 0.2 rad]", 0.1), ("[0 deg, 10 deg]", pi / 36)]
)
def test_an_angle_keeps_its_unit_in_a_table(values, angle):
    middle = f"{{of: temperature, at: [20 degC, 30 degC], is: {values}}}"
    case = read(find("mode_I"), ["temperature=25 degC", f"geometry.tilt={middle}"])
    assert case.geometry.parameters.tilt == pytest.approx(angle)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (table(of="geometry.film_thicknes"), "there is no 'geometry.film_thicknes' to depend on"),
        (table(of="geometry"), "'geometry' is not a number to depend on"),
        (table(at="[4 nm]"), "must be lists of the same length, two values at least"),
        (table(at="[20 nm, 4 nm]"), "the values of 'at' must increase"),
        (table(at="[4 s, 5 s]"), "Cannot convert"),
        (table(values="[21 GPa, 1 nm]"), "Cannot convert"),
        (table(values="[1 nm, 2 nm]"), "must be a stress such as 30 GPa"),
        (f"{MODULUS}={{of: geometry.film_thickness, is: [1 GPa]}}", "must have exactly the keys"),
    ],
)
def test_a_wrong_table_is_told(wrong, told):
    with pytest.raises(CaseError) as caught:
        read(CASE, [wrong])
    assert any(told in str(problem) and MODULUS in str(problem) for problem in caught.value.issues)


def test_an_overpotential_stands_for_a_pressure():
    pressure = read(CASE).boundaries["patch"].pressure
    assert pressure(1.0) == pytest.approx(96485.33212 * 13.47e-3 / 13.0e-6 / 1e6)
    assert pressure(0.5) == pytest.approx(pressure(1.0) / 2)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("{overpotential: 1 MPa, molar_volume: 13 cm^3/mol}", "must be a voltage such as"),
        ("{overpotential: 1 mV, molar_volume: 0 m^3/mol}", "must be greater than 0"),
        ("{overpotential: 1 mV}", "must have exactly the keys overpotential and molar_volume"),
    ],
)
def test_a_wrong_overpotential_is_told(wrong, told):
    with pytest.raises(CaseError, match=told):
        read(CASE, [f"boundaries.patch.pressure={wrong}"])
