"""Values that are accepted with a warning: plausible ranges and doubtful combinations."""

import pytest

from nanoglue.case import find, library, read
from nanoglue.case.plausible import PLAUSIBLE, Plausible

LARGE = {"particle_diameter": 200, "fibre_diameter": 340}
"""Sizes [um] for which nanometres were meant."""


BARE = "nanoglue/bare"


@pytest.mark.parametrize(
    ("name", "override", "words"),
    [
        (
            "nanoglue/bare",
            "bodies.particle.elasticity.youngs_modulus=1e30 Pa",
            "1e+18 TPa is outside",
        ),
        (
            "nanoglue/bare",
            "bodies.particle.elasticity.youngs_modulus=30 mPa",
            "3e-14 TPa is outside",
        ),
        (
            "nanoglue/bare",
            "bodies.particle.species.molar_volume=16.3 m^3/mol",
            "16.3 m^3/mol is outside",
        ),
        ("sphere_diffusion", "geometry.radius=200 mm", "200 mm is outside"),
        ("nanoglue/bare", "temperature=25 K", "25 K is outside"),
        ("mode_I", "interfaces.top_bottom.law.toughness=5e9 J/m^2", "is outside"),
        ("nanoglue/bare", "bodies.particle.plasticity.yield_stress=2 TPa", "is outside"),
        ("nanoglue/bare", "bodies.particle.species.diffusivity=1 m^2/s", "is outside"),
        ("nanoglue/bare", "protocol.0.rate=1e9 /s", "is outside"),
        ("mode_I", "interfaces.top_bottom.viscosity=10 s", "can exceed the strength"),
    ],
)
def test_a_value_of_the_wrong_size_is_warned_of_at_its_place(name, override, words):
    case = read(find(name), [override])
    path = override.partition("=")[0]
    warned = [one for one in case.warnings if ".".join(map(str, one.path)) == path]
    assert [words in one.message for one in warned] == [True]
    assert warned[0].lines()[0].startswith(f"--set {path}: warning: {path}: ")


def test_a_formula_in_the_stoichiometry_has_no_range():
    key = "bodies.particle.plasticity.yield_stress"
    case = read(find(BARE), [f"{key}={{expression: 2 - 0.2*x, unit: GPa}}"])
    assert not [one for one in case.warnings if "yield_stress" in one.path]


@pytest.mark.parametrize(
    ("name", "overrides", "words"),
    [
        ("mode_I", ["stepping.error=0.01"], "'fixed' gives the length"),
        ("pull_out", ["stepping.error=0.01"], None),
    ],
)
def test_an_allowed_error_that_bounds_nothing_is_warned_of(name, overrides, words):
    warned = [one for one in read(find(name), overrides).warnings if "error" in one.path]
    assert [words in one.message for one in warned] == ([True] if words else [])


def test_a_probe_that_hides_the_content_of_a_body_is_warned_of():
    hidden = "output.probes={fibre: {body: fibre, at: [0 nm, -50 nm]}, PROBE}"
    probe = "particle: {body: particle, at: [0 nm, 50 nm]}"
    case = read(find("nanoglue/bare"), [hidden.replace("PROBE", probe)])
    assert [one.path for one in case.warnings] == [("output", "probes", "particle")]
    assert "'stoichiometry:particle' is that of the point" in case.warnings[0].message


def test_a_particle_in_micrometres_for_nanometres_is_warned_of():
    case = read(
        find("nanoglue/bare"),
        [f"geometry.{key}={value} um" for key, value in LARGE.items()],
    )
    assert [one.path[-1] for one in case.warnings] == ["particle_diameter"]


def test_a_stiff_poisson_ratio_with_displacements_alone_is_warned_of():
    case = read(
        find("nanoglue/bare"),
        [
            "bodies.fibre.elasticity.poissons_ratio=0.4999",
            "bodies.fibre.formulation=displacement",
        ],
    )
    assert ["locks" in one.message for one in case.warnings] == [True]


def test_accepted_values_are_not_warned_of():
    accepted = ["accepted_values=[bodies.*.elasticity.youngs_modulus]"]
    wrong = "bodies.fibre.elasticity.youngs_modulus=1e30 Pa"
    assert read(find("nanoglue/bare"), [wrong]).warnings
    assert not read(find("nanoglue/bare"), [wrong, *accepted]).warnings


@pytest.mark.parametrize("name", library.cases())
def test_no_built_in_case_is_doubtful_or_deprecated(name):
    case = read(find(name))
    assert not case.warnings
    assert not case.deprecated


@pytest.mark.parametrize("row", PLAUSIBLE, ids=lambda row: row.path)
def test_the_bounds_of_each_range_have_one_dimension_and_are_in_order(row):
    assert row.excess(row.low) is None
    assert row.excess(row.high) is None
    assert row.excess("0") is None if row.low.isdigit() else True


def test_a_range_says_what_was_found_in_its_own_unit():
    row = Plausible("a", "1 kPa", "2 TPa")
    assert row.excess("3e6 MPa") == "3 TPa is outside the plausible range 1 kPa to 2 TPa"
    assert row.excess("-3e6 MPa") is not None
    assert row.excess("0 MPa") is None
    assert row.excess("3") is None  # of another dimension, with the same name in an own recipe


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("output.fields={times: [1 hour]}", "3600 s is after time.end (1 s)"),
        ("stepping={fixed: 1e-9 s}", "about 1e+09 steps"),
        ("accepted_values=[bodies.*.elasticity.youngs_moduls]", "matches no value of the case"),
        ("bodies.top.residual_strain=0.9", "0.9 is outside the plausible range"),
        ("geometry.upper_height=1e-12 um", "is outside the plausible range"),
        ("bodies.top.growth=300", "300 is outside the plausible range"),
        ("thermal_history={time: [0 s, 1 s], value: [300 K, 400 K]}", "has no effect: no body"),
        ("bodies.top.stress_free_temperature=900 K", "has no effect without thermal_expansion"),
        ("bodies.top.conversion={molar_volume: 34 cm^3/mol, uptake: 3}", "never takes place"),
    ],
)
def test_a_setting_without_effect_or_of_the_wrong_size_is_warned_of(override, words):
    case = read(find("mode_I"), ["time.end=1 s", override, "bodies.top.formulation=displacement"])
    assert [one.message for one in case.warnings if words in one.message]


@pytest.mark.parametrize(
    ("interface", "warned"),
    [
        ("bond: perfect, friction: 0.3, viscosity: 1 ms", {"friction", "viscosity"}),
        (
            "law: {model: elastic, stiffness: 1 MPa/um}, friction: 0.3, viscosity: 1 ms",
            {"friction", "viscosity"},
        ),
        ("law: {model: contact}, friction: 0.3, viscosity: 1 ms", {"viscosity"}),
        ("law: {model: exponential, strength: 1 MPa, toughness: 1 J/m^2}, friction: 0.3", set()),
    ],
)
def test_friction_and_viscosity_without_damage_are_warned_of(interface, warned):
    changes = ["time.end=1 s", f"interfaces.top_bottom={{{interface}}}"]
    case = read(find("mode_I"), changes)
    found = [one.path[-1] for one in case.warnings if "has no effect" in one.message]
    assert set(found) == warned


SPECIES = "bodies.particle.species"


@pytest.mark.parametrize(
    ("override", "words"),
    [
        (f"{SPECIES}.activation_energy=30 J/mol", "0.03 kJ/mol is outside"),  # kJ/mol are meant
        (f"{SPECIES}.reference_temperature=25 K", "25 K is outside"),
        (f"{SPECIES}.kinetics.activation_energy=30 J/mol", "0.03 kJ/mol is outside"),
        (f"{SPECIES}.kinetics.exchange_current_density=1e9 A/m^2", "1e+09 A/m^2 is outside"),
        ("protocol.0.rate=1e6 /hour", "is outside the plausible range 1e-9 /hour to 1e4 /hour"),
    ],
)
def test_an_implausible_property_of_the_electrode_is_warned_of(override, words):
    case = read(find("single_particle"), [override])
    assert [one.message for one in case.warnings if words in one.message]


RISING = "thermal_history={time: [0 s, 1 s], value: [300 K, 400 K]}"


@pytest.mark.parametrize("name", ["slab_diffusion", "stalled_growth", "deposition_front"])
def test_a_temperature_that_a_species_or_growing_metal_feels_is_not_doubted(name):
    assert not [one for one in read(find(name), [RISING]).warnings if "thermal" in one.path[0]]
