"""The recipe of the particle on its fibre draws what it promises, bare and coated."""

import dataclasses
from itertools import combinations
from math import acos, pi, sqrt
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nanoglue.case import library
from nanoglue.mesh import gmsh_mesh

RADIUS, EDGE, WIDTH, REACH = 0.1, 0.075, 0.34, 0.15
HEIGHT = sqrt(RADIUS**2 - EDGE**2)
THICKNESSES = (0.005, 0.0117, 0.04)


@pytest.fixture
def recipe() -> ModuleType:
    """The recipe, imported."""
    return library.recipe(library.recipes()["particle_on_fibre"])


@pytest.fixture(autouse=True)
def _own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NANOGLUE_CACHE", str(tmp_path))


def sizes(recipe: ModuleType, thickness: float, reach: float | None = REACH) -> Any:
    """Parameters of a particle of 200 nm on a fibre of 340 nm."""
    return recipe.Parameters(
        particle_diameter=2 * RADIUS,
        contact_ratio=EDGE / RADIUS,
        fibre_diameter=WIDTH,
        interface_size=0.004,
        bulk_size=0.012,
        far_size=0.06,
        coating_thickness=thickness,
        coating_length=reach,
    )


def mesh(recipe: ModuleType, thickness: float, order: int = 2) -> dict[str, np.ndarray]:
    """Arrays of the drawn mesh."""
    parameters = sizes(recipe, thickness)
    names = recipe.describe(parameters)
    geometry = geometry_section(parameters, order)
    return gmsh_mesh.draw(
        SimpleNamespace(recipe=recipe, geometry=geometry, names=names, coordinates="axisymmetric")
    )


def geometry_section(parameters: Any, order: int) -> SimpleNamespace:
    """Return what the mesh needs of the section ``geometry`` of a case."""
    return SimpleNamespace(
        recipe="particle_on_fibre", parameters=parameters, order=order, max_elements=500_000
    )


def cells(arrays: dict[str, np.ndarray], body: str) -> np.ndarray:
    """Nodes of the cells of a body."""
    return arrays["cells"][arrays["cell_names"] == body]


def area(arrays: dict[str, np.ndarray], body: str) -> float:
    """Area [um^2] of a body between the parabolas through its second-order edges."""
    nodes = arrays["points"][cells(arrays, body)]
    corners, middles = nodes[:, :3], nodes[:, 3:]
    sides = np.roll(corners, -1, axis=1) - corners
    bulges = middles - corners - sides / 2
    signed = cross(sides[:, 0], sides[:, 1]) / 2
    around = np.sign(signed) * (2 / 3) * cross(bulges, sides).sum(axis=1)
    return float((np.abs(signed) + around).sum())


def cross(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Out-of-plane component of the product of vectors in the last axis."""
    product: np.ndarray = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    return product


def half_cap(radius: float, level: float) -> float:
    """Half the area of a disc's part above a level, measured from its centre."""
    return (radius**2 * acos(level / radius) - level * sqrt(radius**2 - level**2)) / 2


def least_angle(arrays: dict[str, np.ndarray], body: str) -> float:
    """Smallest corner [degrees] of the triangles of a body."""
    corners = arrays["points"][cells(arrays, body)[:, :3]]
    onward = np.roll(corners, -1, axis=1) - corners
    back = np.roll(corners, 1, axis=1) - corners
    angles = np.arctan2(np.abs(cross(onward, back)), (onward * back).sum(axis=-1))
    return float(np.degrees(angles.min()))


@pytest.mark.parametrize("thickness", [0.0, *THICKNESSES])
def test_bodies_have_their_exact_areas(recipe: ModuleType, thickness: float) -> None:
    arrays = mesh(recipe, thickness)
    dent = half_cap(RADIUS, HEIGHT)
    # A parabola through three points of an arc is off by the fourth power of the element's size.
    assert area(arrays, "particle") == pytest.approx(pi * RADIUS**2 / 2, rel=1e-5)
    assert area(arrays, "fibre") == pytest.approx(WIDTH**2 - dent, rel=1e-5)
    if thickness:
        outside = half_cap(RADIUS + thickness, thickness - HEIGHT) + (EDGE + REACH) * thickness
        coating = outside - half_cap(RADIUS, -HEIGHT)
        assert area(arrays, "coating") == pytest.approx(coating, rel=1e-5)


@pytest.mark.parametrize("thickness", THICKNESSES)
def test_three_bodies_meet_in_one_point_at_the_edge_of_the_contact(
    recipe: ModuleType, thickness: float
) -> None:
    arrays = mesh(recipe, thickness)
    nodes = [set(cells(arrays, body).ravel()) for body in ("particle", "fibre", "coating")]
    shared = set.intersection(*nodes)
    assert len(shared) == 1
    assert arrays["points"][shared.pop()] == pytest.approx((EDGE, 0), abs=1e-12)


@pytest.mark.parametrize("thickness", THICKNESSES)
def test_interfaces_are_all_that_bodies_share(recipe: ModuleType, thickness: float) -> None:
    arrays = mesh(recipe, thickness)
    for name, sides in recipe.describe(sizes(recipe, thickness)).interfaces.items():
        on_facets = set(arrays["facets"][arrays["facet_names"] == name].ravel())
        shared = set.intersection(*(set(cells(arrays, side).ravel()) for side in sides))
        edge = shared - on_facets  # bodies touch in the triple line besides
        assert on_facets <= shared
        assert not edge


@pytest.mark.parametrize("thickness", [0.0, *THICKNESSES])
def test_no_triangle_is_a_needle(recipe: ModuleType, thickness: float) -> None:
    arrays = mesh(recipe, thickness)
    assert least_angle(arrays, "particle") > 25
    assert least_angle(arrays, "fibre") > 20
    if thickness:  # structured: the largest aspect that the recipe allows is 4
        assert least_angle(arrays, "coating") > 12


@pytest.mark.parametrize("thickness", THICKNESSES)
def test_no_second_order_cell_is_inverted(recipe: ModuleType, thickness: float) -> None:
    arrays = mesh(recipe, thickness)
    nodes = arrays["points"][arrays["cells"]]
    one, two, three, middle, opposite, last = np.moveaxis(nodes, 1, 0)
    at_corners = [
        cross(4 * middle - 3 * one - two, 4 * last - 3 * one - three),
        cross(4 * opposite - 3 * two - three, 4 * middle - 3 * two - one),
        cross(4 * last - 3 * three - one, 4 * opposite - 3 * three - two),
    ]
    signs = np.sign(at_corners)
    assert (signs == signs[0]).all()


@pytest.mark.parametrize("layers", [1, 3, 5])
def test_layers_are_counted_at_the_end_of_the_coating(recipe: ModuleType, layers: int) -> None:
    parameters = dataclasses.replace(sizes(recipe, 0.005), coating_layers=layers)
    names = recipe.describe(parameters)
    geometry = geometry_section(parameters, 1)
    arrays = gmsh_mesh.draw(
        SimpleNamespace(recipe=recipe, geometry=geometry, names=names, coordinates="axisymmetric")
    )
    ends = arrays["points"][arrays["facets"]][..., 0]
    assert int((np.abs(ends - EDGE - REACH) < 1e-9).all(axis=1).sum()) == layers


def test_every_name_is_drawn_and_no_other(recipe: ModuleType) -> None:
    for thickness in (0.0, 0.005):
        arrays, names = mesh(recipe, thickness), recipe.describe(sizes(recipe, thickness))
        assert set(arrays["cell_names"]) == set(names.bodies)
        assert set(arrays["facet_names"]) == {*names.interfaces, *names.boundaries}


def test_the_free_surface_is_that_of_the_coating(recipe: ModuleType) -> None:
    arrays = mesh(recipe, 0.005)
    outside = set(arrays["facets"][arrays["facet_names"] == "free_surface"].ravel())
    assert outside <= set(cells(arrays, "coating").ravel())
    assert not outside & set(cells(arrays, "particle").ravel())


@pytest.mark.parametrize(
    ("reach", "told"),
    [(None, "coating_length is missing"), (0.005, "where the wedge ends"), (0.3, "the rim")],
)
def test_a_coating_that_does_not_fit_is_refused(
    recipe: ModuleType, reach: float | None, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        sizes(recipe, 0.005, reach)


def test_every_pair_of_bodies_shares_one_interface(recipe: ModuleType) -> None:
    names = recipe.describe(sizes(recipe, 0.005))
    pairs = [set(pair) for pair in combinations(names.bodies, 2)]
    assert sorted(map(sorted, names.interfaces.values())) == sorted(map(sorted, pairs))
