"""Overlap of bodies without an interface, against distances that are known."""

from types import SimpleNamespace

import numpy as np
import pytest

from nanoglue.mesh.simplices import contained, distances, facet_nodes, flat_parts

CORNERS = {2: [(0, 0), (1, 0), (0, 1)], 3: [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)]}


def quadratic(dim):
    """Return the nodes of the reference simplex in the order of basix."""
    basix = pytest.importorskip("basix")
    kind = {2: basix.CellType.triangle, 3: basix.CellType.tetrahedron}[dim]
    return basix.create_element(basix.ElementFamily.P, kind, 2).points[None]


@pytest.mark.parametrize("dim", [2, 3])
def test_flat_parts_fill_a_quadratic_simplex(dim):
    parts = flat_parts(quadratic(dim))
    sizes = np.abs(np.linalg.det(parts[:, 1:] - parts[:, :1]))
    assert sizes == pytest.approx(1 / len(parts))  # equal parts of the whole
    inside = np.random.default_rng(1).dirichlet(np.ones(dim + 1), 50) @ CORNERS[dim]
    assert contained(inside, parts).all()
    assert not contained(1.01 - inside, parts).any()


@pytest.mark.parametrize("dim", [2, 3])
def test_the_middle_nodes_of_a_facet_are_between_its_corners(dim):
    nodes = quadratic(dim)[0]
    for opposite, facet in enumerate(facet_nodes(dim)):
        assert opposite not in facet
        corners, middles = nodes[facet[:dim]], nodes[facet[dim:]]
        edges = [corners[[1, 0]].mean(axis=0)] if dim == 2 else [
            corners[list(pair)].mean(axis=0) for pair in ((1, 2), (0, 2), (0, 1))
        ]  # fmt: skip
        assert middles == pytest.approx(np.array(edges))


def test_distances_from_a_triangle_are_those_of_its_parts():
    triangle = np.array([[[0.0, 0, 0], [1, 0, 0], [0, 1, 0]]])
    for point, exact in (
        ((0.2, 0.2, 3.0), 3.0),  # above it
        ((0.5, -2.0, 0.0), 2.0),  # beside an edge
        ((4.0, -4.0, 0.0), 5.0),  # beyond a corner
    ):
        assert distances(np.array(point), triangle) == pytest.approx([exact])


def bodies(dim, apart, comm):
    """Return two unit boxes, the second moved by 1 + ``apart`` along x."""
    from nanoglue.runtime.fenics import fem
    from nanoglue.runtime.fenics import mesh as dmesh

    make = {2: dmesh.create_rectangle, 3: dmesh.create_box}[dim]
    kind = {2: dmesh.CellType.triangle, 3: dmesh.CellType.tetrahedron}[dim]
    low, high = np.zeros(dim), np.ones(dim)
    found = {}
    for name in ("left", "right"):
        space = fem.functionspace(make(comm, [low, high], [2] * dim, kind), ("P", 2, (dim,)))
        found[name] = SimpleNamespace(u=fem.Function(space))
    found["right"].u.x.array[::dim] = 1 + apart
    return found


@pytest.mark.parallel([1, 2, 4])
@pytest.mark.parametrize("dim", [2, 3])
def test_boxes_pushed_into_each_other_overlap_by_their_way(dim):
    from nanoglue.runtime.fenics import MPI
    from nanoglue.stepping.overlap import Overlaps

    moved = bodies(dim, -0.1, MPI.COMM_WORLD)
    (found,) = list(Overlaps(moved, {})())
    assert found.bodies == ("left", "right")
    assert found.depth == pytest.approx(0.1)
    assert 0.9 - 1e-9 <= found.place[0] <= 1 + 1e-9
    assert found.size == pytest.approx(np.sqrt(dim - 1) / 2)  # the longest edge of a facet


@pytest.mark.parallel([1, 2, 4])
@pytest.mark.parametrize("dim", [2, 3])
def test_boxes_apart_do_not_overlap(dim):
    from nanoglue.runtime.fenics import MPI
    from nanoglue.stepping.overlap import Overlaps

    assert list(Overlaps(bodies(dim, 0.1, MPI.COMM_WORLD), {})()) == []


def test_bodies_with_an_interface_are_left_to_its_contact():
    from nanoglue.runtime.fenics import MPI
    from nanoglue.stepping.overlap import Overlaps

    pair = {side: SimpleNamespace(name=name) for side, name in
            (("plus", "right"), ("minus", "left"))}  # fmt: skip
    overlaps = Overlaps(bodies(2, -0.1, MPI.COMM_SELF), {"bond": SimpleNamespace(**pair)})
    assert overlaps.pairs == []
    assert list(overlaps()) == []
