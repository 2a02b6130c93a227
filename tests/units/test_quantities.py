"""Quantities are read in any unit and come out as floats in the units used inside."""

import subprocess
import sys

import pytest

from nanoglue.units import quantities
from nanoglue.units.common_units import FACTORS
from nanoglue.units.constants import FARADAY
from nanoglue.units.parsing import written_quantity
from nanoglue.units.quantities import UNIT_LIST, to_internal


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("6 nm", quantities.LENGTH, 6e-3),
        ("0.5 J/m^2", quantities.TOUGHNESS, 0.5),
        ("0.5 N/m", quantities.TOUGHNESS, 0.5),
        ("3e18 Pa/m", quantities.STIFFNESS, 3e6),
        ("16.3 cm^3/mol", quantities.MOLAR_VOLUME, 16.3e-6),
        ("1e-15 m^2/s", quantities.DIFFUSIVITY, 1e-3),
        ("0.2 /hour", quantities.RATE, 0.2 / 3600),
        ("8.314 J/mol", quantities.MOLAR_ENERGY, 8.314e-6),
        ("1 mol/m^2/s", quantities.FLUX, 1e6),
        ("1 mol/s", quantities.CURRENT, 1e18),
        ("25 degC", quantities.TEMPERATURE, 298.15),
        ("180 deg", quantities.ANGLE, 3.141592653589793),
        ("56 %", quantities.NUMBER, 0.56),
        ("2 mm/m", quantities.NUMBER, 2e-3),
        ("37", quantities.ANGLE, 37 * 3.141592653589793 / 180),
        ("0.5 rad", quantities.ANGLE, 0.5),
        ("-.5e1 MPa", quantities.STRESS, -5.0),
        ("30GPa", quantities.STRESS, 3e4),
    ],
)
def test_a_quantity_comes_out_in_the_unit_used_inside(text, unit, value):
    assert to_internal(text, unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("unit", UNIT_LIST, ids=lambda unit: unit.measures)
def test_every_example_reads_as_its_own_unit(unit):
    given = unit.example if unit.inside else float(unit.example)
    assert unit.read(given) > 0


@pytest.mark.parametrize("unit", UNIT_LIST, ids=lambda unit: unit.measures)
def test_what_is_written_reads_back_exactly(unit):
    assert unit.read(unit.written(0.1 + 0.2)) == 0.1 + 0.2


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("5 m", "must be a stress such as 30 GPa, but '5 m' is a length"),
        (5, "not the bare number 5"),
        ("5", "not the bare number '5'"),
        ("0.5 J/m2", "powers are written with a caret: J/m^2"),
        ("3 furlongz", "no unit of that name is known"),
        ("three GPa", "must be a stress such as 30 GPa, not 'three GPa'"),
        ("nan GPa", "must be a stress"),
        ("1e999 GPa", "must be a finite number"),
        ("1 GPa**1e308", "must be a stress"),
        ("1 m^(1/0)", "is not a unit"),
        (True, "must be a stress"),
        (None, "must be a stress"),
        ([1], "must be a stress"),
        ({"basis": "given"}, "no 'value' in it"),
        ({"value": "3 GPa", "sauce": "x"}, "unknown key 'sauce'"),
        ({"value": "3 GPa", "basis": "guessed"}, "basis must be one of given, assumed"),
        ({"value": "3 GPa", "source": 3}, "source must be a text"),
        ({"value": {"value": "3 GPa"}}, "must be a stress"),
    ],
)
def test_what_is_no_stress_is_told_what_would_do(given, told):
    with pytest.raises(ValueError, match=r"must be|is not a unit|a quantity is") as caught:
        quantities.STRESS.read(given)
    assert told in str(caught.value)


@pytest.mark.parametrize("given", [float("nan"), float("inf"), 10**400, "1e400"])
def test_a_number_must_be_finite(given):
    with pytest.raises(ValueError, match="must be a finite number"):
        quantities.NUMBER.read(given)


@pytest.mark.parametrize("text", ["C/5", "0.2 C", "0.2C", "C / 5"])
def test_a_c_rate_is_a_rate(text):
    assert to_internal(text, quantities.RATE) == pytest.approx(0.2 / 3600, rel=1e-15)


@pytest.mark.parametrize("text", ["C/0", "5/C", "C/h"])
def test_only_multiples_and_fractions_are_c_rates(text):
    with pytest.raises(ValueError, match="must be a rate"):
        to_internal(text, quantities.RATE)


@pytest.mark.parametrize(
    ("text", "unit", "moles"),
    [
        ("0.1 A/m^2", quantities.FLUX, "1.0364269e-6 mol/m^2/s"),
        ("1 pA", quantities.CURRENT, "1.0364269e-17 mol/s"),
        ("100 mA/g", quantities.MOLAR_SPECIFIC, "1.0364269e-3 mol/kg/s"),
    ],
)
def test_an_electric_current_is_a_molar_one_times_the_faraday_constant(text, unit, moles):
    assert to_internal(text, unit) == pytest.approx(to_internal(moles, unit), rel=1e-7)


@pytest.mark.parametrize(
    ("given", "unit", "message"),
    [
        ("20 deg", quantities.NUMBER, "an angle is not a plain number"),
        ("17 deg", quantities.NUMBER, "write the tangent itself"),
        ("1 turn", quantities.NUMBER, "an angle is not a plain number"),
        ("1 sr", quantities.NUMBER, "an angle cannot be part of a product"),
        ("200 nm%", quantities.LENGTH, "percent cannot be part of a product"),
        ("1 %/s", quantities.RATE, "percent cannot be part of a product"),
        ("200 deg nm", quantities.LENGTH, "an angle cannot be part of a product"),
        ("1 rpm", quantities.RATE, "an angle cannot be part of a product"),
        ("5 delta_degC", quantities.TEMPERATURE, "a temperature difference is written in K"),
        ("2 nm degC/K", quantities.LENGTH, "a temperature difference is written in K"),
        ("3 bit", quantities.NUMBER, "not a unit that this program takes"),
        ("30 %", quantities.ANGLE, "a plane angle is written in deg or rad"),
        ("2 mm/m", quantities.ANGLE, "a plane angle is written in deg or rad"),
    ],
)
def test_angles_shares_and_temperature_differences_stay_out_of_other_units(given, unit, message):
    with pytest.raises(ValueError, match="must be a") as caught:
        unit.read(given)
    assert message in str(caught.value)


def test_a_bare_number_for_an_angle_is_in_degrees():
    assert quantities.ANGLE.read(180) == pytest.approx(3.141592653589793, rel=1e-15)


@pytest.mark.parametrize("inside", FACTORS)
def test_common_units_have_the_factors_of_pint(inside):
    """Molar fluxes and amounts that are written as electric ones are divided by F."""
    for written, factor in FACTORS[inside].items():
        found = written_quantity(f"1 {written}")
        if not found.is_compatible_with(inside or "dimensionless"):
            found = found / written_quantity(f"{FARADAY} pC/amol")
        expected = found.to(inside or "dimensionless").magnitude
        assert factor == pytest.approx(expected, rel=1e-15, abs=0)


def test_shipped_cases_are_read_without_importing_pint():
    code = (
        "import sys; import nanoglue as ng; from nanoglue.case.doubts import doubts;"
        "cases = 'nanoglue/bare', 'nanoglue/coated', 'verification/sphere_diffusion';"
        "[list(doubts(ng.load(case))) for case in cases]; assert 'pint' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
