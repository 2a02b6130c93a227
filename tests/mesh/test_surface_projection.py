"""Closest points of surfaces of quadratic triangles."""

import numpy as np
import pytest

CURVED = np.array(
    [[0, 0, 0], [1, 0, 0], [0, 1, 0.1], [0.5, 0.55, 0.2], [0, 0.5, -0.1], [0.5, 0, 0.15]]
)
NEIGHBOUR = CURVED * [-1, 1, 1]


def sampled(triangles, count=200):
    from nanoglue.mesh.surface_projection import shapes

    steps = np.linspace(0, 1, count + 1)
    grid = np.array([(s, t) for s in steps for t in steps if s + t <= 1 + 1e-12])
    return (shapes(grid)[0] @ triangles).reshape(-1, 3)


def test_the_closest_point_is_that_of_a_dense_sample():
    from nanoglue.mesh.surface_projection import closest

    points = np.random.default_rng(3).uniform(-1.2, 1.2, (200, 3)) * [1, 1, 0.4]
    triangles = np.array([CURVED, NEIGHBOUR])
    distance = np.linalg.norm(closest(points, triangles) - points, axis=1)
    apart = np.linalg.norm(points[:, None] - sampled(triangles)[None], axis=2).min(axis=1)
    assert (distance <= apart + 1e-12).all()  # the sample contains no closer point
    assert distance == pytest.approx(apart, abs=2e-3)
    assert (distance > 0.01).sum() > 150


def test_points_of_the_surface_are_their_own_closest_points():
    from nanoglue.mesh.surface_projection import closest

    points = sampled(np.array([CURVED]), 7)
    assert closest(points, CURVED[None]) == pytest.approx(points, abs=1e-12)


def test_the_way_is_normal_to_a_curved_triangle():
    from nanoglue.mesh.surface_projection import closest, shapes

    values, slopes = shapes(np.array([0.3, 0.25]))
    foot, tangents = values @ CURVED, slopes.T @ CURVED
    normal = np.cross(*tangents)
    point = foot + 0.1 * normal / np.linalg.norm(normal)
    assert closest(point[None], CURVED[None])[0] == pytest.approx(foot, abs=1e-12)


def test_a_triangle_that_has_collapsed_has_a_closest_point():
    from nanoglue.mesh.surface_projection import closest

    point = np.array([[1.0, 2.0, 3.0]])
    assert closest(point, np.full((1, 6, 3), 0.5)) == pytest.approx(np.full((1, 3), 0.5))
    line = np.zeros((1, 6, 3))
    line[0, :, 0] = [0.0, 1.0, 0.0, 0.5, 0.0, 0.5]
    assert closest(point / 4, line) == pytest.approx(np.array([[0.25, 0.0, 0.0]]))
