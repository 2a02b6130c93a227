"""A species enters at the rate asked for, whichever surfaces it comes through."""

import pytest

COARSE = (
    "geometry.interface_size=16 nm",
    "geometry.axis_size=16 nm",
    "geometry.bulk_size=24 nm",
    "geometry.far_size=120 nm",
    "stepping.fixed=0.001 s",  # no damage yet, which would close a part of the interface
)


SURFACES = ("particle_fibre", "free_surface", "[particle_fibre, free_surface]")


@pytest.fixture(scope="module")
def supplied(march_case):
    """A run of three steps for each choice of the surfaces."""
    return {
        through: march_case("nanoglue/bare", *COARSE, f"protocol.0.through={through}", most=3)
        for through in SURFACES
    }


def area(computed):
    return computed.problem.supplies[0].inflow_area()


@pytest.mark.parametrize("through", SURFACES)
def test_uptake_is_the_rate_times_the_time(supplied, through):
    full, rate = 3.75, 0.2 / 3600
    # The mass balance is linear in the uptake, so only the rounding of the solver is left.
    assert supplied[through].last["stoichiometry:particle [-]"] == pytest.approx(
        full * rate * 0.003, rel=1e-8
    )


def test_the_entry_is_the_sum_of_its_surfaces(supplied):
    first, second, both = (area(supplied[through]) for through in SURFACES)
    assert both == pytest.approx(first + second, rel=1e-12)


def test_a_share_weights_the_area(march_case, supplied):
    through = "protocol.0.through=[{surface: particle_fibre, share: 0.3}, free_surface]"
    weighted = area(march_case("nanoglue/bare", *COARSE, through, most=1))
    first, second = (area(supplied[through]) for through in SURFACES[:2])
    assert weighted == pytest.approx(0.3 * first + second, rel=1e-12)


@pytest.mark.parametrize(("after", "left"), [("follows", 0.0), ("open", 1.0)])
def test_a_debonded_interface_closes_or_stays_open(march_case, after, left):
    through = f"protocol.0.through={{surface: particle_fibre, after_debonding: {after}}}"
    computed = march_case("nanoglue/bare", *COARSE, through, most=1)
    supply = computed.problem.supplies[0]
    whole = supply.inflow_area()
    computed.problem.cohesion["particle_fibre"].damage_old.x.array[:] = 1.0
    computed.problem.model.begin_step(1.0, 1.0)
    assert supply.inflow_area() == pytest.approx(left * whole, abs=1e-12)


def test_an_open_surface_does_not_interrupt_the_current():
    from nanoglue.case.event_types import EventType
    from nanoglue.observables import Observation
    from nanoglue.physics.current_state import CurrentState
    from nanoglue.physics.interface_state import InterfaceState
    from nanoglue.stepping.events import shown

    detached = InterfaceState(0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    for closes in (True, False):
        current = CurrentState("particle", 1.0, ("bond",), 0.1, 0.2, 0.15, 1.0, closes)
        observation = Observation(interfaces={"bond": detached}, currents=(current,))
        events = [event for event, _ in shown(observation, {})]
        assert (EventType.CURRENT_INTERRUPTED in events) is closes


def test_a_total_flux_is_shared_by_the_bodies_that_its_boundary_bounds(march_case):
    """Of 0.4 amol/s over areas of 3 and 1 um^2, a host of 1 amol/um^3 takes up 0.1 a second."""
    held = "{displacement: {x: 0 um, y: 0 um}}"
    filled = march_case(
        "conductance",
        "geometry.lower_height=3 um",
        "interfaces.top_bottom.permeability=null",
        f"boundaries={{left: {{total_flux: 0.4 amol/s}}, bottom_face: {held}, top_face: {held}}}",
        "time.end=1 s",
        "output.probes={}",
    ).last
    for body in ("bottom", "top"):
        assert filled[f"stoichiometry:{body} [-]"] == pytest.approx(0.1, rel=1e-9)
