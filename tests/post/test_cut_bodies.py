"""Bodies in space are mirrored, cut open and seen in parallel projection."""

from pathlib import Path

import numpy as np
import pytest
from tests.post.boxes_in_space import SIZE, box, content

from nanoglue.post.figures.cut import Whole, face, parts, shell
from nanoglue.post.figures.cut_interfaces import bonds, on_cut, rim
from nanoglue.post.figures.cut_place import focus, whole
from nanoglue.post.figures.cut_view import extent_of, view_of
from nanoglue.post.figures.results import NotAvailable, Results
from nanoglue.post.figures.selection import mirrors_in_space, shown
from nanoglue.post.figures.tetrahedra import boundary, halved

pytest.importorskip("pyvista", reason="pictures are an extra")

LAST, FIELD = 30.0, "stoichiometry [-]"
STRETCH = 1.3
"""Stretch [-] of the particle along x and y at the last time."""


@pytest.fixture
def results(quarter: Path) -> Results:
    return Results(quarter)


def test_a_quarter_has_two_planes_of_symmetry(results: Results) -> None:
    assert mirrors_in_space(results) == (True, True, False)


def test_without_boundaries_of_symmetry_nothing_is_mirrored(results: Results) -> None:
    del results.case["boundaries"]
    assert mirrors_in_space(results) == (False, False, False)


def test_whole_bodies_have_four_times_the_volume_of_a_quarter(results: Results) -> None:
    grid = results.grid("particle", LAST)
    alone = shell(grid, FIELD, whole(results, "none", mirrored=False))
    every = shell(grid, FIELD, whole(results, "none"))
    assert alone.volume == pytest.approx(STRETCH**2 * SIZE**3, rel=1e-6)
    assert every.volume == pytest.approx(4 * alone.volume, rel=1e-6)


def test_images_are_joined_without_a_wall_between_them(results: Results) -> None:
    every = shell(results.grid("particle", LAST), FIELD, whole(results, "none"))
    assert every.is_manifold
    assert every.area == pytest.approx(8 * STRETCH**2 * SIZE**2 + 8 * STRETCH * SIZE**2, rel=1e-6)


def test_the_default_cut_is_a_vertical_plane_of_symmetry(results: Results) -> None:
    plane = whole(results).plane
    assert plane is not None
    assert (plane.axis, plane.kept) == (1, 1)
    assert plane.position == pytest.approx(0.0, abs=1e-3 * SIZE)


@pytest.mark.parametrize(
    ("cut", "axis", "place", "area"),
    [
        ("x", 0, 0.0, 2 * STRETCH * SIZE**2),
        ("y", 1, 0.0, 2 * STRETCH * SIZE**2),
        ("z=56nm", 2, 0.056, 4 * STRETCH**2 * SIZE**2),
        ("x=60nm", 0, 0.06, 2 * STRETCH * SIZE**2),
    ],
)
def test_a_cut_shows_the_whole_inside(results: Results, cut, axis, place, area) -> None:
    how = whole(results, cut)
    grid = results.grid("particle", LAST)
    inner, outer = face(grid, FIELD, how), shell(grid, FIELD, how)
    assert inner.area == pytest.approx(area, rel=1e-6)
    assert np.asarray(inner.points)[:, axis] == pytest.approx(place, abs=1e-3 * SIZE)
    assert how.plane is not None
    assert how.plane.height(np.asarray(outer.points)).min() > -1e-9


def test_the_field_on_a_cut_is_that_inside_the_body(results: Results) -> None:
    how = whole(results, "x=60nm")
    inner = face(results.grid("particle", LAST), FIELD, how)
    points = np.abs(np.asarray(inner.points))
    points[:, 2] -= 0.006
    expected = content(points / [STRETCH, STRETCH, 1.0])
    assert np.asarray(inner["field"]) == pytest.approx(expected, rel=1e-6)


def test_fields_have_their_unit_and_plain_bodies_none(results: Results) -> None:
    one = shown(results, FIELD, LAST)
    particle, fibre = parts(results, LAST, one, whole(results))
    assert np.asarray(particle.face["field"]).max() == pytest.approx(0.2 + 0.1 + 0.2, rel=1e-3)
    assert "field" not in fibre.face.point_data
    assert focus(results) == ["particle"]


def test_a_quarter_alone_keeps_the_side_that_is_there(results: Results) -> None:
    for cut in ("x", "y"):
        how = whole(results, cut, mirrored=False)
        area = face(results.grid("particle", LAST), FIELD, how).area
        assert area == pytest.approx(STRETCH * SIZE**2, rel=1e-6)


@pytest.mark.parametrize(
    ("cut", "reason"), [("w", "must be x, y, z"), ("x=1um", "x = -130 to 130 nm")]
)
def test_a_cut_that_misses_the_bodies_is_refused(results: Results, cut, reason) -> None:
    with pytest.raises(NotAvailable, match=reason):
        whole(results, cut)


def test_the_interface_on_a_cut_is_broken_where_its_points_are(results: Results) -> None:
    (bond,) = bonds(results, LAST)
    lines, damage = on_cut(bond, whole(results))
    length = np.linalg.norm(np.diff(lines, axis=1), axis=2).sum()
    assert length == pytest.approx(2 * STRETCH * SIZE, rel=1e-6)
    assert lines[..., 2] == pytest.approx(0.006)
    outside = np.abs(lines[..., 0]) > STRETCH * SIZE / 2 + 1e-9
    assert damage[outside].min() == 1.0
    assert damage[~outside].max() == 0.0


def test_the_edge_of_an_interface_is_not_in_planes_of_symmetry(results: Results) -> None:
    (bond,) = bonds(results, LAST)
    for mirrored, length in ((True, 8 * STRETCH * SIZE), (False, 2 * STRETCH * SIZE)):
        line = rim(bond, whole(results, "none", mirrored))
        assert line.compute_cell_sizes()["Length"].sum() == pytest.approx(length, rel=1e-6)
    assert rim(bond, whole(results)).bounds[2] >= 0.0  # cut as the bodies


def test_horizontal_lengths_are_true_and_all_that_remains_is_seen(results: Results) -> None:
    how = whole(results)
    view, (low, high) = view_of(how), extent_of(results, results.times, how)
    assert view.project(np.array([SIZE, 0.0, 0.0])) == pytest.approx([SIZE, 0.0])
    corner = view.project(np.array([STRETCH * SIZE, STRETCH * SIZE, 0.106]))
    assert (corner < high).all()
    assert low[0] == -high[0]


def test_a_narrow_part_of_an_interface_with_its_images_is_not_flat(results: Results) -> None:
    points = results.grid("particle_fibre", 0.0).points
    points[:] = points @ np.diag([0.2, 1.0, 0.0]) + np.outer(points[:, 1], [0.0, 0.0, 1.0])
    assert whole(results).up == 2
    del results.case["boundaries"]
    assert whole(results).up == 0


@pytest.mark.parametrize(
    ("cut", "right", "up"),
    [(None, "x", "y"), ("x", "-z", "y"), ("y", "x", "-z")],
)
def test_an_extruded_section_stands_upright(results: Results, cut, right, up) -> None:
    del results.case["boundaries"]
    points = results.grid("particle_fibre", 0.0).points
    points[:, [1, 2]] = points[:, [2, 1]]  # an interface in the plane y = 0
    how = whole(results, cut)
    assert how.plane is not None
    assert how.plane.axis == {None: 2, "x": 0, "y": 1}[cut]
    view = view_of(how)
    axes = {
        sign + name: int(f"{sign}1") * np.eye(3)["xyz".index(name)]
        for sign in ("", "-")
        for name in "xyz"
    }
    assert view.right == pytest.approx(axes[right])
    assert view.up @ axes[up] == pytest.approx(np.cos(np.radians(20.0)))
    assert view.back[1] > 0  # seen from above


def test_the_extent_reaches_to_a_cut_between_the_nodes(results: Results) -> None:
    grid = results.grid("particle", LAST)
    grid.points[:, :2] *= 1 + 2 * grid.points[:, 2:]  # a pyramid that widens upwards
    how = Whole((True, True, False), True, whole(results, "z=40nm").plane)
    low, high = extent_of(results, [LAST], how)
    edge = np.abs(np.asarray(face(grid, FIELD, how).points)[:, 0]).max()
    assert high[0] > edge
    assert low[0] == pytest.approx(-high[0])


def test_points_that_two_ranks_have_written_are_no_boundary() -> None:
    points, cells = box(0.0)
    first, second = cells[::2], cells[1::2]
    doubled = np.concatenate([points, points])
    both = np.concatenate([first, second + len(points)])
    assert len(boundary(both, doubled)) == len(boundary(cells, points)) == 48


def test_faces_point_outwards() -> None:
    points, cells = box(0.0)
    first, second, third = points[boundary(cells, points)[:, :3]].transpose(1, 0, 2)
    flux = np.einsum("ki,ki->k", first, np.cross(second - first, third - first)) / 6
    assert flux.sum() == pytest.approx(SIZE**3)


def test_halves_of_tetrahedra_keep_a_quadratic_function() -> None:
    points, cells = box(0.0)

    def square(at: np.ndarray) -> np.ndarray:
        return 1 + at[..., 0] ** 2 - 3 * at[..., 1] * at[..., 2]

    nodal = np.concatenate([points, square(points)[:, None]], axis=1)
    found = halved(nodal[cells])
    assert len(found) == 8 * len(cells)
    assert found[..., 3] == pytest.approx(square(found[..., :3]), abs=1e-12)
