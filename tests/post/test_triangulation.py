"""Outlines, refined triangles and lines along interfaces, against shapes that are known."""

import numpy as np

from nanoglue.post.figures.triangulation import (
    along,
    at_refined,
    curves,
    joined,
    outline,
    pieces,
    refined,
    up_to_planes,
)

SQUARE = np.array(
    [[0, 0], [1, 0], [1, 1], [0, 1], [0.5, 0], [1, 0.5], [0.5, 0.5], [0.5, 1], [0, 0.5]], float
)
CELLS = np.array([[0, 1, 2, 4, 5, 6], [0, 2, 3, 6, 7, 8]])


def test_refined_triangles_fill_what_the_cells_fill() -> None:
    weights, triangles, owner = refined(CELLS, 4)
    points = at_refined(weights, CELLS, SQUARE)
    a, b, c = (points[triangles[:, i]] for i in range(3))
    (x, y), (s, t) = (b - a).T, (c - a).T
    areas = 0.5 * (x * t - y * s)
    assert (areas > 0).all()
    assert np.isclose(areas.sum(), 1.0)
    assert np.bincount(owner).tolist() == [16, 16]


def test_a_quadratic_field_is_exact_at_refined_points() -> None:
    weights, _, _ = refined(CELLS, 3)
    points = at_refined(weights, CELLS, SQUARE)
    field = SQUARE[:, 0] ** 2 - SQUARE[:, 0] * SQUARE[:, 1]
    exact = points[:, 0] ** 2 - points[:, 0] * points[:, 1]
    assert np.allclose(at_refined(weights, CELLS, field), exact)


def test_the_outline_of_a_square_on_the_axis_leaves_the_axis_out() -> None:
    assert len(outline(CELLS, SQUARE, has_axis=False)) == 4
    lines = curves(outline(CELLS, SQUARE, has_axis=True), SQUARE)
    lengths = np.linalg.norm(np.diff(lines, axis=1), axis=2).sum()
    assert np.isclose(lengths, 3.0)


def test_points_that_two_ranks_wrote_make_no_outline_between_them() -> None:
    doubled = np.concatenate([SQUARE, SQUARE])
    cells = np.stack([CELLS[0], CELLS[1] + len(SQUARE)])
    assert len(outline(cells, doubled, has_axis=False)) == 4


def test_distance_along_a_shuffled_arc_is_its_length() -> None:
    angle = np.random.default_rng(1).permutation(np.linspace(0, np.pi / 2, 200))
    order, distance = along(np.column_stack([np.sin(angle), -np.cos(angle)]))
    assert np.all(np.diff(angle[order]) > 0)
    assert np.isclose(distance[-1], np.pi / 2, rtol=1e-4)  # a polygon of 199 sides


def test_a_jump_between_branches_is_no_piece_of_the_line() -> None:
    points = np.array([[0.0, 0], [1, 0], [2, 0], [100, 0], [101, 0]])
    assert np.isnan(pieces(points)).any(axis=(1, 2)).tolist() == [False, False, True, False]


def test_edges_that_meet_become_one_line_and_are_drawn_once() -> None:
    lines = curves(outline(CELLS, SQUARE, has_axis=True), SQUARE)
    (line,) = joined(np.concatenate([lines, lines[:, ::-1]]))
    assert np.isclose(np.linalg.norm(np.diff(line, axis=0), axis=1).sum(), 3.0)


def test_edges_on_the_equator_are_left_out_where_bodies_are_mirrored() -> None:
    lines = curves(outline(CELLS, SQUARE, has_axis=True, equator=True), SQUARE)
    assert np.isclose(np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(), 2.0)


def test_an_interface_is_drawn_up_to_the_mirror_planes() -> None:
    angle = np.radians(np.linspace(5, 85, 9))
    points, values = np.column_stack([np.cos(angle), np.sin(angle)]), np.arange(9.0)
    ends, at_ends = up_to_planes(points, values, (True, True))
    assert np.allclose(ends[[0, -1]], [[np.cos(angle[0]), 0], [0, np.sin(angle[-1])]])
    assert at_ends[[0, -1]].tolist() == [0.0, 8.0]
    far = points + np.array([0.0, 1.0])
    assert len(up_to_planes(far, values, (False, True))[0]) == 9
