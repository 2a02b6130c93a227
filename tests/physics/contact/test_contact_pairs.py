"""Bodies in space without an interface press on each other where they meet."""

import numpy as np
import pytest
from tests.physics.contact.two_bodies import APART, CASE, pair_of


def held_balls():
    """Return the case of two balls, each held at three of its points."""
    text = CASE.replace("./apart.py", "./apart.py, shape: balls")
    text = "\n".join(line for line in text.splitlines() if "displacement" not in line)
    still = "displacement: {x: 0 um, y: 0 um, z: 0 um}"
    supports = "".join(
        f"  - {{body: {body}, near: [{x} um, {y} um, {z} um], {still}}}\n"
        for body, z in (("upper", 1), ("lower", -1))
        for x, y in ((1, 0), (-1, 0), (0, 1))
    )
    return text.replace("boundaries:", f"boundaries: {{}}\npoint_supports:\n{supports}")


@pytest.fixture
def balls(tmp_path):
    """Two balls that overlap and are deformed, in contact."""
    from nanoglue.runtime.fenics import MPI

    (tmp_path / "apart.py").write_text(APART)
    (tmp_path / "case.yaml").write_text(held_balls())
    pair, u = pair_of(tmp_path / "case.yaml", MPI.COMM_SELF)
    random = np.random.default_rng(4)
    for field in u.values():
        field.x.array[:] = random.uniform(-0.01, 0.01, field.x.array.size)
    u["upper"].x.array[2::3] -= 0.15
    return pair


def moved(pair, array):
    """Return energy, force and force per displacement at all nodes, at displacements."""
    size = pair.plus.u.x.array.size
    pair.plus.u.x.array[:], pair.minus.u.x.array[:] = array[:size], array[size:]
    partners, found = pair.now()
    numbers = partners.at_nodes(*np.split(np.arange(array.size), [size]))
    force = (found.areas[:, None] * found.force).ravel()
    return pair.energy(), np.bincount(numbers.ravel(), force, array.size), (numbers, found)


def test_forces_are_the_gradient_of_the_energy_and_the_tangent_is_theirs(balls):
    start = np.concatenate([balls.plus.u.x.array, balls.minus.u.x.array])
    way = np.random.default_rng(5).uniform(-1, 1, start.size)
    energy, force, (numbers, found) = moved(balls, start)
    assert len(found.areas) > 5
    assert found.depth.max() > 0.05
    change = 1e-6
    (more, ahead, _), (less, behind, _) = (moved(balls, start + s * change * way) for s in (1, -1))
    assert (more - less) / (2 * change) == pytest.approx(force @ way, rel=1e-6)
    rate = np.einsum("nab,nb->na", found.tangent, way[numbers]) * found.areas[:, None]
    total = np.bincount(numbers.ravel(), rate.ravel(), len(force))
    difference = (ahead - behind) / (2 * change)
    assert np.linalg.norm(total - difference) < 1e-6 * np.linalg.norm(difference)
    assert energy > 0


def test_forces_and_moments_balance_and_push_apart(balls):
    array = np.concatenate([balls.plus.u.x.array, balls.minus.u.x.array])
    _, force, _ = moved(balls, array)
    force = force.reshape(-1, 3)
    fields = balls.plus.u, balls.minus.u
    places = np.concatenate([u.function_space.tabulate_dof_coordinates() for u in fields])
    places += array.reshape(-1, 3)
    largest = np.abs(force).sum()
    assert np.abs(force.sum(axis=0)).max() < 1e-12 * largest
    assert np.abs(np.cross(places, force).sum(axis=0)).max() < 1e-12 * largest
    # The residual is that of inner forces: less of it pushes the upper ball up.
    assert force[: balls.plus.u.x.array.size // 3, 2].sum() < 0


def test_bodies_that_are_apart_do_not_press(balls):
    balls.plus.u.x.array[2::3] += 0.5
    partners, found = balls.now()
    assert partners.own.shape == partners.other.shape == (0,)
    assert len(partners.exchange.rows) == 0
    assert found.tangent.shape == (0, 36, 36)
    assert balls.energy() == 0.0


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 1e200])
def test_an_iteration_that_diverges_at_a_node_is_no_error(balls, wrong):
    first = balls.now()[1].areas.sum()
    before = balls.plus.u.x.array[:3].copy()
    balls.plus.u.x.array[:3] = wrong
    assert np.isfinite(balls.now()[1].force).all()
    balls.plus.u.x.array[:3] = before
    assert balls.now()[1].areas.sum() == first


def test_a_body_without_a_named_surface_is_refused(tmp_path):
    from nanoglue.api import Simulation
    from nanoglue.case import read
    from nanoglue.case.text.errors import CaseError
    from nanoglue.runtime.fenics import MPI

    recipe = APART.replace('{"skin": BOTH, **faces}', '{"skin": "upper"}')
    recipe = recipe.replace("model.getEntities(2)}", "model.getBoundary([(3, bodies[0])])}")
    (tmp_path / "apart.py").write_text(recipe)
    (tmp_path / "case.yaml").write_text(held_balls())
    with pytest.raises(CaseError, match="lower has no boundary to press on"):
        Simulation(read(tmp_path / "case.yaml"), MPI.COMM_SELF).run()


def test_two_boxes_press_as_springs_in_series(march_case, boxes, tangent_error):
    computed = march_case(boxes)
    stress = [max(0.03 * t - 0.01, 0) / (1 / 10e3 + 1 / 20e3 + 1 / 1e5) for t in (0.5, 1.0)]
    assert computed.column("contact_force:meeting [uN]") == pytest.approx(stress, rel=1e-8)
    assert computed.column("contact_area:meeting [um^2]") == pytest.approx([1.0, 1.0])
    depth = np.array(stress) / 1e5
    assert computed.column("penetration_max:meeting [um]") == pytest.approx(depth, rel=1e-8)
    # The trapezoidal rule is exact once they touch; before, half of a step is without force.
    (system,) = computed.problem.systems
    assert tangent_error(system, np.random.default_rng(3)) < 1e-6


@pytest.mark.slow
def test_bodies_that_swell_until_they_meet_press_on_each_other(march_case, boxes):
    """The growth of 3 % per length closes a gap of 0.01 um between boxes of 1 um."""
    growth = [f"bodies.{name}.growth={{expression: 1 + 0.09*t}}" for name in ("upper", "lower")]
    still = "boundaries.top.displacement.z=0 um"
    computed = march_case(boxes, *growth, still, "stepping.fixed=0.1 s")
    force = np.array(computed.column("contact_force:meeting [uN]"))
    longer = 2 * ((1 + 0.09 * np.linspace(0.1, 1, 10)) ** (1 / 3) - 1)
    free = np.maximum(longer - 0.01, 0) / (1 / 10e3 + 1 / 20e3 + 1 / 1e5)
    assert (force[:1] == 0).all()
    # Boxes whose ends are held grow less in width there, and are thicker between them.
    assert force[3:] == pytest.approx(free[3:], rel=0.15)
    assert computed.last["energy_error [-]"] < 0.05
    assert computed.last["penetration_max:meeting [um]"] < 0.02
