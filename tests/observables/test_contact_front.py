"""The columns of the bonded area in three dimensions, on made-up damage of two blocks."""

from types import SimpleNamespace

import numpy as np
import pytest

FINE = ("geometry.elements_across=8", "geometry.elements_deep=8", "stepping.fixed=0.05 s")


def shown(front, damage):
    """Return the columns by quantity for a damage [-] at every point of the interface."""
    return {column.quantity: value for column, value in front.shape(damage).items()}


def test_columns_of_made_up_damage(march_case, blocks_in_space):
    """Bonded are x < 1/4 and x > 3/4 of a square of 1 um, then a disc about the corner."""
    from nanoglue.observables.contact_front import ContactFront

    computed = march_case(blocks_in_space, *FINE, most=1)
    front = ContactFront(computed.problem).interfaces["top_bottom"]
    x, _, z = front.cohesion.positions.T
    damage = ((x > 0.25) & (x < 0.75)).astype(float)
    found = shown(front, damage)
    assert found["bonded_area"] == pytest.approx(0.5)
    assert found["front_length"] == pytest.approx(2.0, rel=0.01)  # corners of the contour
    assert found["bonded_patches"] == 2
    assert (found["front_x"], found["front_z"]) == pytest.approx((1.0, 1.0))
    assert "front_y" not in found  # normal to the interface

    found = shown(front, (np.hypot(x, z) > 0.6).astype(float))
    assert found["bonded_patches"] == 1
    # Positions are within half a facet of 1/8 um.
    assert found["bonded_area"] == pytest.approx(np.pi * 0.36 / 4, rel=0.02)
    assert found["front_length"] == pytest.approx(np.pi * 0.6 / 2, rel=0.03)
    assert (found["front_x"], found["front_z"]) == pytest.approx((0.6, 0.6), abs=0.0625)

    found = shown(front, np.ones_like(x))
    assert set(found.values()) == {0.0}
    intact = shown(front, np.zeros_like(x))
    assert (intact["bonded_area"], intact["front_length"]) == pytest.approx((1.0, 0.0))


def test_the_angle_of_onset_is_kept(march_case, blocks_in_space):
    from nanoglue.case import columns
    from nanoglue.observables.contact_front import ContactFront

    computed = march_case(blocks_in_space, *FINE, most=1)
    observer = ContactFront(computed.problem)
    front = observer.interfaces["top_bottom"]
    x, _, z = front.cohesion.positions.T

    def angle(damage):
        front.envelope = lambda: damage
        value = observer()[columns.ONSET_ANGLE.at("top_bottom")]
        observer.accept()
        return value

    def near(degrees):
        """Damage that is largest at an azimuth on the arc of 0.8 um."""
        a = np.radians(degrees)
        return np.exp(-np.hypot(x - 0.8 * np.cos(a), z - 0.8 * np.sin(a)))

    assert angle(np.zeros_like(x)) == 0.0
    assert angle(0.5 * near(30)) == pytest.approx(30, abs=5)
    failing = near(60)
    assert angle(failing / failing.max()) == pytest.approx(60, abs=5)
    assert angle(np.ones_like(x)) == pytest.approx(60, abs=5)
    again = ContactFront(computed.problem)
    again.totals.update(observer.totals)
    assert again()[columns.ONSET_ANGLE.at("top_bottom")] == pytest.approx(60, abs=5)


def test_the_axes_do_not_depend_on_the_order_of_corners():
    """Two facets of the plane z = 0 of opposite sense, one of them slightly inclined."""
    from nanoglue.observables.contact_front import _Front
    from nanoglue.runtime.fenics import MPI

    one = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]])
    other = np.array([[1.0, 1, 0.1], [1, 0, 0], [0, 1, 0]])
    for corners in (one, other), (one, other[[0, 2, 1]]), (one[[1, 0, 2]], other):
        facets = SimpleNamespace(corners=np.array(corners), comm=MPI.COMM_SELF)
        assert _Front._axes(facets) == (0, 1)
