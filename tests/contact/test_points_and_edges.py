"""Closest points on quadratic edges, and the exact derivatives of contact with them."""

import numpy as np
import pytest

from nanoglue.penalty_contact import Pairing, press
from nanoglue.quadratic_edges import closest, free_ends, numbered, shapes

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
    places = np.concatenate([nodes, edges[feet.edge]], axis=1)
    return places, Pairing(own, feet, side, np.full((len(points), 2), bool(reach)), fade)


def again(places, pairing):
    """The contact where the nodes are now, with the closest points sought anew."""
    points = np.einsum("na,nai->ni", pairing.own, places[:, :3])
    found = [
        closest(points[[i]], places[[i], 3:], (1 + pairing.fade) * pairing.ends[[i]])
        for i in range(len(points))
    ]
    feet = type(pairing.feet)(
        *(np.concatenate([getattr(f, n) for f in found]) for n in ("edge", "t", "corner"))
    )
    return press(
        places, Pairing(pairing.own, feet, pairing.side, pairing.ends, pairing.fade), STIFFNESS
    )


BENT = np.array([[[0.0, 0.0], [1.0, 0.1], [0.45, 0.2]]])
CASES = {
    "on an edge": (np.array([[0.3, 0.25], [0.5, 0.05], [0.8, 0.1]]), 1.0),
    "past an end, where the support fades": (np.array([[1.3, -0.2], [-0.4, -0.5]]), 1.0),
    "at a corner": (np.array([[1.3, 0.25], [-0.4, 0.02]]), 0.0),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_forces_and_tangent_are_the_derivatives_of_the_energy(name, side):
    points, reach = CASES[name]
    places, pairing = paired(points, BENT, reach)
    if not reach:
        assert pairing.feet.corner.all()
    pairing.side[:] = side
    found = press(places, pairing, STIFFNESS)
    step = 1e-6
    for i in range(12):
        moved = np.zeros((len(points), 12))
        moved[:, i] = step
        ahead = again(places + moved.reshape(-1, 6, 2), pairing)
        behind = again(places - moved.reshape(-1, 6, 2), pairing)
        force = (ahead.energy - behind.energy) / (2 * step)
        tangent = (ahead.force - behind.force) / (2 * step)
        assert found.force[:, i] == pytest.approx(force, rel=1e-6, abs=1e-6)
        assert found.tangent[:, :, i] == pytest.approx(tangent, rel=1e-6, abs=1e-5)
    symmetric = found.tangent.transpose(0, 2, 1)
    assert found.tangent == pytest.approx(symmetric, rel=1e-12, abs=1e-9)


def test_some_point_is_pressed_in_every_case():
    for points, reach in CASES.values():
        pressures = []
        for side in (1.0, -1.0):
            places, pairing = paired(points, BENT, reach)
            pairing.side[:] = side
            pressures.append(press(places, pairing, STIFFNESS).pressure)
        assert (np.max(pressures, axis=0) > 0).all()


@pytest.mark.parametrize("name", CASES)
def test_forces_and_moments_at_a_point_are_in_balance(name):
    points, reach = CASES[name]
    sizes = []
    for side in (1.0, -1.0):
        places, pairing = paired(points, BENT, reach)
        pairing.side[:] = side
        force = press(places, pairing, STIFFNESS).force.reshape(-1, 6, 2)
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
    assert press(places, pairing, STIFFNESS).gap == pytest.approx(distance, abs=left)


def test_the_closest_of_all_edges_is_found():
    rng = np.random.default_rng(3)
    angles = np.cumsum(rng.uniform(0.02, 0.2, 20))
    edges = arc(1.0, angles)
    points = rng.uniform(-1.5, 1.5, (300, 2))
    feet = closest(points, edges, np.zeros((len(edges), 2)))
    on = shapes(np.linspace(0, 1, 401))[0]
    dense = np.einsum("ka,mai->mki", on, edges).reshape(-1, 2)
    least = np.linalg.norm(points[:, None] - dense[None], axis=2).min(axis=1)
    x = np.einsum("na,nai->ni", shapes(feet.t)[0], edges[feet.edge])
    found = np.linalg.norm(points - x, axis=1)
    assert (found <= least + 1e-12).all()
    assert found == pytest.approx(least, abs=1e-3)


def test_numbering_and_direction_of_edges_do_not_matter():
    edges = arc(1.0, np.linspace(0, 1, 6))
    labels = np.array([[i, i + 1, 10 + i] for i in range(5)])
    order = np.array([3, 1, 4, 0, 2])
    other, turned = labels[order], edges[order][:, [1, 0, 2]]
    renamed = (other[:, [1, 0, 2]] * 7) % 23
    first, one, _ = numbered(labels, edges)
    second, two, _ = numbered(renamed, turned)
    assert (first == second).all()
    assert ((one * 7) % 23 == two).all()
    assert free_ends(first).sum() == 2
