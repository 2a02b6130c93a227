"""Closest points on quadratic edges, and the exact derivatives of contact with them."""

from dataclasses import replace

import numpy as np
import pytest

from nanoglue.physics.contact.closest_point import backwards, closest, shapes
from nanoglue.physics.contact.penalty import Pairing, contact_response
from nanoglue.physics.contact.smoothed_edges import smoothed_edges

STIFFNESS = 3e3


def arc(radius, angles, middle=(0.0, 0.0)):
    """Edges (m, 3, 2) on a circle between angles (m + 1,)."""
    between = (angles[1:] + angles[:-1]) / 2
    nodes = np.stack([angles[:-1], angles[1:], between], axis=1)
    return np.array(middle) + radius * np.stack([np.cos(nodes), np.sin(nodes)], axis=-1)


def paired(points, edges, reach=1.0, fade=0.0):
    """Points, each on an edge of its own, before edges of which all ends are free."""
    rng = np.random.default_rng(1)
    own = np.tile(shapes(np.array([0.3]))[0], (len(points), 1))
    nodes = points[:, None] + 0.05 * rng.uniform(-1, 1, (len(points), 3, 2))
    nodes += (points - np.einsum("na,nai->ni", own, nodes))[:, None]
    feet = closest(points, edges, np.full((len(edges), 2), reach))
    side = np.ones(len(points))
    part = np.full((2, len(points)), [[0.3], [0.8]])
    places = np.concatenate([nodes, edges[feet.edge]], axis=1)
    return places, Pairing(own, feet, side, *part, np.full((len(points), 2), bool(reach)), fade)


def again(places, pairing):
    """The contact where the nodes are now, with the closest points sought anew."""
    points = np.einsum("na,nai->ni", pairing.own, places[:, :3])
    found = [
        closest(points[[i]], places[[i], 3:], 2 * pairing.ends[[i]]) for i in range(len(points))
    ]
    feet = type(pairing.feet)(
        *(np.concatenate([getattr(f, n) for f in found]) for n in ("edge", "t", "corner"))
    )
    return contact_response(places, replace(pairing, feet=feet), STIFFNESS)


BENT = np.array([[[0.0, 0.0], [1.0, 0.1], [0.45, 0.2]]])
CASES = {
    "on an edge": (np.array([[0.3, 0.25], [0.5, 0.05], [0.8, 0.1]]), 1.0),
    "past an end, where the support fades": (np.array([[1.3, -0.2], [-0.4, -0.5]]), 1.0),
    "at a corner": (np.array([[1.3, 0.25], [-0.4, 0.02]]), 0.0),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_the_tangent_is_the_derivative_of_the_forces_and_they_of_the_energy(name, side):
    points, reach = CASES[name]
    places, pairing = paired(points, BENT, reach)
    if not reach:
        assert pairing.feet.corner.all()
    pairing.side[:] = side
    found = contact_response(places, pairing, STIFFNESS)
    step = 1e-6
    for i in range(12):
        moved = np.zeros((len(points), 12))
        moved[:, i] = step
        ahead = again(places + moved.reshape(-1, 6, 2), pairing)
        behind = again(places - moved.reshape(-1, 6, 2), pairing)
        force = (ahead.energy - behind.energy) / (2 * step)
        tangent = (ahead.force - behind.force) / (2 * step)
        if "fades" not in name:
            assert found.force[:, i] == pytest.approx(force, rel=1e-6, abs=1e-6)
        assert found.tangent[:, :, i] == pytest.approx(tangent, rel=1e-6, abs=1e-5)
    if "fades" not in name:
        symmetric = found.tangent.transpose(0, 2, 1)
        assert found.tangent == pytest.approx(symmetric, rel=1e-12, abs=1e-9)


def test_some_point_is_pressed_in_every_case():
    for points, reach in CASES.values():
        pressures = []
        for side in (1.0, -1.0):
            places, pairing = paired(points, BENT, reach)
            pairing.side[:] = side
            pressures.append(contact_response(places, pairing, STIFFNESS).pressure)
        assert (np.max(pressures, axis=0) > 0).all()


@pytest.mark.parametrize("name", CASES)
def test_forces_and_moments_at_a_point_are_in_balance(name):
    points, reach = CASES[name]
    sizes = []
    for side in (1.0, -1.0):
        places, pairing = paired(points, BENT, reach)
        pairing.side[:] = side
        force = contact_response(places, pairing, STIFFNESS).force.reshape(-1, 6, 2)
        moment = places[..., 0] * force[..., 1] - places[..., 1] * force[..., 0]
        sizes.append(np.abs(force).max())
        assert np.abs(force.sum(axis=1)).max() <= 1e-12 * sizes[-1]
        assert np.abs(moment.sum(axis=1)).max() <= 1e-12 * sizes[-1]
    assert max(sizes) > 0


def test_gap_to_a_circle_is_the_distance_from_it():
    edges = arc(2.0, np.linspace(0.2, 2.9, 61))
    rng = np.random.default_rng(2)
    angle, distance = rng.uniform(0.3, 2.8, 200), rng.uniform(-0.3, 0.3, 200)
    points = (2.0 + distance)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    places, pairing = paired(points, edges, reach=0.0)
    left = 2.0 * 0.045**4 / 500  # a quadratic edge of angle w leaves its circle by R w^4 / 512
    assert contact_response(places, pairing, STIFFNESS).gap == pytest.approx(distance, abs=left)


def test_the_closest_of_all_edges_is_found():
    rng = np.random.default_rng(3)
    angles = np.cumsum(rng.uniform(0.02, 0.2, 20))
    edges = arc(1.0, angles)
    points = rng.uniform(-1.5, 1.5, (300, 2))
    feet = closest(points, edges, np.zeros((len(edges), 2)))
    on = shapes(np.linspace(0, 1, 401))[0]
    dense = np.einsum("ka,mai->mki", on, edges).reshape(-1, 2)
    smallest = np.linalg.norm(points[:, None] - dense[None], axis=2).min(axis=1)
    x = np.einsum("na,nai->ni", shapes(feet.t)[0], edges[feet.edge])
    found = np.linalg.norm(points - x, axis=1)
    assert (found <= smallest + 1e-12).all()
    assert found == pytest.approx(smallest, abs=1e-3)


def test_the_direction_of_an_edge_depends_on_its_place_only():
    edges = np.concatenate([arc(1.0, np.linspace(0, 4, 8)), [[[0, 0], [1, 0], [0.5, 0]]]])
    turned = edges[:, [1, 0, 2]]
    assert (backwards(turned) == ~backwards(edges)).all()
    assert not backwards(edges[-1:]).any()


def test_rounded_edges_have_no_kink_but_at_corners():
    labels = np.array([[0, 1, 7], [1, 2, 8], [2, 3, 9], [3, 4, 10]])
    x = np.array([0.0, 1.0, 2.5, 3.0, 3.0])  # a corner at node 3
    y = np.array([0.0, 0.1, 0.0, 0.05, 2.0])
    places = np.zeros((11, 2))
    places[:5] = np.column_stack([x, y])
    places[7:] = (places[labels[:, 0]] + places[labels[:, 1]]) / 2
    nodes, weights = smoothed_edges(labels, places)
    assert weights.sum(axis=-1) == pytest.approx(1.0)
    moved = places + 0.1 * np.random.default_rng(4).uniform(-1, 1, places.shape)
    parts = (weights.reshape(-1, 3, 7) @ moved[np.repeat(nodes, 3, axis=0)]).reshape(-1, 3, 2)
    start, end = (np.einsum("a,mai->mi", shapes(np.array([t]))[1][0], parts) for t in (0.0, 1.0))
    kinks = [start[i + 1, 0] * end[i, 1] - start[i + 1, 1] * end[i, 0] for i in range(11)]
    kinks, (corner,) = np.delete(kinks, 8), kinks[8:9]
    assert kinks == pytest.approx(0.0, abs=1e-12)
    assert abs(corner) > 0.01
    assert parts[:-1, 1] == pytest.approx(parts[1:, 0], abs=1e-12)
    assert parts[0, 0] == pytest.approx(moved[0])
    assert parts[8, 1] == pytest.approx(moved[3])
    assert parts[1] == pytest.approx(shapes(np.array([0.25, 0.75, 0.5]))[0] @ moved[labels[0]])


def test_rounding_leaves_a_straight_surface():
    x = np.array([0.0, 1.0, 1.5, 3.5])
    labels = np.array([[0, 1, 4], [1, 2, 5], [2, 3, 6]])
    places = np.zeros((7, 2))
    places[:, 0] = [*x, *(x[1:] + x[:-1]) / 2]
    nodes, weights = smoothed_edges(labels, places)
    parts = weights.reshape(-1, 3, 7) @ places[np.repeat(nodes, 3, axis=0)]
    assert parts[:-1, 1] == pytest.approx(parts[1:, 0], abs=1e-12)
    assert parts[:, 2] == pytest.approx((parts[:, 0] + parts[:, 1]) / 2, abs=1e-12)
    assert parts[::3, 0, 0] == pytest.approx(x[:-1])
    assert parts[..., 1] == pytest.approx(0.0)
