"""Bodies in space without an interface press on each other where they meet."""

import numpy as np
import pytest
from tests.parallel.agreement import assert_agree, history_alone, history_spread, scattered

APART = '''"""Two bodies with a gap between them: balls, or boxes on top of each other."""

from dataclasses import dataclass

from nanoglue.recipe import PartLabels

BOTH = ("upper", "lower")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Shape, and width of the gap."""

    shape: str = "boxes"
    gap: float = 0.01


def describe(parameters):
    """Return the names; there is no interface."""
    faces = {"top": "upper", "bottom": "lower"} if parameters.shape == "boxes" else {}
    return PartLabels(BOTH, {}, {"skin": BOTH, **faces})


def draw(model, parameters):
    """Define and mesh both bodies."""
    occ, gap = model.occ, parameters.gap
    if parameters.shape == "balls":
        bodies = [occ.addSphere(0, 0, 1 + gap, 1), occ.addSphere(0, 0, -1, 1)]
        occ.synchronize()
        faces, size = {"skin": model.getEntities(2)}, 0.9
    else:
        bodies = [occ.addBox(0, 0, gap, 1, 1, 1), occ.addBox(0, 0, -1, 1, 1, 1)]
        occ.synchronize()
        ends = {"top": 1 + gap, "bottom": -1}
        faces = {name: plane(model, z) for name, z in ends.items()}
        rest = set(model.getEntities(2)) - {one for found in faces.values() for one in found}
        faces["skin"], size = sorted(rest), 0.6
    for name, tag in zip(BOTH, bodies, strict=True):
        model.addPhysicalGroup(3, [tag], name=name)
    for name, found in faces.items():
        model.addPhysicalGroup(2, [tag for _, tag in found], name=name)
    model.mesh.setSize(model.getEntities(0), size)
    model.mesh.generate(3)


def plane(model, z):
    """Return the surfaces in a plane normal to z."""
    return model.getEntitiesInBoundingBox(-9, -9, z - 1e-6, 9, 9, z + 1e-6, 2)
'''

CASE = """\
title: Two bodies meet
coordinates: three_dimensional
geometry: {recipe: ./apart.py}
bodies:
  upper: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  lower: {elasticity: {model: linear, youngs_modulus: 20 GPa, poissons_ratio: 0}}
contact_pairs: {meeting: {bodies: [upper, lower], stiffness: 1e17 Pa/m}}
boundaries:
  top: {displacement: {x: 0 um, y: 0 um, z: {expression: -0.03*t, unit: um}}}
  bottom: {displacement: {x: 0 um, y: 0 um, z: 0 um}}
time: {end: 1 s}
stepping: {fixed: 0.5 s}
output: {fields: none, pictures: false}
"""


@pytest.fixture
def boxes(tmp_path):
    """The file of two boxes that are pressed together."""
    (tmp_path / "apart.py").write_text(APART)
    (tmp_path / "case.yaml").write_text(CASE)
    return str(tmp_path / "case.yaml")


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
    from nanoglue.case import read
    from nanoglue.mesh.domain import Domain
    from nanoglue.physics.contact.bodies_in_contact import BodiesInContact
    from nanoglue.physics.mechanics import displacement_field
    from nanoglue.runtime.fenics import MPI

    (tmp_path / "apart.py").write_text(APART)
    (tmp_path / "case.yaml").write_text(held_balls())
    case = read(tmp_path / "case.yaml")
    domain = Domain.from_case(case, MPI.COMM_SELF)
    u = {name: displacement_field(domain, name) for name in case.bodies}
    pair = BodiesInContact(domain, "meeting", case.contact_pairs["meeting"], u, set())
    random = np.random.default_rng(4)
    for field in u.values():
        field.x.array[:] = random.uniform(-0.01, 0.01, field.x.array.size)
    u["upper"].x.array[2::3] -= 0.15
    return pair


def moved(pair, array):
    """Return energy, force and force per displacement at all nodes, at displacements."""
    size = pair.plus.u.x.array.size
    pair.plus.u.x.array[:], pair.minus.u.x.array[:] = array[:size], array[size:]
    nodes, found = pair.now()
    count = len(pair.plus.places) + len(pair.minus.places)
    numbers = (3 * nodes[..., None] + np.arange(3)).reshape(len(nodes), 36)
    force = np.bincount(numbers.ravel(), (found.areas[:, None] * found.force).ravel(), 3 * count)
    return pair.energy(), force, (numbers, found)


def test_forces_are_the_gradient_of_the_energy_and_the_tangent_is_theirs(balls):
    start = np.concatenate([balls.plus.u.x.array, balls.minus.u.x.array])
    way = np.random.default_rng(5).uniform(-1, 1, start.size)
    energy, force, (numbers, found) = moved(balls, start)
    assert len(found.areas) > 5
    assert found.depth.max() > 0.05
    change = 1e-6
    (more, ahead, _), (less, behind, _) = (moved(balls, start + s * change * way) for s in (1, -1))
    at_nodes = way_at_nodes(balls, way)
    assert (more - less) / (2 * change) == pytest.approx(force @ at_nodes, rel=1e-6)
    rate = np.einsum("nab,nb->na", found.tangent, at_nodes[numbers]) * found.areas[:, None]
    total = np.bincount(numbers.ravel(), rate.ravel(), len(force))
    difference = (ahead - behind) / (2 * change)
    assert np.linalg.norm(total - difference) < 1e-6 * np.linalg.norm(difference)
    assert energy > 0


def way_at_nodes(pair, way):
    """Return displacements of the fields at the nodes of both surfaces."""
    size = pair.plus.u.x.array.size
    parts = [pair.plus.together(way[:size]), pair.minus.together(way[size:])]
    return np.concatenate(parts)[..., 0].ravel()


def test_forces_and_moments_balance_and_push_apart(balls):
    array = np.concatenate([balls.plus.u.x.array, balls.minus.u.x.array])
    _, force, _ = moved(balls, array)
    force = force.reshape(-1, 3)
    sides = balls.plus, balls.minus
    places = np.concatenate([s.places + s.together(s.u.x.array)[..., 0] for s in sides])
    largest = np.abs(force).sum()
    assert np.abs(force.sum(axis=0)).max() < 1e-12 * largest
    assert np.abs(np.cross(places, force).sum(axis=0)).max() < 1e-12 * largest
    # The residual is that of inner forces: less of it pushes the upper ball up.
    assert force[: len(balls.plus.places), 2].sum() < 0


def test_bodies_that_are_apart_do_not_press(balls):
    balls.plus.u.x.array[2::3] += 0.5
    nodes, found = balls.now()
    assert nodes.shape == (0, 12)
    assert found.tangent.shape == (0, 36, 36)
    assert balls.energy() == 0.0


def test_a_body_without_a_named_surface_is_refused(tmp_path):
    from nanoglue.api import Simulation
    from nanoglue.case import read
    from nanoglue.case.text.errors import CaseError
    from nanoglue.runtime.fenics import MPI

    recipe = APART.replace('{"skin": BOTH, **faces}', '{"skin": "upper"}')
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


@pytest.mark.slow
@pytest.mark.parallel(2)
def test_two_ranks_agree_on_bodies_that_meet(march_case, boxes):
    alone = history_alone(march_case, boxes)
    spread = history_spread(march_case, boxes, partitioner=scattered)
    assert_agree(alone, spread, 1e-8, smallest=1e-12)
