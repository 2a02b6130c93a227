"""Points are found in curved cells by their reference coordinates."""

import numpy as np
import pytest

NODES = np.array([[0, 0], [1, 0], [0, 1], [0.4, 0.4], [0, 0.5], [0.5, 0]], dtype=float)
"""A triangle whose longest side is bent inwards; nodes in the order of DOLFINx."""


@pytest.fixture
def triangle():
    """One cell with six nodes, whose concave side its convex hull covers."""
    from basix.ufl import element

    from nanoglue.runtime.fenics import MPI, mesh

    shape = element("Lagrange", "triangle", 2, shape=(2,))
    return mesh.create_mesh(MPI.COMM_SELF, np.arange(6)[None, :], shape, NODES)


@pytest.mark.parametrize("point", [(0.0, 0.0), (0.4, 0.4), (0.2, 0.3)])
def test_points_in_a_curved_cell_and_on_its_side_are_found(triangle, point):
    from nanoglue.mesh.point_search import locate

    found = locate(triangle, point)
    assert found is not None
    assert found.cell == 0


def test_a_point_between_a_concave_side_and_its_chord_is_outside(triangle):
    from nanoglue.mesh.point_search import locate
    from nanoglue.runtime.fenics import geometry

    place = np.array([[0.45, 0.45, 0.0]])
    hull = geometry.determine_point_ownership(triangle, place, 0.0)
    assert hull.src_owner[0] == 0  # DOLFINx counts it as inside
    assert locate(triangle, (0.45, 0.45)) is None


def test_a_point_farther_than_the_tolerance_is_outside(triangle):
    from nanoglue.mesh.point_search import OUTSIDE, locate

    assert locate(triangle, (-0.5 * OUTSIDE, 0.25)) is not None
    assert locate(triangle, (-2 * OUTSIDE, 0.25)) is None
