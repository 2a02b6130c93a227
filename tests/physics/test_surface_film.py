"""A film on a particle: its resistance, its growth, and the charge that the growth takes."""

from math import asinh, pi, sqrt

import pytest

from nanoglue.case.schema.film import Film
from nanoglue.case.schema.species import Species

CASE = """
title: A particle in which diffusion is fast, with a film that grows
coordinates: axisymmetric
accepted_values: [bodies.particle.species.diffusivity]
geometry: {recipe: sphere, radius: 1 um, surface_size: 300 nm, centre_size: 300 nm}
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 2
      initial: 0.4
      swelling: {model: linear, coefficient: 0.5}
      potential: {model: open_circuit, stoichiometry: [0, 2], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-2 m^2/s
      kinetics: {model: butler_volmer, exchange_current_density: 0.05 A/m^2}
      film:
        thickness: 5 nm
        conductivity: 1e-8 S/m
        growth: {model: parabolic, rate: 1e-20 m^2/s}
        bound_concentration: 20 mol/L
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
protocol:
  - model: galvanostatic
    body: particle
    through: surface
    current_density: 0.2 A/m^2
    until: {time: 600 s}
  - {model: potentiostatic, body: particle, through: surface, voltage: 0.6 V, until: {time: 300 s}}
  - {model: galvanostatic, body: particle, through: surface, rate: 0 C, until: {time: 300 s}}
time: {end: 1200 s}
stepping: {first: 100 s, largest: 100 s, expansion: 1}
output: {fields: none, pictures: false}
"""
SHRINKING = {"model": "exponential", "final_thickness": "0.5 nm", "time_constant": "1 s"}
THERMAL = 2 * 8.31446261815324 * 298.15 / 96485.33212331


@pytest.fixture(scope="module", params=["backward_euler", "bdf2"])
def computed(request, march_case):
    """The case by either time integration."""
    return march_case(CASE, f"stepping.method={request.param}")


def test_the_voltage_is_that_of_the_stretched_film(computed):
    """V = U - (2 R T/F) asinh(i/(2 i_0)) - i h/(kappa a^2), with i what the film does not bind."""
    at = [round(step.time, 6) for step in computed.steps].index(600.0)
    content = computed.column("stoichiometry:particle [-]")[at]
    before, after = (sqrt(0.005**2 + 2e-8 * time) for time in (500.0, 600.0))
    density = 0.2 - 0.09648533212331 * 20000 * (after - before) / 100
    stretch = ((1 + 0.5 * content) / (1 + 0.5 * 0.4)) ** (2 / 3)
    resistance = after * 1e-6 / 1e-8 / stretch**2
    expected = 1 - 0.25 * content - THERMAL * asinh(density / 0.1) - density * resistance
    assert computed.column("voltage:particle [V]")[at] == pytest.approx(expected, abs=2e-4)
    drop = computed.column("film_drop:particle [V]")[at]
    assert drop == pytest.approx(-density * resistance, rel=2e-3)


def test_the_film_takes_its_charge_from_the_current(computed):
    """Half a sphere of 1 um binds 20 mol/L of what grows; at rest the particle supplies it."""
    assert max(computed.column("charge_balance_error [-]")) < 1e-10
    assert max(computed.column("species_balance_error:particle [-]")) < 1e-10
    thickness = computed.column("film_thickness:particle [um]")
    assert thickness[-1] == pytest.approx(sqrt(0.005**2 + 2e-8 * 1200), rel=1e-12)
    bound = computed.column("film_bound_amount:particle [amol]")
    expected = 2 * pi * 20000 * (thickness[-1] - 0.005)
    assert bound[-1] == pytest.approx(expected, rel=1e-4)  # that of the mesh
    content = computed.column("stoichiometry:particle [-]")
    lost = 2 * pi / 3 / 10e-6 * (content[-4] - content[-1])
    assert lost == pytest.approx(bound[-1] - bound[-4], rel=1e-3)


def test_a_film_that_does_not_follow_the_surface_keeps_its_resistance(march_case):
    last = march_case(
        CASE,
        "bodies.particle.species.film.follows_surface=false",
        "bodies.particle.species.film.bound_concentration=0 mol/L",
        most=6,
    ).last
    resistance = sqrt(0.005**2 + 2e-8 * 600) * 1e-6 / 1e-8
    assert last["film_drop:particle [V]"] == pytest.approx(-0.2 * resistance, rel=1e-6)


def test_a_film_of_another_unit_is_warned_of(tmp_path):
    from nanoglue.case import read
    from nanoglue.case.plausible import implausible

    file = tmp_path / "case.yaml"
    file.write_text(CASE.replace("thickness: 5 nm", "thickness: 5 mm"))
    assert [".".join(map(str, path)) for path, _ in implausible(read(file))] == [
        "bodies.particle.species.film.thickness"
    ]


def test_the_conductivity_follows_the_temperature():
    film = Film(thickness="2 nm", conductivity="1e-7 S/m", activation_energy="50 kJ/mol")
    ratio = film.resistance(0.0, 298.15) / film.resistance(0.0, 308.15)
    assert ratio == pytest.approx(1.9243, rel=1e-4)


@pytest.mark.parametrize(
    ("kinetics", "film", "words"),
    [
        (None, {}, "needs 'kinetics"),
        ({"film_resistance": "1 ohm*m^2"}, {}, "give one of them"),
        ({}, {"bound_concentration": "1 mol/L"}, "needs growth"),
        ({}, {"growth": SHRINKING}, "0.5 nm, is below thickness, 1 nm: a film does not shrink"),
    ],
)
def test_a_film_that_cannot_be_in_series_is_refused(kinetics, film, words):
    law = {"model": "butler_volmer", "exchange_current_density": "1 A/m^2"}
    given = {
        "molar_volume": "10 cm^3/mol",
        "max_stoichiometry": 1,
        "potential": {"model": "ideal"},
        "diffusivity": "1e-14 m^2/s",
        "kinetics": None if kinetics is None else law | kinetics,
        "film": {"thickness": "1 nm", "conductivity": "1e-8 S/m"} | film,
    }
    with pytest.raises(ValueError, match=words):
        Species.model_validate(given)
