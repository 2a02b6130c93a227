"""Recipes in space: volumes and areas against closed forms, and a step in balance."""

from math import pi, sqrt

import numpy as np
import pytest

FLAT = {
    "particle_diameter": "200 nm",
    "contact_ratio": 0.6,
    "interface_size": "15 nm",
    "bulk_size": "30 nm",
    "far_size": "100 nm",
}
SEVERAL = {
    "particles": 2,
    "smallest_diameter": "180 nm",
    "largest_diameter": "300 nm",
    "contact_ratio": 0.6,
    "fibre_diameter": "340 nm",
    "fibre_length": "900 nm",
    "interface_size": "30 nm",
    "bulk_size": "60 nm",
    "far_size": "150 nm",
    "largest_angle": "90 deg",
}
FILM = {
    "film_length": "200 nm",
    "film_width": "100 nm",
    "film_thickness": "20 nm",
    "sheet_length": "400 nm",
    "sheet_width": "300 nm",
    "sheet_thickness": "50 nm",
    "edge_size": "20 nm",
    "bulk_size": "50 nm",
}
BLISTER = {
    "patch_radius_x": "30 nm",
    "patch_radius_y": "20 nm",
    "film_thickness": "4 nm",
    "outer_radius": "100 nm",
    "metal_depth": "4 nm",
    "process_zone": "5 nm",
    "process_zone_size": "5 nm",
    "bulk_size": "20 nm",
}
COATED = {
    "particle_diameter": "200 nm",
    "contact_ratio": 0.79,
    "fibre_diameter": "340 nm",
    "interface_size": "20 nm",
    "bulk_size": "40 nm",
    "far_size": "150 nm",
    "coating_thickness": "25 nm",
    "coating_reach": "30 nm",
}


def mesh(recipe, sizes):
    """Return the arrays of a recipe and its labels, all of which are there."""
    from nanoglue.case import library
    from nanoglue.mesh.gmsh_mesh import generate
    from nanoglue.models import registry

    module = library.recipe(library.recipes()[recipe])
    parameters = registry.adapter(module.Parameters).validate_python(sizes)
    if hasattr(module, "arrays"):
        arrays = module.arrays(parameters, 2)
    else:
        arrays = generate(module, parameters, 2, 3)
    labels = module.describe(parameters)
    defined = {*arrays["cell_names"].tolist(), *arrays["facet_names"].tolist()}
    assert defined == {*labels.bodies, *labels.interfaces, *labels.boundaries}
    return arrays, parameters, module


def volume(arrays, name):
    corners = arrays["points"][arrays["cells"][arrays["cell_names"] == name, :4]]
    return np.abs(np.linalg.det(corners[:, 1:] - corners[:, :1])).sum() / 6


def area(arrays, name):
    """Return the area [um^2] of quadratic triangles of a name, each as four flat ones."""
    nodes = arrays["facets"][arrays["facet_names"] == name]
    a, b, c, ab, bc, ca = nodes.T
    parts = np.concatenate([np.column_stack(p) for p in ((a, ab, ca), (ab, b, bc), (ca, bc, c))])
    corners = arrays["points"][np.concatenate([parts, np.column_stack((ab, bc, ca))])]
    sides = corners[:, 1:] - corners[:, :1]
    return np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1).sum() / 2


@pytest.mark.parametrize(("part", "share"), [("quarter", 0.25), ("half", 0.5), ("full", 1.0)])
def test_a_truncated_sphere_touches_the_base_in_a_circle(part, share):
    arrays, _, _ = mesh("particle_on_flat", {**FLAT, "part": part})
    height = 0.1 + sqrt(1 - 0.6**2) * 0.1  # of the sphere above the base
    # Chords of h on a circle of radius R cut a share of about (h/R)^2/6 off, quarters of it here.
    assert area(arrays, "particle_base") == pytest.approx(share * pi * 0.06**2, rel=0.01)
    assert volume(arrays, "particle") == pytest.approx(
        share * pi * height**2 * (0.1 - height / 3), rel=0.06
    )
    assert volume(arrays, "base") == pytest.approx(share * pi * 0.2**3, rel=0.06)


@pytest.mark.parametrize(("part", "share"), [("quarter", 0.25), ("full", 1.0)])
def test_a_film_on_a_sheet_has_the_volumes_and_areas_of_boxes(part, share):
    arrays, _, _ = mesh("film_on_sheet", {**FILM, "part": part})
    assert volume(arrays, "film") == pytest.approx(share * 0.2 * 0.1 * 0.02)
    assert volume(arrays, "sheet") == pytest.approx(share * 0.4 * 0.3 * 0.05)
    assert area(arrays, "film_sheet") == pytest.approx(share * 0.2 * 0.1)
    assert area(arrays, "sheet_top") == pytest.approx(share * (0.4 * 0.3 - 0.2 * 0.1))
    assert area(arrays, "film_edge") == pytest.approx(share * 0.6 * 0.02)
    # Both bodies have the nodes of the interface.
    bond = np.unique(arrays["facets"][arrays["facet_names"] == "film_sheet"])
    for body in ("film", "sheet"):
        assert np.isin(bond, arrays["cells"][arrays["cell_names"] == body]).all()


def test_an_elliptic_patch_separates_film_and_metal():
    arrays, _, _ = mesh("sei_blister_3d", BLISTER)
    patch, whole = pi * 0.03 * 0.02 / 4, pi * 0.1**2 / 4
    assert area(arrays, "patch") == pytest.approx(patch, rel=2e-3)
    assert area(arrays, "nucleus") == pytest.approx(area(arrays, "patch"))
    assert area(arrays, "film_metal") == pytest.approx(whole - patch, rel=2e-3)
    nodes = {name: np.unique(arrays["facets"][arrays["facet_names"] == name]) for name in
             ("patch", "nucleus", "film_metal")}  # fmt: skip
    shared = np.intersect1d(nodes["patch"], nodes["nucleus"])
    assert set(shared) <= set(nodes["film_metal"])
    assert len(shared) < len(nodes["patch"]) / 2
    x, y, z = arrays["points"][shared].T
    assert np.hypot(x / 0.03, y / 0.02) == pytest.approx(1, abs=2e-3)
    assert z == pytest.approx(0)


def test_particles_on_a_fibre_repeat_with_their_seed_and_stay_apart():
    arrays, parameters, module = mesh("particles_on_fibre", SEVERAL)
    spheres = module.spheres(parameters)
    assert spheres == module.spheres(parameters)
    other = module.spheres(module.Parameters(**{**_values(parameters), "seed": 2.0}))
    assert other != spheres
    assert np.linalg.norm(np.subtract(spheres[0].centre, spheres[1].centre)) > sum(
        one.radius for one in spheres
    )
    for number, sphere in enumerate(spheres, start=1):
        assert 0.09 <= sphere.radius <= 0.15
        exact = 4 / 3 * pi * sphere.radius**3
        assert volume(arrays, f"particle_{number}") == pytest.approx(exact, rel=0.1)
        exact = _area_within(sphere, parameters.fibre_diameter / 2)
        assert area(arrays, f"particle_{number}_fibre") == pytest.approx(exact, rel=0.03)


def _values(parameters):
    return {name: getattr(parameters, name) for name in parameters.__dataclass_fields__}


def _area_within(sphere, radius, count=1000):
    """Return the area [um^2] of a sphere within the fibre, by points of equal area."""
    level = (np.arange(count) + 0.5) / count * 2 - 1
    around = (np.arange(2 * count) + 0.5) / count * pi
    level, around = np.meshgrid(level, around)
    side = np.sqrt(1 - level**2)
    y = sphere.centre[1] + sphere.radius * side * np.sin(around)
    z = sphere.centre[2] + sphere.radius * level
    return 4 * pi * sphere.radius**2 * (np.hypot(y, z) < radius).mean()


def test_particles_that_would_touch_are_rejected():
    with pytest.raises(ValueError, match="would touch another one"):
        mesh("particles_on_fibre", {**SEVERAL, "particles": 12})


def test_no_element_spans_the_coating():
    arrays, p, _ = mesh("particle_on_fibre_3d", COATED)
    radius = p.particle_diameter / 2
    height = sqrt(1 - p.contact_ratio**2) * radius
    x, y, z = arrays["points"].T
    from_sphere = np.sqrt(x**2 + y**2 + (z - height) ** 2) - radius
    from_fibre = np.hypot(y, z + p.fibre_diameter / 2) - p.fibre_diameter / 2
    away = np.minimum(from_sphere, from_fibre) / p.coating_thickness
    cells = arrays["cells"][arrays["cell_names"] == "coating"][:, :4]
    lowest, highest = away[cells].min(axis=1), away[cells].max(axis=1)
    assert (highest > 0.99).any()
    assert (lowest < 0.01).any()
    assert not ((lowest < 0.01) & (highest > 0.99)).any()
    assert (highest - lowest).max() < 0.75  # a half, and what the edges at concave corners add


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


def _vector_within(sphere, radius, count=1000):
    """Return the vector area [um^2] of the part of a sphere within the fibre."""
    level = (np.arange(count) + 0.5) / count * 2 - 1
    around = (np.arange(2 * count) + 0.5) / count * pi
    level, around = np.meshgrid(level, around)
    side = np.sqrt(1 - level**2)
    normal = np.stack([side * np.cos(around), side * np.sin(around), level])
    y, z = (sphere.centre[i] + sphere.radius * normal[i] for i in (1, 2))
    return 4 * pi * sphere.radius**2 * (normal * (np.hypot(y, z) < radius)).mean(axis=(1, 2))
