"""Recipes in space: a pressed part is in balance with the face that is held."""

from math import pi

import numpy as np
import pytest
from tests.mesh.recipes_in_space import BLISTER, FILM, FLAT, SEVERAL, mesh, normals

PRESSED = """\
title: Pressed parts in space
coordinates: three_dimensional
geometry: GEOMETRY
bodies: BODIES
interfaces: INTERFACES
boundaries: BOUNDARIES
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false, forces: [HELD]}
"""
ELASTIC = "{elasticity: {model: linear, youngs_modulus: 1e5 MPa, poissons_ratio: 0.3}}"
BOND = """{law: {model: bilinear, strength: 500 MPa, toughness: 5 J/m^2, stiffness: 1e18 Pa/m},
  traction_area: reference}"""
FIXED = "{displacement: {x: 0 um, y: 0 um, z: 0 um}}"
QUARTER = "plane_x: {symmetry: true}, plane_y: {symmetry: true}"


@pytest.mark.parametrize(
    ("recipe", "sizes", "pressed", "held", "pushed_area"),
    [
        ("particle_on_flat", FLAT, "free_surface", "bottom", pi * 0.06**2 / 4),
        ("film_on_sheet", FILM, "film_top", "sheet_base", 0.2 * 0.1 / 4),
        ("sei_blister_3d", BLISTER, "patch", "metal_base", -pi * 0.03 * 0.02 / 4),
    ],
)
def test_a_step_balances_the_pressure(march_case, recipe, sizes, pressed, held, pushed_area):
    """The force on the held face is the pressure on the projection of the pressed one."""
    from nanoglue.case import library

    bodies, interface = {
        "particle_on_flat": (("particle", "base"), "particle_base"),
        "film_on_sheet": (("film", "sheet"), "film_sheet"),
        "sei_blister_3d": (("film", "metal"), "film_metal"),
    }[recipe]
    assert recipe in library.recipes()
    rows = ", ".join(f"{key}: {value}" for key, value in {"recipe": recipe, **sizes}.items())
    text = PRESSED.replace("GEOMETRY", f"{{{rows}}}").replace("HELD", held)
    text = text.replace("BODIES", "{" + ", ".join(f"{body}: {ELASTIC}" for body in bodies) + "}")
    text = text.replace("INTERFACES", f"{{{interface}: {BOND}}}")
    sides = f"{{{QUARTER}, {pressed}: {{pressure: 1 MPa}}, {held}: {FIXED}}}"
    computed = march_case(text.replace("BOUNDARIES", sides))
    assert computed.last[f"force_z:{held} [uN]"] == pytest.approx(pushed_area, rel=0.01)


@pytest.mark.slow
def test_a_step_balances_the_pressure_on_several_particles(march_case):
    """The pressure on the free surfaces is that on the vector areas of the contacts."""
    _, parameters, module = mesh("particles_on_fibre", SEVERAL)
    rows = ", ".join(f"{k}: {v}" for k, v in {"recipe": "particles_on_fibre", **SEVERAL}.items())
    text = PRESSED.replace("GEOMETRY", f"{{{rows}}}").replace("HELD", "start")
    bodies = ("fibre", "particle_1", "particle_2")
    text = text.replace("BODIES", "{" + ", ".join(f"{body}: {ELASTIC}" for body in bodies) + "}")
    bonds = ", ".join(f"{body}_fibre: {BOND}" for body in bodies[1:])
    text = text.replace("INTERFACES", f"{{{bonds}}}")
    sides = f"{{free_surface: {{pressure: 1 MPa}}, start: {FIXED}}}"
    last = march_case(text.replace("BOUNDARIES", sides)).last
    found = [last[f"force_{axis}:start [uN]"] for axis in "xyz"]
    radius = parameters.fibre_diameter / 2
    exact = sum(_vector_within(one, radius) for one in module.spheres(parameters))
    assert found == pytest.approx(-exact, abs=0.01 * np.abs(exact).max())


def _vector_within(sphere, radius):
    """Return the vector area [um^2] of the part of a sphere within the fibre."""
    normal = normals()
    y, z = (sphere.centre[i] + sphere.radius * normal[i] for i in (1, 2))
    return 4 * pi * sphere.radius**2 * (normal * (np.hypot(y, z) < radius)).mean(axis=(1, 2))
