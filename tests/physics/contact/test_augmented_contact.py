"""Contact closed to a given penetration: pressures that are kept, whatever the penalty."""

import numpy as np
import pytest

CASE = "verification/elastic_interface_45"
PRESSED = "boundaries.bottom_face.traction.x=-2 MPa"
SQUEEZED = "boundaries.bottom_face={displacement: {x: -1 um}}"
OPENING, TRACTION = "opening_mean:top_bottom [um]", "traction_normal_mean:top_bottom [MPa]"
ALLOWED = 1e-10


def contact(stiffness, penetration):
    ours = (f"contact_stiffness={stiffness} MPa/um", f"penetration_tolerance={penetration} um")
    return [f"interfaces.top_bottom.{one}" for one in ours]


@pytest.mark.parametrize("stiffness", [1e2, 1e4])
def test_no_penetration_is_left_whatever_the_stiffness(march_case, stiffness):
    penalty = march_case(CASE, PRESSED, contact(stiffness, 0)[0])
    assert penalty.last[OPENING] == pytest.approx(-1 / stiffness)
    closed = march_case(CASE, PRESSED, *contact(stiffness, ALLOWED))
    assert abs(closed.last[OPENING]) <= ALLOWED
    assert closed.last[TRACTION] == pytest.approx(-1, rel=1e-9)


def test_pressure_is_gone_when_the_load_turns(march_case):
    loads = "{time: [0 s, 1 s, 2 s], value: [0 MPa, -2 MPa, 2 MPa]}"
    turned = march_case(
        CASE,
        f"boundaries.bottom_face.traction.x={loads}",
        "time.end=2 s",
        "stepping.fixed=0.125 s",
        *contact(1e4, ALLOWED),
    )
    (kept,) = (interface.augmented.kept for interface in turned.problem.cohesion.values())
    assert not kept.x.array.any()
    applied = np.interp([step.time for step in turned.steps], [0, 1, 2], [0, -1, 1])
    tractions = turned.column(TRACTION)
    assert tractions == pytest.approx(applied, abs=1e-6)  # allowed penetration x stiffness
    assert turned.last[OPENING] == pytest.approx(1 / 20)


def test_a_contact_too_soft_to_close_is_told():
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.fenics import MPI
    from nanoglue.runtime.timers import Timers
    from nanoglue.solvers.outcome import StopReason
    from nanoglue.stepping.problem import Problem

    case = read(find(CASE), [SQUEEZED, *contact(0.1, ALLOWED)])
    problem = Problem(case, Domain.from_case(case, MPI.COMM_SELF), Timers())
    assert problem.advance(1.0, 1.0).reason is StopReason.PENETRATION
