"""A punch that slides far along a base meets it where it is, and small sliding leaves it behind."""

import numpy as np
import pytest
from tests.parallel.agreement import assert_agree, by_turns, history_alone, history_spread

LEFT, WIDTH, WAY = -2.0, 1.0, 2.0
SMALL = ("interfaces.punch_base.sliding=small", "interfaces.punch_base.contact_surfaces=[]")
RIGID = "bodies.base.elasticity={model: linear, youngs_modulus: 1e10 MPa, poissons_ratio: 0}"
"""A compression of the base that is 1e-6 of the punch's; a stiffer one is lost in rounding."""


def forces_on(problem, body):
    """Nodal forces from outside (n, 2) [uN] on a body, and where its nodes are now [um]."""
    from nanoglue.physics.energy.external import ExternalForces

    u = problem.mechanics[body].u
    places = u.function_space.tabulate_dof_coordinates()[:, :2] + u.x.array.reshape(-1, 2)
    return ExternalForces(problem).by_body()[body].reshape(-1, 2), places


def centre_of_reaction(problem):
    """Place x [um] at which the support bears the base."""
    force, place = forces_on(problem, "base")
    moment = place[:, 0] * force[:, 1] - place[:, 1] * force[:, 0]
    return moment.sum() / force[:, 1].sum()


def test_the_reaction_moves_with_the_punch(march_case, punch):
    slid = march_case(str(punch))
    middle = LEFT + WIDTH / 2 + WAY
    # half a hundredth of the width: facets of a quarter meet the base's at three points each
    assert centre_of_reaction(slid.problem) == pytest.approx(middle, abs=5e-3)
    before, after = (np.array(slid.column("force_y:punch_top [uN]"))[i] for i in (9, -1))
    assert after == pytest.approx(before, rel=2e-2)  # the bond is gone, the ends of the base near


def test_small_sliding_leaves_the_reaction_behind(march_case, punch):
    slid = march_case(str(punch), *SMALL)
    force, place = forces_on(slid.problem, "base")
    moment = place[:, 0] * force[:, 1] - place[:, 1] * force[:, 0]
    assert moment.sum() / force[:, 1].sum() == pytest.approx(LEFT + WIDTH / 2, abs=5e-2)


def test_where_nothing_slides_far_it_makes_no_difference(march_case, punch):
    """Five times what breaks the bond, 2 nm, and a hundredth of a facet."""
    nudged = (
        "boundaries.punch_top.displacement.x={time: [0 s, 1 s, 2 s], value: [0 um, 0 um, 10 nm]}"
    )
    finite, small = (march_case(str(punch), RIGID, nudged, *more) for more in ((), SMALL))
    assert small.last["damage_mean:punch_base [-]"] == pytest.approx(1.0)
    for name, value in small.last.items():
        if "error" not in name and not name.startswith(("largest_", "von_mises")):
            most = 1e-5 if "_max:" in name else 1e-7  # of 186 uN or MPa
            assert finite.last[name] == pytest.approx(value, rel=1e-8, abs=most), name


@pytest.mark.parametrize("way", [0.33, 1.0, 1.77, 2.9])
def test_partners_that_slid_by_facets_are_pressed_evenly(march_case, punch, way):
    slid = march_case(
        str(punch),
        RIGID,
        f"boundaries.punch_top.displacement.x={{time: [0 s, 1 s, 2 s], value: "
        f"[0 um, 0 um, {way} um]}}",
        "stepping.fixed=0.25 s",
    )
    contact = slid.problem.cohesion["punch_base"].contact
    contact.show()
    punch_down, stiffness, modulus = 0.02, contact.stiffness, 1e4
    stretch = 1 - punch_down  # of the punch, less the penetration
    pressure = contact.pressure.x.array
    for _ in range(
        50
    ):  # Hencky: E ln(stretch) / stretch is the nominal stress at zero Poisson ratio
        nominal = -modulus * np.log(stretch) / stretch
        stretch = 1 - (punch_down - nominal / stiffness)
    assert pressure == pytest.approx(nominal, rel=5e-6)  # the base yields a little at its edges
    overlap = slid.last["penetration_max:punch_base [um]"]
    assert overlap == pytest.approx(nominal / stiffness, rel=5e-6)


def test_forces_and_moments_of_the_contact_are_in_balance(march_case, punch):
    slid = march_case(str(punch), "time.end=1.7 s")
    contact = slid.problem.cohesion["punch_base"].contact
    partners, found = contact.now()
    places = partners.at_nodes(*(placed(field) for field in contact.fields)).reshape(-1, 10, 2)
    force = contact.weights[:, None, None] * found.force.reshape(-1, 10, 2)
    moment = places[..., 0] * force[..., 1] - places[..., 1] * force[..., 0]
    whole = np.abs(force[:, :3].sum(axis=(0, 1))).max()
    assert whole > 100
    assert np.abs(force.sum(axis=(0, 1))).max() < 1e-12 * whole
    assert abs(moment.sum()) < 1e-12 * whole
    outside = [forces_on(slid.problem, body)[0].sum(axis=0) for body in ("punch", "base")]
    assert np.abs(sum(outside)).max() < 1e-9 * whole


def placed(u):
    """Where the nodes of a field are now [um], as its values are arranged."""
    return u.function_space.tabulate_dof_coordinates()[:, :2].ravel() + u.x.array


def test_sliding_dissipates_nothing(march_case, punch):
    pushed = "boundaries.punch_top.displacement"
    slid = march_case(
        str(punch),
        f"{pushed}.x={{time: [0 s, 0.1 s, 0.3 s], value: [0 um, 0 um, 0.4 um]}}",
        f"{pushed}.y={{time: [0 s, 0.1 s], value: [0 um, -0.02 um]}}",
        "time.end=0.3 s",
        "stepping.fixed=2.5 ms",
    )
    # the trapezoidal rule misses how the force leaps as a point comes from one facet to the next
    assert max(slid.column("energy_error [-]")) < 1e-3
    assert slid.last["energy_stored [pJ]"] > 1.0


def test_contact_has_no_history(march_case, punch):
    there = "[0 um, 0 um, 0.5 um, 1 um, 0.5 um]"
    course = (
        f"boundaries.punch_top.displacement.x={{time: [0 s, 1 s, 2 s, 3 s, 4 s], value: {there}}}"
    )
    down = "boundaries.punch_top.displacement.y={time: [0 s, 1 s], value: [0 um, -0.02 um]}"
    slid = march_case(str(punch), course, down, "time.end=4 s", "stepping.fixed=0.25 s")
    for name in ("force_x:punch_top [uN]", "force_y:punch_top [uN]", "energy_stored [pJ]"):
        first, second = slid.column(name)[7], slid.last[name]
        assert second == pytest.approx(first, rel=1e-8, abs=1e-7), name


def test_past_the_end_of_the_base_nothing_is_pressed(march_case, punch):
    onto = ("interfaces.punch_base.contact_surfaces=[]", "stepping.fixed=0.05 s")
    slid = march_case(str(punch), *onto)
    assert slid.column("force_y:punch_top [uN]")[19] < -50
    assert slid.last["force_y:punch_top [uN]"] == pytest.approx(0.0, abs=1e-9)
    assert slid.last["penetration_max:punch_base [um]"] == 0.0


@pytest.mark.parametrize("case", ["punch", "bare"])
def test_the_tangent_is_the_derivative_of_the_residual(march_case, tangent_error, punch, case):
    rng = np.random.default_rng(5)
    if case == "punch":
        slid = march_case(str(punch), "time.end=1.3 s")
        size = 1e-3
    else:
        slid = march_case("nanoglue/bare", *COARSE, most=6)
        size = 5e-4
    problem = slid.problem
    for field in problem.displacements:
        field.x.array[:] += size * rng.uniform(-1, 1, field.x.array.shape)
    damage = problem.contacts[0].damage.x.array
    damage[:] = rng.uniform(0.5, 1.0, damage.shape)
    system = problem.systems[-1]
    assert (problem.contacts[0].now()[1].pressure > 0).sum() > 5
    assert tangent_error(system, rng, 1e-7) < 1e-6


COARSE = (
    "geometry.interface_size=30 nm",
    "geometry.axis_size=30 nm",
    "geometry.bulk_size=40 nm",
    "geometry.far_size=200 nm",
    "interfaces.particle_fibre.sliding=finite",
)


def agree(march_case, case, *overrides, most=10**9):
    spread = history_spread(march_case, case, *overrides, partitioner=by_turns, most=most)
    alone = history_alone(march_case, case, *overrides, most=most)
    assert_agree(alone, spread, 1e-8, smallest=1e-14)


@pytest.mark.parallel(2)
def test_two_ranks_agree(march_case, punch):
    agree(march_case, str(punch), "stepping.fixed=0.2 s")


@pytest.mark.slow
@pytest.mark.parallel([2, 4])
def test_ranks_agree(march_case, punch):
    agree(march_case, str(punch), "stepping.fixed=0.2 s", "geometry.size=0.5 um")
    agree(march_case, "nanoglue/bare", *COARSE, "stepping.fixed=10 s", most=12)
