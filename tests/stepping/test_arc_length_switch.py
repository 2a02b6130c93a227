"""When a run leaves time stepping for arc-length control and returns, on made-up outcomes."""

from types import SimpleNamespace

import pytest

from nanoglue.solvers.outcome import NotConverged, Outcome, StopReason
from nanoglue.stepping.arc_length_switch import FIRST, LARGEST, PATIENCE, ArcLengthSwitch

FAILED = Outcome(StopReason.INCREMENTS_GROW, 5)


class Pace:
    """Counts how often a step was shortened."""

    def __init__(self):
        self.dt, self.shortened = 1.0, 0

    def shortest(self, _):
        return False

    def shorten(self, _, __):
        self.shortened += 1


def switch(path=True):
    remembered = SimpleNamespace(ready=True, remember=lambda: None) if path else None
    stepping = SimpleNamespace(fixed=None, first=0.5)
    problem = SimpleNamespace(
        path=remembered, case=SimpleNamespace(stepping=stepping), toughness=lambda: 2.0
    )
    return ArcLengthSwitch(problem)


def fail(control, pace, times):
    for _ in range(times):
        control.shorten(pace, 1.0, FAILED)


def test_repeated_failures_lead_to_the_path():
    control, pace = switch(), Pace()
    fail(control, pace, PATIENCE - 1)
    assert not control.active
    fail(control, pace, 1)
    assert control.active
    assert pace.shortened == PATIENCE - 1


def test_without_a_path_time_steps_are_shortened():
    control, pace = switch(path=False), Pace()
    fail(control, pace, 2 * PATIENCE)
    assert not control.active
    assert pace.shortened == 2 * PATIENCE


def test_failures_on_the_path_halve_its_step_down_to_the_smallest():
    control, pace = switch(), Pace()
    control.active = True
    fail(control, pace, 1)
    assert control.size == pytest.approx(FIRST * 2.0 / 2)
    with pytest.raises(NotConverged):
        fail(control, pace, 60)


def step(time, dt, iterations=3):
    return SimpleNamespace(time=time, dt=dt, outcome=SimpleNamespace(iterations=iterations))


def test_the_path_is_left_in_strides_beyond_the_furthest_time():
    control = switch()
    control.accepted(step(1.0, 1.0))
    control.active = True
    control.accepted(step(0.9, 0.5))
    assert control.active
    control.accepted(step(1.01, 0.11))
    assert control.active
    control.accepted(step(1.6, 0.59))
    assert not control.active


def test_a_step_on_the_path_grows_to_the_largest():
    control = switch()
    control.active, control.furthest = True, 10.0
    for _ in range(50):
        control.accepted(step(1.0, 0.1))
    assert control.size == pytest.approx(LARGEST * 2.0)


PHASE = "{well_height: 1 MPa, gradient_energy: 1e-9 J/m, mobility: 1e-12 m^3/J/s, initial: 1}"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (f"bodies.top.phase_field={PHASE}", "a phase evolves in time"),
        (
            "bodies.top.plasticity={model: j2, yield_stress: 1 MPa, viscosity: 1 Pa*s}",
            "needs plasticity without viscosity",
        ),
        ("interfaces.top_bottom.viscosity=1 ms", "needs interfaces without viscosity"),
    ],
)
def test_what_depends_on_the_length_of_a_step_in_time_has_no_path(change, told):
    from nanoglue.case import CaseError, find, read

    with pytest.raises(CaseError, match=told):
        read(find("verification/snap_back"), [change])
