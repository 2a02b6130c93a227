"""Recipes in space: volumes and areas against closed forms."""

from math import pi, sqrt

import numpy as np
import pytest
from tests.mesh.recipes_in_space import (
    BLISTER,
    COATED,
    FILM,
    FLAT,
    SEVERAL,
    area,
    mesh,
    normals,
    volume,
)


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


def _area_within(sphere, radius):
    """Return the area [um^2] of a sphere within the fibre, by points of equal area."""
    y, z = (sphere.centre[i] + sphere.radius * normals()[i] for i in (1, 2))
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


@pytest.mark.parametrize(
    ("recipe", "sizes", "body"),
    [
        ("particle_on_flat", FLAT, "particle"),
        ("film_on_sheet", FILM, "film"),
        ("particle_on_fibre_3d", COATED, "coating"),
        ("particles_on_fibre", {**SEVERAL, "smallest_gap": "20 nm"}, "particle_1"),
    ],
)
def test_a_mesh_in_space_of_a_few_nanometres_is_that_of_a_larger_one(recipe, sizes, body):
    """Bounding boxes of Gmsh, by which the parts are named, are larger by an absolute length."""
    small = {
        key: f"{float(value.removesuffix(' nm')) / 100} nm" if str(value).endswith(" nm") else value
        for key, value in sizes.items()
    }
    volumes = [volume(mesh(recipe, one)[0], body) for one in (sizes, small)]
    assert 1e6 * volumes[1] == pytest.approx(volumes[0], rel=0.01)


def test_particles_that_would_cut_the_fibre_are_refused():
    with pytest.raises(ValueError, match=r"reach 451\.3 nm deep, through the fibre"):
        mesh("particles_on_fibre", {**SEVERAL, "largest_diameter": "1.6 um", "contact_ratio": 0.9})
