"""Friction in three dimensions: return mapping on rigid jumps, and blocks that slide."""

import numpy as np
import pytest

STICK, PRESSURE, COEFFICIENT = 1000.0, 1000.0, 0.4  # MPa/um, MPa/um, -
FRICTION = f"interfaces.top_bottom.friction={COEFFICIENT}"
TURNED = ("geometry.angle=30", "geometry.tilt=50")

PATH = np.array([[0.3, -0.1, 0], [0.9, -0.1, 0], [0.9, -0.1, 0.5], [0.2, -0.2, 0.5], [0, 0.1, 0]])
"""Jumps [um] along the sliding, across the interface (pressed, then open) and along the depth."""


def expected(path):
    """Return the tangential tractions [MPa] of a debonded point on a path of jumps."""
    slip, found = np.zeros(2), []
    for along, opening, deep in path:
        trial = STICK * (np.array([along, deep]) - slip)
        limit = COEFFICIENT * PRESSURE * max(-opening, 0.0)
        traction = trial * min(1.0, limit / max(np.linalg.norm(trial), 1e-30))
        slip = np.array([along, deep]) - traction / STICK
        found.append(traction)
    return np.array(found)


def rotation(angle, tilt):
    """Return the matrix that turns about the z axis and then about the x axis [degrees]."""
    (c, s), (d, e) = ((np.cos(a), np.sin(a)) for a in np.radians((angle, tilt)))
    about_z = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    return np.array([[1, 0, 0], [0, d, -e], [0, e, d]]) @ about_z


def debonded(march_case, text, *overrides):
    """Return the interface of a case whose bond has failed."""
    cohesion = march_case(text, FRICTION, *overrides, most=1).problem.cohesion["top_bottom"]
    for history in cohesion.histories:
        history.x.array[:] = 0.0
    cohesion.damage_old.x.array[:] = cohesion.envelope_old.x.array[:] = 1.0
    return cohesion


def tractions(cohesion, path):
    from nanoglue.physics.interface_outputs import traction_vector

    """Return the traction vectors [MPa] (steps, dim), equal at all points, on rigid jumps."""
    from nanoglue.physics.interface_quadrature import InterfaceQuadrature

    opening, sliding = cohesion.jump.present()
    vector = traction_vector(cohesion, opening, sliding, cohesion.damage(opening, sliding))
    watched = InterfaceQuadrature(cohesion, [vector[i] for i in range(cohesion.domain.dim)])
    cohesion.prepare()
    found = []
    for jump in path:
        cohesion.u_minus.x.array[:] = 0.0
        cohesion.u_plus.x.array.reshape(-1, len(jump))[:] = jump
        values = np.column_stack(watched())
        assert np.ptp(values, axis=0).max() < 1e-9
        found.append(values[0])
        for history, update in cohesion.updated_histories():
            history.x.array[:] = update
    return np.array(found)


def section(text):
    lines = [line for line in text.splitlines() if not line.strip().startswith("z:")]
    text = "\n".join(lines).replace("three_dimensional", "plane_strain")
    text = text.replace("two_blocks_3d", "two_blocks").replace(", z: 0 um", "")
    return text.replace(", depth: 1 um", "").replace("angle: 0, tilt: 0", "angle: 0")


def test_the_traction_returns_to_the_cone_on_a_path_that_turns(march_case, blocks_in_space):
    upright = tractions(debonded(march_case, blocks_in_space), PATH)
    assert upright[:, [0, 2]] == pytest.approx(expected(PATH), abs=1e-8)
    sizes = np.linalg.norm(upright[:, [0, 2]], axis=1)
    assert sizes[1:] == pytest.approx([40, 40, 80, 0], abs=1e-8)  # it slips, then opens
    assert abs(upright[3, 2]) > 1  # not along the sliding


def test_friction_turns_with_the_blocks(march_case, blocks_in_space):
    turn = rotation(30, 50)
    upright = tractions(debonded(march_case, blocks_in_space), PATH)
    inclined = tractions(debonded(march_case, blocks_in_space, *TURNED), PATH @ turn.T)
    assert inclined == pytest.approx(upright @ turn.T, abs=1e-8 * np.abs(upright).max())


def test_slip_along_one_axis_is_that_of_a_section(march_case, blocks_in_space):
    path = PATH * (1, 1, 0)
    space = tractions(debonded(march_case, blocks_in_space), path)
    plane = tractions(debonded(march_case, section(blocks_in_space)), path[:, :2])
    assert space[:, :2] == pytest.approx(plane, abs=1e-8 * np.abs(plane).max())
    assert np.abs(plane[:, 0]).max() > 10


MOVED = {
    "x": "{time: [0 s, 0.2 s, 1 s], value: [0 um, 0 um, 0.4 um]}",
    "y": "{time: [0 s, 0.2 s, 1 s], value: [0 um, -0.02 um, -0.02 um]}",
    "z": "{time: [0 s, 0.6 s, 1 s], value: [0 um, 0 um, 0.3 um]}",
}
SLID = (FRICTION, *(f"boundaries.top_face.displacement.{key}={MOVED[key]}" for key in "xyz"))


def test_the_tangent_with_friction_is_the_derivative_of_the_residual(
    march_case, tangent_error, blocks_in_space
):
    slid = march_case(blocks_in_space, *SLID)
    assert slid.last["damage_mean:top_bottom [-]"] == pytest.approx(1, abs=1e-12)
    assert slid.last["energy_frictional [pJ]"] > 1
    assert slid.last["energy_error [-]"] < 1e-6
    (system,) = slid.problem.systems
    slid.problem.cohesion["top_bottom"].u_plus.x.array[:] += 1e-3  # slips further
    assert tangent_error(system, np.random.default_rng(5)) < 1e-6
