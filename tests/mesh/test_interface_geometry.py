"""Curvatures of quadratic triangles on a sphere and on a cylinder."""

from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("dolfinx")
from nanoglue.mesh.interface_geometry import EDGES, facet_deviation
from nanoglue.stepping.curved_sliding import false_opening, final_opening

RADIUS, SIZE = 2.0, 0.02


def facet(surface, turn):
    """Return the nodes of a small triangle on a surface z(x, y) and its normal."""
    angles = turn + np.radians([0.0, 120.0, 240.0])
    corners = SIZE * np.column_stack([np.cos(angles), np.sin(angles)])
    plane = np.zeros((6, 2))
    plane[:3] = corners
    for first, last, middle in EDGES[2]:
        plane[middle] = (plane[first] + plane[last]) / 2
    heights = surface(*plane.T)
    return np.column_stack([plane, heights])[None], np.array([[0.0, 0.0, 1.0]])


def cylinder(_, y):
    return np.sqrt(RADIUS**2 - y**2)


def sphere(x, y):
    return np.sqrt(RADIUS**2 - x**2 - y**2)


@pytest.mark.parametrize("turn", [0.0, 0.3, 1.0])
def test_curvatures_of_a_cylinder_deviate_by_half_of_the_larger(turn):
    """Those of three edges at 60 degrees have the mean 1/(2R), the principal ones are 0 and 1/R."""
    nodes, normal = facet(cylinder, turn)
    assert facet_deviation(nodes, normal)[0] == pytest.approx(1 / (2 * RADIUS), rel=1e-3)


@pytest.mark.parametrize("turn", [0.0, 0.3, 1.0])
def test_curvatures_of_a_sphere_do_not_deviate(turn):
    nodes, normal = facet(sphere, turn)
    assert facet_deviation(nodes, normal)[0] < 1e-3 / RADIUS


def test_sliding_along_a_cylinder_opens_it_by_half_of_the_curvature_times_its_square():
    share = false_opening(np.array([0.25]), np.array([-0.4]))[0]
    assert share == pytest.approx(0.25 * 0.16 / 2)


def test_a_final_opening_needs_a_strength_and_a_toughness():
    assert final_opening(SimpleNamespace(strength=50.0, toughness=5.0)) == pytest.approx(0.2)
    assert final_opening(SimpleNamespace(strength=50.0)) is None
