"""Length, reach and parts of made-up bonded areas on triangles."""

from math import pi

import numpy as np
import pytest

from nanoglue.mesh.surface_contour import connected_parts, contour_length, count_parts, farthest


def square(cells, size=2.0):
    """Return corners (n, 2) and triangles of a square about the origin, halved along a diagonal."""
    ticks = np.linspace(-size / 2, size / 2, cells + 1)
    points = np.stack(np.meshgrid(ticks, ticks, indexing="ij"), axis=-1).reshape(-1, 2)
    start = (np.arange(cells)[:, None] * (cells + 1) + np.arange(cells)).ravel()
    lower = np.stack([start, start + cells + 1, start + cells + 2], axis=1)
    upper = np.stack([start, start + cells + 2, start + 1], axis=1)
    return points, np.concatenate([lower, upper])


def ellipse(points, along, across):
    """Return values that are 1/2 on an ellipse and larger inside."""
    return 1.5 - np.hypot(points[:, 0] / along, points[:, 1] / across)


def in_space(points):
    return np.pad(points, ((0, 0), (0, 1)))


def test_the_contour_of_a_circle_has_its_length():
    points, triangles = square(40)
    values = ellipse(points, 0.7, 0.7)[triangles]
    length = contour_length(in_space(points)[triangles], values, 0.5)
    assert length == pytest.approx(2 * pi * 0.7, rel=2e-3)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_uniform_state_has_no_contour(value):
    points, triangles = square(4)
    values = np.full(triangles.shape, value)
    assert contour_length(in_space(points)[triangles], values, 0.5) == 0.0


@pytest.mark.parametrize("cells", [20, 21])  # with corners on the axes and without
def test_the_reach_along_and_across_is_that_of_the_ellipse(cells):
    points, triangles = square(cells)
    corners, values = in_space(points)[triangles], ellipse(points, 0.8, 0.5)[triangles]
    reach = [farthest(corners, values, 0.5, axes, 1e-9) for axes in ((0, 1), (1, 0))]
    assert reach == pytest.approx([0.8, 0.5], rel=5e-3)
    # A quarter, whose planes of symmetry are its edges, gives the same.
    quarter = (points[triangles] > -1e-9).all(axis=(1, 2))
    if cells == 20:
        cut = [farthest(corners[quarter], values[quarter], 0.5, (0, 1), 1e-9)]
        assert cut == pytest.approx(reach[:1])


def test_the_reach_of_a_debonded_interface_is_zero():
    points, triangles = square(4)
    values = np.zeros(triangles.shape)
    assert farthest(in_space(points)[triangles], values, 0.5, (0, 1), 1e-9) == 0.0


def patches(triangles, owners=None):
    ranks = [triangles] if owners is None else [triangles[owners == rank] for rank in range(3)]
    return count_parts([connected_parts(part, np.arange(10**4)) for part in ranks])


def test_two_patches_are_counted_on_any_number_of_ranks():
    points, triangles = square(30)
    middles = points[triangles].mean(axis=1)
    left, right = (np.hypot(middles[:, 0] - x, middles[:, 1]) < 0.3 for x in (-0.5, 0.5))
    bonded = triangles[left | right]
    owners = np.random.default_rng(3).integers(0, 3, len(bonded))
    assert patches(bonded) == 2
    assert patches(bonded, owners) == 2
    assert patches(triangles[left], owners[: left.sum()]) == 1
    assert patches(triangles[:0]) == 0


def test_a_ring_is_one_patch():
    points, triangles = square(30)
    distance = np.linalg.norm(points[triangles].mean(axis=1), axis=1)
    ring = triangles[(distance > 0.4) & (distance < 0.7)]
    assert patches(ring, np.arange(len(ring)) % 3) == 1
