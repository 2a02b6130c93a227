"""Functions of time and targets of the protocol are checked over the whole run."""

import time

import pytest

from nanoglue.case import CaseError, find, read


def protocol(*stages):
    """The setting of a protocol of stages, each with a rate and a limit."""
    through = "model: galvanostatic, body: particle, through: particle_fibre"
    each = [f"{{{through}, rate: {rate} /hour, until: {{{until}}}}}" for rate, until in stages]
    return f"protocol=[{', '.join(each)}]"


def refused(name, *overrides):
    """The text of the error of a case with overrides."""
    with pytest.raises(CaseError) as caught:
        read(find(name), overrides)
    return str(caught.value)


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("1/(t - 0.5)", "t = 0.5 s"),
        ("1/(t - 0.3712)", "no finite value near t = 0.3712 s"),
        ("1/(t - 0.3712)**2", "no finite value near t = 0.3712 s"),
        ("tan(pi*t)", "near t = 0.5 s"),
        ("(0.371 - t)**-0.5", "at t = 0.3725 s"),
        ("sqrt(0.3 - t)", "at t = 0.3025 s"),
        ("log(t)", "at t = 0 s"),
        ("exp(1e4*t)", "cannot be evaluated at t"),
        ("3999999**3999999", "cannot be evaluated at t = 0 s"),
        ("t;t", "cannot be evaluated: syntax"),
        ("t=1", "cannot be evaluated: syntax"),
        ("x*3999999**3999999", "cannot be evaluated at t = 0 s"),
        ("x/(t - 0.3712)", "no finite value near t = 0.3712 s"),
        ("y*sqrt(0.3 - t)", "at t = 0.3025 s"),
    ],
)
def test_a_formula_without_a_value_at_some_time_is_refused_at_once(formula, reason):
    path = "boundaries.top_face.displacement.y"
    begin = time.process_time()
    text = refused("mode_I", f"{path}={{expression: '{formula}', unit: um}}", "time.end=1 s")
    assert f"--set {path}: error: {path}: " in text
    assert reason in text
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("name", "path", "formula", "has"),
    [
        ("mode_I", "boundaries.top_face.displacement.y", "0.1*r*t", "x and y, not r"),
        ("nanoglue/bare", "boundaries.bottom.displacement.z", "0.1*x*t", "r and z, not x"),
    ],
)
def test_a_coordinate_of_another_system_is_refused(name, path, formula, has):
    text = refused(name, f"{path}={{expression: '{formula}', unit: um}}")
    assert f"{path}: " in text
    assert has in text


@pytest.mark.parametrize(
    "formula",
    [
        "sin(40*pi*t)",
        "1/(t + 0.01)",
        "exp(-t/1e-3)",
        "floor(9*t)",
        "exp(-((t - 0.3312)/1e-4)**2)",
        "t % 0.1",
        "x*t",
    ],
)
def test_a_formula_with_steep_but_finite_values_is_accepted(formula):
    path = "boundaries.top_face.displacement.y"
    assert read(find("mode_I"), [f"{path}={{expression: '{formula}', unit: um}}"])


@pytest.mark.parametrize(
    "override",
    [
        "boundaries.patch.pressure={expression: '1 + x', unit: MPa}",
        "boundaries.patch.pressure.overpotential={expression: '0.01*r', unit: V}",
        "boundaries.patch.traction={r: {expression: z, unit: MPa}}",
    ],
)
def test_position_is_refused_where_only_time_is_supported(override):
    assert "may depend on t only, not on position" in refused("sei/delamination", override)


def test_position_is_refused_in_the_overpotential_of_a_nucleus():
    nucleus = "molar_volume: 13 cm^3/mol, exchange_speed: 1 nm/s"
    override = (
        "boundaries.nucleus.nucleus={overpotential: {expression: '0.01*r', unit: V}, "
        f"{nucleus}}}"
    )
    assert "may depend on t only" in refused("dendrite/with_delamination", override)


def test_growth_must_stay_positive_until_the_end():
    override = "bodies.core.growth={expression: 1 - 1.5*t}"
    assert "must be greater than 0, not -0.5" in refused("swelling_core", override, "time.end=1 s")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("5", "not 5"),
        ("-0.1", "not -0.1"),
        ("{time: [0 s, 1 s], value: [0, 4]}", "not 4"),
        ("{expression: 1 + 1.5*t}", "(2), not 2."),
    ],
)
def test_a_boundary_content_outside_the_limits_is_refused(value, found):
    text = refused("slab_diffusion", f"boundaries.front.concentration={value}", "time.end=2 s")
    assert "boundaries.front.concentration: must be from 0 to max_stoichiometry (2)" in text
    assert found in text


@pytest.mark.parametrize(
    ("rate", "until", "said"),
    [
        (0.2, "stoichiometry: 4", "4 is outside the range of particle, 0 to 3.75"),
        (-0.2, "stoichiometry: -0.5", "-0.5 is outside the range of particle, 0 to 3.75"),
        (0.2, "volume_expansion: 4.3", "4.3 is outside the range of particle, 0 to 4.2"),
        (0.2, "volume_expansion: 150", "150 is outside the range of particle, 0 to 4.2"),
    ],
)
def test_a_target_beyond_the_limits_of_a_body_is_refused(rate, until, said):
    assert said in refused("nanoglue/bare", protocol((rate, until)))


def test_a_target_at_the_limit_is_accepted():
    assert not read(find("nanoglue/bare"), [protocol((0.2, "volume_expansion: 4.2"))]).warnings


def test_a_target_that_is_already_passed_is_warned_of():
    stages = protocol((0.2, "time: 2 hour"), (0.2, "stoichiometry: 1.2"))
    warnings = read(find("nanoglue/bare"), [stages]).warnings
    assert [one.path for one in warnings] == [("protocol", 1, "until", "stoichiometry")]
    assert "already passed: the stage starts at a stoichiometry of 1.5" in warnings[0].message


def test_an_extraction_above_its_target_is_not_warned_of():
    stages = protocol((0.2, "stoichiometry: 2"), (-0.2, "stoichiometry: 1"))
    assert not read(find("nanoglue/bare"), [stages]).warnings


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("300 + x", "may depend on t only"),
        ("1/(t - 0.5)**2", "t = 0.5 s"),
        ("300 - 400*t", "must be greater than 0, not -100"),
    ],
)
def test_a_temperature_is_checked_over_the_whole_time(formula, reason):
    text = refused("mode_I", f"thermal_history={{expression: {formula}, unit: K}}", "time.end=1 s")
    assert "thermal_history: " in text
    assert reason in text
