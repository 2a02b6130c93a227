"""Tables and formulas in the stoichiometry, on numbers and in the text of a case."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanoglue.case import read
from nanoglue.case.text.errors import CaseError
from nanoglue.models import formula
from nanoglue.models.chemical_potential.open_circuit import OpenCircuit
from nanoglue.models.composition import (
    StoichiometryFormula,
    StoichiometryTable,
    at_stoichiometry,
)
from nanoglue.models.materials.elasticity.hencky import Hencky
from nanoglue.models.materials.swelling.linear import Linear
from nanoglue.models.materials.swelling.piecewise_linear import PiecewiseLinear

TABLE = StoichiometryTable((0.0, 1.0, 4.0), (90.0, 60.0, 30.0))
SPECIES = """
    species:
      molar_volume: 16.3 cm^3/mol
      max_stoichiometry: 3.75
      swelling: {model: linear, coefficient: 1.12}
      potential: {model: ideal}
      diffusivity: 1e-15 m^2/s
"""
CASE = f"""\
title: A sphere
coordinates: axisymmetric
geometry: {{recipe: sphere, radius: 1 um, surface_size: 300 nm, centre_size: 300 nm}}
bodies:
  particle:
    elasticity:
      model: hencky
      youngs_modulus: MODULUS
      poissons_ratio: 0.3{SPECIES}
time: {{end: 1 s}}
"""
MODULUS = "{stoichiometry: [0, 3.75], value: [90 GPa, 30 GPa]}"


@pytest.mark.parametrize(("x", "value"), [(-1.0, 90.0), (0.5, 75.0), (2.0, 50.0), (9.0, 30.0)])
def test_a_table_is_linear_between_its_points_and_constant_outside(x, value):
    assert TABLE.at(x) == pytest.approx(value, rel=1e-14)


def _ufl_slope(function, place):
    ufl = pytest.importorskip("ufl")
    from ufl.algorithms.apply_algebra_lowering import apply_algebra_lowering
    from ufl.algorithms.apply_derivatives import apply_derivatives

    x = ufl.variable(ufl.as_ufl(place))
    slope = apply_derivatives(apply_algebra_lowering(ufl.diff(function(x), x)))
    return float(slope(()))


@pytest.mark.parametrize(
    ("x", "slope"), [(0.0, -30.0), (0.5, -30.0), (1.0, -30.0), (2.0, -10.0), (4.0, -10.0), (5.0, 0)]
)
def test_the_slope_of_a_table_is_one_sided_at_its_points(x, slope):
    assert _ufl_slope(TABLE.at, x) == pytest.approx(slope, rel=1e-14)


@pytest.mark.parametrize(("x", "slope"), [(0.0, -5), (0.5, -1), (1.0, -1), (2.0, -0.1), (4.0, -5)])
def test_the_slope_of_an_open_circuit_curve_at_a_point_is_that_on_its_left(x, slope):
    curve = OpenCircuit((0.0, 1.0, 3.0), (2.0, 1.0, 0.8), 5.0)
    assert _ufl_slope(curve.open_circuit_voltage, x) == pytest.approx(slope, rel=1e-12)


@pytest.mark.parametrize("x", [0.0, 0.5, 1.0, 2.0, 3.0, 5.0])
def test_the_slope_of_a_volume_ratio_is_its_derivative_also_at_points(x):
    swelling = PiecewiseLinear((0.0, 1.0, 3.0), (1.0, 1.4, 1.2))
    assert _ufl_slope(swelling.volume_ratio, x) == pytest.approx(swelling.slope(x), rel=1e-12)


def test_formulas_have_the_same_functions_on_numbers_and_in_forms():
    pytest.importorskip("ufl")
    assert formula.ufl_functions().keys() == formula.SMOOTH


def test_a_formula_is_evaluated_in_its_unit():
    formula = StoichiometryFormula("60*exp(-x) + 2", "GPa", 1000.0)
    assert formula.at(0.5) == pytest.approx(1000 * (60 * math.exp(-0.5) + 2))


def test_a_form_of_a_formula_has_the_value_of_the_numbers():
    ufl = pytest.importorskip("ufl")
    formula = StoichiometryFormula("max(60*exp(-x), 2) + x**2/3", "GPa", 1000.0)
    assert float(formula.at(ufl.as_ufl(0.7))(())) == pytest.approx(formula.at(0.7), rel=1e-14)


def test_a_law_at_a_stoichiometry_has_the_value_of_the_table():
    law = at_stoichiometry(Hencky(TABLE, 0.25), 1.0)
    assert law == Hencky(60.0, 0.25)
    assert at_stoichiometry(law, 2.0) is law


@given(st.floats(0.55, 2.9))
def test_the_stoichiometry_of_a_falling_volume_is_the_inverse_of_the_volume(ratio):
    law = PiecewiseLinear((0.0, 1.0, 2.0), (3.0, 2.0, 0.5))
    assert law.volume_ratio(law.stoichiometry(ratio)) == pytest.approx(ratio, rel=1e-12)


def test_a_volume_that_rises_and_falls_has_no_inverse():
    with pytest.raises(ValueError, match="more than one stoichiometry"):
        PiecewiseLinear((0.0, 0.5, 1.0), (1.0, 1.02, 0.99)).stoichiometry(1.0)


def test_a_host_may_shrink_on_uptake():
    assert Linear(-0.02).stoichiometry(0.99) == pytest.approx(0.5)


def test_a_table_is_read_and_written(tmp_path):
    case = _read(tmp_path, MODULUS)
    assert case.bodies["particle"].elasticity.youngs_modulus.at(0.0) == 90e3
    assert case.bodies["particle"].softest_modulus == pytest.approx(30e3)
    written = case.resolved()["bodies"]["particle"]["elasticity"]["youngs_modulus"]
    assert written == {"stoichiometry": [0.0, 3.75], "value": ["90000.0 MPa", "30000.0 MPa"]}


def test_the_softest_modulus_is_that_of_a_point_of_a_table(tmp_path):
    between = MODULUS.replace("[0, 3.75]", "[0, 1.2345, 3.75]")
    case = _read(tmp_path, between.replace("30 GPa]", "20 GPa, 30 GPa]"))
    assert case.bodies["particle"].softest_modulus == 20e3


@pytest.mark.parametrize(
    ("modulus", "message"),
    [
        ("{stoichiometry: [0, 0], value: [9 GPa, 3 GPa]}", "must increase from point to point"),
        ("{stoichiometry: [0, 1], value: [9 GPa]}", "same length"),
        ("{stoichiometry: [0, 1], value: [9 GPa, -3 GPa]}", "must be greater than 0"),
        ("{stoichiometry: [0, 1], value: [9 GPa, 3 m]}", "'3 m' is a length"),
        ("{stoichiometry: [5, 10], value: [9 GPa, 3 GPa]}", "the table covers 5 to 10, outside"),
        ("{stoichiometry: [-2, 0], value: [9 GPa, 3 GPa]}", "the table covers -2 to 0, outside"),
        ("{expression: 60 - 30*x, unit: GPa}", "must be greater than 0"),
        ("{expression: 60 - 30*t, unit: GPa}", "may depend on the stoichiometry x alone, not on t"),
        ("{expression: 1/(x - 1.875), unit: GPa}", "greater than 0"),
        ("{expression: 60, unit: m}", "a length"),
    ],
)
def test_a_wrong_property_is_refused_at_its_place(tmp_path, modulus, message):
    with pytest.raises(CaseError) as caught:
        _read(tmp_path, modulus)
    assert message in str(caught.value)
    assert "case.yaml:" in str(caught.value)


def test_a_property_of_the_stoichiometry_needs_a_species(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text(CASE.replace(SPECIES, "\n").replace("MODULUS", MODULUS))
    with pytest.raises(CaseError, match="the body needs a species"):
        read(file)


def _read(folder, modulus):
    file = folder / "case.yaml"
    file.write_text(CASE.replace("MODULUS", modulus))
    return read(file)


NORMALISED = "the table ends at 1 and the maximum stoichiometry is 3.75; "


@pytest.mark.parametrize(
    ("old", "new", "path", "line", "message"),
    [
        (
            "MODULUS",
            "{stoichiometry: [0, 1], value: [9 GPa, 3 GPa]}",
            "elasticity.youngs_modulus",
            8,
            f"{NORMALISED}the value is constant beyond",
        ),
        (
            "MODULUS",
            "{stoichiometry: [1, 4], value: [9 GPa, 3 GPa]}",
            "elasticity.youngs_modulus",
            8,
            "the table starts at 1 and the stoichiometry at 0; the value is constant below",
        ),
        (
            "1e-15 m^2/s",
            "{stoichiometry: [0, 1], value: [1e-15 m^2/s, 2e-15 m^2/s]}",
            "species.diffusivity",
            15,
            f"{NORMALISED}the value is constant beyond",
        ),
        (
            "{model: linear, coefficient: 1.12}",
            "{model: piecewise_linear, points: [0, 1], ratios: [1, 1.5]}",
            "species.swelling.points",
            13,
            f"{NORMALISED}the volume continues linearly beyond",
        ),
    ],
)
def test_a_table_that_is_too_short_is_warned_of(tmp_path, old, new, path, line, message):
    file = tmp_path / "case.yaml"
    file.write_text(CASE.replace(old, new).replace("MODULUS", "30 GPa"))
    (warning,) = read(file).warnings
    assert ".".join(map(str, warning.path)) == f"bodies.particle.{path}"
    assert (warning.place.line, warning.message) == (line, message)


def test_a_table_over_the_whole_range_is_not_warned_of(tmp_path):
    assert _read(tmp_path, MODULUS).warnings == ()


def test_a_swelling_table_outside_the_range_is_refused(tmp_path):
    file = tmp_path / "case.yaml"
    table = "{model: piecewise_linear, points: [5, 10], ratios: [1, 1.5]}"
    text = CASE.replace("{model: linear, coefficient: 1.12}", table)
    file.write_text(text.replace("MODULUS", "30 GPa"))
    with pytest.raises(CaseError, match="swelling: the table covers 5 to 10, outside"):
        read(file)
